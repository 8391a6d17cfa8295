import { decodeBase64, encodeBase64 } from "../bytes/base64.ts";
import { type Digest, digest, isDigestAlgorithm } from "../bytes/digest.ts";
import { type JsonObject, type JsonValue, parseJson } from "../bytes/json.ts";
import { asArray, asObject, asString, type ShapeFailure } from "../bytes/json-shape.ts";
import { quote } from "../bytes/quote.ts";
import { preAuthEncoding } from "../envelope/dsse.ts";
import { Refusal } from "../errors.ts";
import { formatPem } from "../key/pem.ts";
import type { BundledContent } from "./bundle.ts";
import { MAX_SIGSTORE_BUNDLE_BYTES } from "./bundle-limit.ts";
import type { BundledEntry } from "./bundled-entry.ts";

/** What an entry has to be about. */
export interface EntrySubject {
  readonly content: BundledContent;
  /** The signer's certificate, or its key as SPKI, in DER. */
  readonly signer: Uint8Array;
}

/** What an entry says was signed, by whom. */
interface Logged {
  /** Undefined where only the digest of the whole envelope is kept. */
  readonly signature: Uint8Array | undefined;
  readonly signer: Uint8Array;
  readonly digest: { readonly algorithm: string; readonly hex: string };
  /** Of bytes that were signed as they are, of whatever bytes the signature is over, of an envelope's payload, or of its text. */
  readonly digestOf: "message" | "signed bytes" | "payload" | "envelope";
}

type Reader = (spec: JsonObject, fail: ShapeFailure) => Logged;

const READERS: ReadonlyMap<string, Reader> = new Map<string, Reader>([
  ["hashedrekord 0.0.1", readHashedRekord],
  ["hashedrekord 0.0.2", readHashedRekord2],
  ["dsse 0.0.1", readDsse],
  ["dsse 0.0.2", readDsse2],
  ["intoto 0.0.1", readIntoto1],
  ["intoto 0.0.2", readIntoto],
]);

const ALGORITHMS_2: Readonly<Record<string, string>> = {
  SHA2_256: "sha256",
  SHA2_384: "sha384",
  SHA2_512: "sha512",
};

/**
 * Checks that a log entry is about the signature of a bundle: the same signature, by the same certificate or key,
 * over the same bytes. Does not check that any log holds the entry.
 *
 * @throws Refusal `TLOG_ENTRY_UNSUPPORTED` — a kind or version that is none of hashedrekord, dsse and intoto 0.0.1 and 0.0.2.
 * @throws Refusal `TLOG_ENTRY_MALFORMED` — not what its kind says, or another kind than the bundle says.
 * @throws Refusal `TLOG_ENTRY_MISMATCH` — the entry of another signature; `field` says what differs.
 * @see https://github.com/sigstore/rekor/tree/main/pkg/types
 * @see https://github.com/sigstore/rekor-tiles/blob/main/api/proto/rekor/v2/entry.proto
 */
export function checkEntryBody(entry: BundledEntry, subject: EntrySubject): void {
  const logged = readBody(entry);
  const { content, signer } = subject;
  const mismatch = (field: string, expected: string, found: string): void => {
    if (expected === found) return;
    throw new Refusal(
      "TLOG_ENTRY_MISMATCH",
      `log entry ${entry.logIndex}: expected the ${field} of this bundle, ${quote(expected)}, found ${quote(found)}`,
      { field },
    );
  };
  const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString("base64");
  if (logged.signature !== undefined && Buffer.compare(logged.signature, content.signature) !== 0)
    mismatch("signature", base64(content.signature), base64(logged.signature));
  if (Buffer.compare(logged.signer, signer) !== 0)
    mismatch("signer", digest("sha256", signer).hex, digest("sha256", logged.signer).hex);
  const expected = digestOf(logged, content, signer);
  mismatch(
    `digest of the ${logged.digestOf}`,
    expected === undefined ? "none" : `${expected.algorithm}:${expected.hex}`,
    `${logged.digest.algorithm}:${logged.digest.hex}`,
  );
}

/**
 * Gives the signer that an entry names: a certificate, or a key as SPKI, in DER. Nobody has verified it.
 *
 * @throws Refusal `TLOG_ENTRY_UNSUPPORTED`, `TLOG_ENTRY_MALFORMED` — see `checkEntryBody`.
 */
export function signerOfEntry(entry: BundledEntry): Uint8Array {
  return readBody(entry).signer;
}

function digestOf(logged: Logged, content: BundledContent, signer: Uint8Array): Digest | undefined {
  if (content.kind === "message") {
    const isOfEnvelope = logged.digestOf === "payload" || logged.digestOf === "envelope";
    return isOfEnvelope ? undefined : content.digest;
  }
  const { algorithm } = logged.digest;
  if (logged.digestOf === "message" || !isDigestAlgorithm(algorithm)) return undefined;
  if (logged.digestOf === "envelope") {
    const digests = spellings(content, signer).map((text) => digest(algorithm, Buffer.from(text)));
    return digests.find(({ hex }) => hex === logged.digest.hex) ?? digests[0];
  }
  const { payload, payloadType } = content.envelope;
  const bytes = logged.digestOf === "payload" ? payload : preAuthEncoding(payloadType, payload);
  return digest(algorithm, bytes);
}

/**
 * Spells an envelope as the writers did whose entries keep the digest of its text alone: with the certificate beside the
 * signature, as generators of provenance have it, or without. Each is a text with this very signature.
 */
function spellings(
  { envelope, signature }: Extract<BundledContent, { kind: "dsse" }>,
  signer: Uint8Array,
): readonly string[] {
  const { payloadType } = envelope;
  const payload = encodeBase64(envelope.payload);
  const sig = encodeBase64(signature);
  const cert = Buffer.from(formatPem("CERTIFICATE", signer)).toString();
  return [
    { payloadType, payload, signatures: [{ keyid: "", sig, cert }] },
    { payloadType, payload, signatures: [{ keyid: "", sig }] },
    { payloadType, payload, signatures: [{ sig }] },
    { payload, payloadType, signatures: [{ sig }] },
    { payload, payloadType, signatures: [{ keyid: "", sig }] },
  ].map((one) => JSON.stringify(one));
}

function readBody(entry: BundledEntry): Logged {
  const what = `log entry ${entry.logIndex}`;
  const fail: ShapeFailure = (at, expected, found) => {
    const place = at === "" ? "" : ` at ${at}`;
    throw new Refusal(
      "TLOG_ENTRY_MALFORMED",
      `${what}: expected ${expected}${place}, found ${found}`,
      { at },
    );
  };
  const sort = `${entry.kind} ${entry.version}`;
  const read = READERS.get(sort);
  if (read === undefined) {
    throw new Refusal(
      "TLOG_ENTRY_UNSUPPORTED",
      `${what}: expected ${[...READERS.keys()].join(" or ")}, found ${quote(sort)}`,
      { found: sort.slice(0, 256) },
    );
  }
  try {
    const json = parseJson(entry.body, { what, maxBytes: MAX_SIGSTORE_BUNDLE_BYTES });
    const body = asObject(json, "", fail);
    const found = `${asString(body.kind, "kind", fail)} ${asString(body.apiVersion, "apiVersion", fail)}`;
    // The sort beside the entry is not signed; the one in it is.
    if (found !== sort) fail("kind", quote(sort), quote(found));
    return read(asObject(body.spec, "spec", fail), fail);
  } catch (error) {
    if (!(error instanceof Refusal) || !/^(?:JSON|UTF8|BASE64)_/.test(error.code)) throw error;
    return fail("", "JSON and base64 in their one spelling", error.message);
  }
}

function readHashedRekord(spec: JsonObject, fail: ShapeFailure): Logged {
  const data = asObject(spec.data, "spec.data", fail);
  const signature = asObject(spec.signature, "spec.signature", fail);
  const publicKey = asObject(signature.publicKey, "spec.signature.publicKey", fail);
  return {
    signature: bytesAt(signature.content, "spec.signature.content", fail),
    signer: pemAt(publicKey.content, "spec.signature.publicKey.content", fail),
    digest: hexDigestAt(data.hash, "spec.data.hash", fail),
    // The first version of Rekor has kinds for envelopes. Nobody logs an envelope as this one, and to take it would
    // make a statement of each signature over a file that was written to look like one.
    digestOf: "message",
  };
}

function readHashedRekord2(spec: JsonObject, fail: ShapeFailure): Logged {
  const at = "spec.hashedRekordV002";
  const record = asObject(spec.hashedRekordV002, at, fail);
  return {
    ...readSignature2(record.signature, `${at}.signature`, fail),
    digest: base64DigestAt(record.data, `${at}.data`, fail),
    // The second version logs envelopes as well under this kind, by the bytes that their signature is over.
    digestOf: "signed bytes",
  };
}

function readDsse(spec: JsonObject, fail: ShapeFailure): Logged {
  const [one] = asArray(spec.signatures, "spec.signatures", 1, 1, fail);
  const at = "spec.signatures[0]";
  const { signature, verifier } = asObject(one, at, fail);
  return {
    signature: bytesAt(signature, `${at}.signature`, fail),
    signer: pemAt(verifier, `${at}.verifier`, fail),
    digest: hexDigestAt(spec.payloadHash, "spec.payloadHash", fail),
    digestOf: "payload",
  };
}

function readDsse2(spec: JsonObject, fail: ShapeFailure): Logged {
  const at = "spec.dsseV002";
  const record = asObject(spec.dsseV002, at, fail);
  const [one] = asArray(record.signatures, `${at}.signatures`, 1, 1, fail);
  return {
    ...readSignature2(one, `${at}.signatures[0]`, fail),
    digest: base64DigestAt(record.payloadHash, `${at}.payloadHash`, fail),
    digestOf: "payload",
  };
}

function readIntoto1(spec: JsonObject, fail: ShapeFailure): Logged {
  const { hash } = asObject(spec.content, "spec.content", fail);
  return {
    signature: undefined,
    signer: pemAt(spec.publicKey, "spec.publicKey", fail),
    digest: hexDigestAt(hash, "spec.content.hash", fail),
    digestOf: "envelope",
  };
}

function readIntoto(spec: JsonObject, fail: ShapeFailure): Logged {
  const content = asObject(spec.content, "spec.content", fail);
  const envelope = asObject(content.envelope, "spec.content.envelope", fail);
  const listAt = "spec.content.envelope.signatures";
  const [one] = asArray(envelope.signatures, listAt, 1, 1, fail);
  const { sig, publicKey } = asObject(one, `${listAt}[0]`, fail);
  const text = Buffer.from(bytesAt(sig, `${listAt}[0].sig`, fail)).toString("latin1");
  return {
    // This kind encodes the signature twice.
    signature: bytesAt(text, `${listAt}[0].sig`, fail),
    signer: pemAt(publicKey, `${listAt}[0].publicKey`, fail),
    digest: hexDigestAt(content.payloadHash, "spec.content.payloadHash", fail),
    digestOf: "payload",
  };
}

function readSignature2(
  value: JsonValue | undefined,
  at: string,
  fail: ShapeFailure,
): Pick<Logged, "signature" | "signer"> {
  const signature = asObject(value, at, fail);
  const verifier = asObject(signature.verifier, `${at}.verifier`, fail);
  const name = verifier.x509Certificate === undefined ? "publicKey" : "x509Certificate";
  const { rawBytes } = asObject(verifier[name], `${at}.verifier.${name}`, fail);
  return {
    signature: bytesAt(signature.content, `${at}.content`, fail),
    signer: bytesAt(rawBytes, `${at}.verifier.${name}.rawBytes`, fail),
  };
}

function hexDigestAt(
  value: JsonValue | undefined,
  at: string,
  fail: ShapeFailure,
): Logged["digest"] {
  const { algorithm, value: hex } = asObject(value, at, fail);
  return {
    algorithm: asString(algorithm, `${at}.algorithm`, fail),
    hex: asString(hex, `${at}.value`, fail),
  };
}

function base64DigestAt(
  value: JsonValue | undefined,
  at: string,
  fail: ShapeFailure,
): Logged["digest"] {
  const fields = asObject(value, at, fail);
  const name = asString(fields.algorithm, `${at}.algorithm`, fail);
  const bytes = bytesAt(fields.digest, `${at}.digest`, fail);
  return { algorithm: ALGORITHMS_2[name] ?? name, hex: Buffer.from(bytes).toString("hex") };
}

/** Reads a certificate or a public key in PEM, in base64. */
function pemAt(value: JsonValue | undefined, at: string, fail: ShapeFailure): Uint8Array {
  const text = Buffer.from(bytesAt(value, at, fail)).toString("latin1");
  const match =
    /^-----BEGIN (CERTIFICATE|PUBLIC KEY)-----\n([A-Za-z0-9+/=\n]+)\n-----END \1-----\n?/.exec(
      text,
    );
  if (match?.[2] === undefined)
    return fail(at, "a certificate or a public key in PEM", quote(text));
  return bytesAt(match[2].replaceAll("\n", ""), at, fail);
}

function bytesAt(value: JsonValue | undefined, at: string, fail: ShapeFailure): Uint8Array {
  return decodeBase64(asString(value, at, fail));
}
