import { type Digest, type DigestAlgorithm, digestOfBytes } from "../bytes/digest.ts";
import { type JsonObject, type JsonValue, parseJson } from "../bytes/json.ts";
import {
  asArray,
  asExactObject,
  asObject,
  asString,
  type ShapeFailure,
} from "../bytes/json-shape.ts";
import { quote } from "../bytes/quote.ts";
import type { Envelope } from "../envelope/dsse.ts";
import { Refusal } from "../errors.ts";
import type { SignatureEncoding } from "../key/signature.ts";
import { MAX_SIGSTORE_BUNDLE_BYTES } from "./bundle-limit.ts";
import { type BundledEntry, bytesAt, readEntry } from "./bundled-entry.ts";

/** A Sigstore bundle of any version. Nothing in it is verified. */
export interface Bundle {
  readonly version: BundleVersion;
  readonly signer: BundledSigner;
  readonly content: BundledContent;
  readonly entries: readonly BundledEntry[];
  /** TimeStampResp in DER. */
  readonly timestamps: readonly Uint8Array[];
}

export type BundleVersion = "0.1" | "0.2" | "0.3";

export type BundledSigner =
  /** In DER: the signer's first; what follows is not needed, for the trust root has it. */
  | { readonly kind: "certificate"; readonly chain: readonly [Uint8Array, ...Uint8Array[]] }
  /** What the bundle says about the key, which decides nothing. */
  | { readonly kind: "key"; readonly hint: string };

export type BundledContent =
  | { readonly kind: "message"; readonly digest: Digest; readonly signature: Uint8Array }
  | {
      readonly kind: "dsse";
      readonly envelope: Envelope;
      /** The one that log entries and timestamps are about. */
      readonly signature: Uint8Array;
      /** How ECDSA may be spelt; DER alone where nothing is said. */
      readonly encoding?: SignatureEncoding;
    };

/** All spellings that were ever written. A media type with anything after it is another one. */
const VERSIONS: ReadonlyMap<string, BundleVersion> = new Map<string, BundleVersion>([
  ["application/vnd.dev.sigstore.bundle+json;version=0.1", "0.1"],
  ["application/vnd.dev.sigstore.bundle+json;version=0.2", "0.2"],
  ["application/vnd.dev.sigstore.bundle+json;version=0.3", "0.3"],
  ["application/vnd.dev.sigstore.bundle.v0.3+json", "0.3"],
]);

const ALGORITHMS: ReadonlyMap<string, DigestAlgorithm> = new Map<string, DigestAlgorithm>([
  ["SHA2_256", "sha256"],
  ["SHA2_384", "sha384"],
  ["SHA2_512", "sha512"],
]);

/** A bundle has one entry and one timestamp; each costs a signature check. */
const MAX_ENTRIES = 16;
const MAX_TIMESTAMPS = 16;
const MAX_CHAIN = 8;

/**
 * Reads a Sigstore bundle of version 0.1, 0.2 or 0.3. Checks shape and encoding only: **no signature is verified**.
 * Refuses unknown fields and base64 that is not canonical; takes `null` for an absent field, as protocol buffers do.
 *
 * @param bytes UTF-8 JSON of at most `MAX_SIGSTORE_BUNDLE_BYTES`.
 * @param what names the file in a refusal.
 * @throws Refusal `BUNDLE_VERSION_UNSUPPORTED` — a media type that is not on the list.
 * @throws Refusal `BUNDLE_MALFORMED` — a field is missing, unknown, of another type or out of range.
 * @throws Refusal `DIGEST_MALFORMED` — a stated digest of another length than its algorithm has.
 * @throws Refusal `JSON_MALFORMED`, `UTF8_MALFORMED`, `INPUT_TOO_LARGE` — see `parseJson`.
 * @see https://github.com/sigstore/protobuf-specs/blob/v0.5.1/protos/sigstore_bundle.proto
 */
export function parseBundle(bytes: Uint8Array, what: string): Bundle {
  const json = parseJson(bytes, { what, maxBytes: MAX_SIGSTORE_BUNDLE_BYTES });
  return readBundle(json, what);
}

/**
 * Reads a bundle that is part of another document, such as an attestation set.
 *
 * @throws Refusal see `parseBundle`.
 */
export function readBundle(json: JsonValue, what: string): Bundle {
  const fail = bundleFailure(what);
  const version = readVersion(asObject(json, "", fail), what, fail);
  const root = asExactObject(json, "", ["mediaType", "verificationMaterial"], fail, [
    "messageSignature",
    "dsseEnvelope",
  ]);
  const at = "verificationMaterial";
  const material = asExactObject(root.verificationMaterial, at, [], fail, [
    "certificate",
    "x509CertificateChain",
    "publicKey",
    "tlogEntries",
    "timestampVerificationData",
  ]);
  const entries = asArray(material.tlogEntries ?? [], `${at}.tlogEntries`, 0, MAX_ENTRIES, fail);
  return {
    version,
    signer: readSigner(material, at, fail),
    content: readContent(root, fail),
    entries: entries.map((entry, index) => readEntry(entry, `${at}.tlogEntries[${index}]`, fail)),
    timestamps: readTimestamps(material.timestampVerificationData, at, fail),
  };
}

/** Makes the refusal of a bundle's shape, with the name of the file in it. */
export function bundleFailure(what: string): ShapeFailure {
  return (at, expected, found) => {
    const place = at === "" ? "" : ` at ${at}`;
    throw new Refusal("BUNDLE_MALFORMED", `${what}: expected ${expected}${place}, found ${found}`, {
      at,
    });
  };
}

function readVersion(root: JsonObject, what: string, fail: ShapeFailure): BundleVersion {
  const mediaType = asString(root.mediaType, "mediaType", fail);
  const version = VERSIONS.get(mediaType);
  if (version !== undefined) return version;
  throw new Refusal(
    "BUNDLE_VERSION_UNSUPPORTED",
    `${what}: expected a bundle of version 0.1, 0.2 or 0.3, found ${quote(mediaType)}`,
    { found: mediaType.slice(0, 256) },
    { hint: "check whether a later lockseal reads it" },
  );
}

function readSigner(material: JsonObject, at: string, fail: ShapeFailure): BundledSigner {
  const given = ["certificate", "x509CertificateChain", "publicKey"].filter(
    (name) => (material[name] ?? null) !== null,
  );
  if (given.length !== 1) {
    fail(at, "one of certificate, x509CertificateChain, publicKey", given.join(" and ") || "none");
  }
  if (given[0] === "publicKey") {
    const { hint } = asExactObject(material.publicKey, `${at}.publicKey`, [], fail, ["hint"]);
    return { kind: "key", hint: asString(hint ?? "", `${at}.publicKey.hint`, fail) };
  }
  if (given[0] === "certificate") {
    return {
      kind: "certificate",
      chain: [readRaw(material.certificate, `${at}.certificate`, fail)],
    };
  }
  const chainAt = `${at}.x509CertificateChain`;
  const { certificates } = asExactObject(material.x509CertificateChain, chainAt, [], fail, [
    "certificates",
  ]);
  const listAt = `${chainAt}.certificates`;
  const [leaf, ...rest] = asArray(certificates ?? [], listAt, 1, MAX_CHAIN, fail).map(
    (one, index) => readRaw(one, `${listAt}[${index}]`, fail),
  );
  if (leaf === undefined) return fail(listAt, "a certificate", "none");
  return { kind: "certificate", chain: [leaf, ...rest] };
}

function readContent(root: JsonObject, fail: ShapeFailure): BundledContent {
  const [message, envelope] = [root.messageSignature ?? null, root.dsseEnvelope ?? null];
  if ((message === null) === (envelope === null)) {
    fail("", "one of messageSignature and dsseEnvelope", message === null ? "neither" : "both");
  }
  return message === null ? readEnvelope(envelope, fail) : readMessage(message, fail);
}

function readMessage(value: JsonValue, fail: ShapeFailure): BundledContent {
  const at = "messageSignature";
  const fields = asExactObject(value, at, ["messageDigest", "signature"], fail);
  const digestAt = `${at}.messageDigest`;
  const stated = asExactObject(fields.messageDigest, digestAt, ["algorithm", "digest"], fail);
  const name = asString(stated.algorithm, `${digestAt}.algorithm`, fail);
  const algorithm = ALGORITHMS.get(name);
  if (algorithm === undefined)
    return fail(`${digestAt}.algorithm`, [...ALGORITHMS.keys()].join(" or "), quote(name));
  return {
    kind: "message",
    digest: digestOfBytes(algorithm, bytesAt(stated.digest, `${digestAt}.digest`, fail)),
    signature: bytesAt(fields.signature, `${at}.signature`, fail),
  };
}

function readEnvelope(value: JsonValue, fail: ShapeFailure): BundledContent {
  const at = "dsseEnvelope";
  const fields = asExactObject(value, at, ["payload", "payloadType", "signatures"], fail);
  // protobuf-specs: a bundle's envelope has exactly one signature.
  const [one] = asArray(fields.signatures, `${at}.signatures`, 1, 1, fail);
  const { sig } = asExactObject(one, `${at}.signatures[0]`, ["sig"], fail, ["keyid"]);
  const signature = bytesAt(sig, `${at}.signatures[0].sig`, fail);
  return {
    kind: "dsse",
    signature,
    envelope: {
      payloadType: asString(fields.payloadType, `${at}.payloadType`, fail),
      payload: bytesAt(fields.payload, `${at}.payload`, fail),
      signatures: [{ sig: signature }],
    },
  };
}

function readTimestamps(
  value: JsonValue | undefined,
  above: string,
  fail: ShapeFailure,
): readonly Uint8Array[] {
  const at = `${above}.timestampVerificationData`;
  const data = asExactObject(value ?? {}, at, [], fail, ["rfc3161Timestamps"]);
  const listAt = `${at}.rfc3161Timestamps`;
  return asArray(data.rfc3161Timestamps ?? [], listAt, 0, MAX_TIMESTAMPS, fail).map(
    (one, index) => {
      const oneAt = `${listAt}[${index}]`;
      const { signedTimestamp } = asExactObject(one, oneAt, ["signedTimestamp"], fail);
      return bytesAt(signedTimestamp, `${oneAt}.signedTimestamp`, fail);
    },
  );
}

function readRaw(value: JsonValue | undefined, at: string, fail: ShapeFailure): Uint8Array {
  const { rawBytes } = asExactObject(value, at, ["rawBytes"], fail);
  return bytesAt(rawBytes, `${at}.rawBytes`, fail);
}
