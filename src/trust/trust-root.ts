import { decodeBase64 } from "../bytes/base64.ts";
import { type JsonObject, type JsonValue, parseJson } from "../bytes/json.ts";
import { asArray, asObject, asString, below, type ShapeFailure } from "../bytes/json-shape.ts";
import { quote } from "../bytes/quote.ts";
import { Refusal } from "../errors.ts";
import type { PublicKey } from "../key/public-key.ts";
import { readDatedKey, readPeriod } from "./dated-key.ts";
import type { Period } from "./period.ts";
import { type Certificate, parseCertificate } from "./x509.ts";

/**
 * Whom a Sigstore instance is made of: its logs and authorities. Whether the file itself is to be trusted is decided
 * by whoever chose it. One file gives one object, and checks of its chains may be remembered for that object.
 */
export interface TrustRoot {
  /** Logs of signatures (Rekor). */
  readonly logs: readonly Log[];
  /** Logs of certificates (CT). */
  readonly certificateLogs: readonly Log[];
  /** Authorities that certify signers (Fulcio). */
  readonly certificateAuthorities: readonly Authority[];
  readonly timestampAuthorities: readonly Authority[];
}

export interface Log {
  readonly url: string;
  /** In hex. */
  readonly id: string;
  /** In hex: what the log's checkpoints name it by, where that is not its id. */
  readonly checkpointId: string;
  readonly key: PublicKey;
  readonly validFor: Period;
}

export interface Authority {
  readonly uri: string;
  /** What signs first, its issuer next, the anchor last. Their signatures are not verified yet. */
  readonly chain: readonly [Certificate, ...Certificate[]];
  readonly validFor: Period;
}

/** The production root has 8 kB; a root of many years and instances stays far below. */
export const MAX_TRUST_ROOT_BYTES: number = 1024 * 1024;

export const TRUST_ROOT_MEDIA_TYPE = "application/vnd.dev.sigstore.trustedroot+json;version=0.1";

/** More instances or rotations than anybody has; each bundle is tried with all. */
const MAX_ENTRIES = 64;
const MAX_CHAIN = 8;

/**
 * Reads a `trusted_root.json` of version 0.1. Ignores fields that it does not know, except in `validFor`, where a
 * misspelt end would mean none. **Does not verify where the file comes from**, nor the signatures in its chains.
 *
 * @param bytes UTF-8 JSON of at most `MAX_TRUST_ROOT_BYTES`.
 * @param what names the file in a refusal.
 * @throws Refusal `TRUST_ROOT_MALFORMED` — another media type, a field missing or of another type, `validFor` without a start, an end before its start, a key or certificate that is none.
 * @throws Refusal `JSON_MALFORMED`, `UTF8_MALFORMED`, `INPUT_TOO_LARGE` — see `parseJson`.
 * @see https://github.com/sigstore/protobuf-specs/blob/v0.5.1/protos/sigstore_trustroot.proto
 */
export function parseTrustRoot(bytes: Uint8Array, what: string): TrustRoot {
  const fail: ShapeFailure = (at, expected, found) => {
    throw malformed(what, at, expected, found);
  };
  const root = asObject(parseJson(bytes, { what, maxBytes: MAX_TRUST_ROOT_BYTES }), "", fail);
  const mediaType = asString(root.mediaType, "mediaType", fail);
  if (mediaType !== TRUST_ROOT_MEDIA_TYPE)
    fail("mediaType", quote(TRUST_ROOT_MEDIA_TYPE), quote(mediaType));
  return {
    logs: readAll(root, "tlogs", fail, readLog),
    certificateLogs: readAll(root, "ctlogs", fail, readLog),
    certificateAuthorities: readAll(root, "certificateAuthorities", fail, readAuthority),
    timestampAuthorities: readAll(root, "timestampAuthorities", fail, readAuthority),
  };
}

function readAll<Entry>(
  root: JsonObject,
  name: string,
  fail: ShapeFailure,
  read: (entry: JsonObject, at: string, fail: ShapeFailure) => Entry,
): readonly Entry[] {
  // The JSON of protocol buffers leaves empty lists out.
  const list = asArray(root[name] ?? [], name, 0, MAX_ENTRIES, fail);
  return list.map((entry, index) => {
    const at = `${name}[${index}]`;
    try {
      return read(asObject(entry, at, fail), at, fail);
    } catch (error) {
      // A key or a certificate in here is no file of its own: say in which entry it is.
      if (!(error instanceof Refusal) || !/^(?:KEY|CERTIFICATE|BASE64)_/.test(error.code))
        throw error;
      return fail(at, "keys and certificates that can be read", error.message);
    }
  });
}

function readLog(entry: JsonObject, at: string, fail: ShapeFailure): Log {
  const hash = asString(entry.hashAlgorithm ?? "SHA2_256", `${at}.hashAlgorithm`, fail);
  if (hash !== "SHA2_256") fail(`${at}.hashAlgorithm`, "SHA2_256", quote(hash));
  const { key, validFor } = readDatedKey(entry.publicKey, `${at}.publicKey`, fail);
  const id = readKeyId(entry.logId, `${at}.logId`, fail);
  return {
    url: asString(entry.baseUrl, `${at}.baseUrl`, fail),
    id,
    checkpointId:
      (entry.checkpointKeyId ?? null) === null
        ? id
        : readKeyId(entry.checkpointKeyId, `${at}.checkpointKeyId`, fail),
    key,
    validFor,
  };
}

function readKeyId(value: JsonValue | undefined, at: string, fail: ShapeFailure): string {
  const { keyId } = asObject(value, at, fail);
  const bytes = decodeBase64(asString(keyId, below(at, "keyId"), fail));
  if (bytes.length !== 32) fail(below(at, "keyId"), "32 bytes", `${bytes.length}`);
  return Buffer.from(bytes).toString("hex");
}

function readAuthority(entry: JsonObject, at: string, fail: ShapeFailure): Authority {
  const chainAt = `${at}.certChain.certificates`;
  const { certificates } = asObject(entry.certChain, `${at}.certChain`, fail);
  const chain = asArray(certificates, chainAt, 1, MAX_CHAIN, fail).map((one, index) => {
    const oneAt = `${chainAt}[${index}]`;
    const { rawBytes } = asObject(one, oneAt, fail);
    return parseCertificate(decodeBase64(asString(rawBytes, `${oneAt}.rawBytes`, fail)), oneAt);
  });
  const [first, ...rest] = chain;
  return {
    uri: asString(entry.uri ?? "", `${at}.uri`, fail),
    chain: first === undefined ? fail(chainAt, "a certificate", "none") : [first, ...rest],
    validFor: readPeriod(entry.validFor, `${at}.validFor`, fail),
  };
}

function malformed(what: string, at: string, expected: string, found: string): Refusal {
  const place = at === "" ? "" : ` at ${at}`;
  return new Refusal(
    "TRUST_ROOT_MALFORMED",
    `${what}: expected ${expected}${place}, found ${found}`,
    { at },
    { hint: "get the trust root of the instance anew" },
  );
}
