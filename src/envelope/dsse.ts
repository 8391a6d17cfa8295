import { decodeEitherBase64, encodeBase64 } from "../bytes/base64.ts";
import { type JsonValue, parseJson } from "../bytes/json.ts";
import { asArray, asObject, asString, type ShapeFailure } from "../bytes/json-shape.ts";
import { quote } from "../bytes/quote.ts";
import { Refusal } from "../errors.ts";
import type { PrivateKey } from "../key/private-key.ts";
import type { PublicKey } from "../key/public-key.ts";
import { type SignatureEncoding, signMessage, verifyMessage } from "../key/signature.ts";

/** A payload and what claims to be signatures over it. Nothing in it is verified. */
export interface Envelope {
  readonly payloadType: string;
  readonly payload: Uint8Array;
  readonly signatures: readonly EnvelopeSignature[];
}

interface EnvelopeSignature {
  /** A claim about the key that decides nothing; absent in what we write. */
  readonly keyid?: string;
  readonly sig: Uint8Array;
}

/** A payload that at least one of the given keys signed, and which of them did. */
export interface VerifiedPayload {
  readonly payloadType: string;
  readonly payload: Uint8Array;
  /** Each key once, however many signatures it made, in the order in which the keys were given. */
  readonly signers: readonly PublicKey[];
}

/** The largest SBOM statements in the wild have a few megabytes. */
export const MAX_PAYLOAD_BYTES: number = 16 * 1024 * 1024;
/** The largest payload in base64, and a quarter of a megabyte for signatures with what foreign writers put beside them. */
export const MAX_ENVELOPE_BYTES: number = Math.ceil(MAX_PAYLOAD_BYTES / 3) * 4 + 256 * 1024;
/** More signers than any team has; each signature is tried against each key, so the product bounds the work. */
export const MAX_SIGNATURES = 32;
export const MAX_KEYS = 32;

/** What statements travel as. Signers may name the predicate in it, which decides nothing. */
export const IN_TOTO_PAYLOAD_TYPE = "application/vnd.in-toto+json";
const IN_TOTO_TYPES = /^application\/vnd\.in-toto(?:\.[a-z0-9][a-z0-9._-]*)?\+json$/;

/**
 * Reads a DSSE envelope of any writer. Checks shape and encoding only: **no signature is verified**.
 * Takes both alphabets of base64 and ignores unknown fields, as DSSE demands of every reader.
 *
 * @param bytes UTF-8 JSON of at most `MAX_ENVELOPE_BYTES`.
 * @param what names the document in a refusal.
 * @throws Refusal `DSSE_MALFORMED` — a field is missing or of another type, no signature or more than `MAX_SIGNATURES`.
 * @throws Refusal `INPUT_TOO_LARGE` — the envelope, or its payload beyond `MAX_PAYLOAD_BYTES`, before it is decoded.
 * @throws Refusal `BASE64_MALFORMED`, `JSON_MALFORMED`, `UTF8_MALFORMED` — see `decodeEitherBase64`, `parseJson`.
 * @see https://github.com/secure-systems-lab/dsse/blob/v1.0.2/envelope.md
 */
export function parseEnvelope(bytes: Uint8Array, what: string): Envelope {
  return readEnvelope(parseJson(bytes, { what, maxBytes: MAX_ENVELOPE_BYTES }), what);
}

/**
 * Reads an envelope that was parsed as JSON already.
 *
 * @throws Refusal see `parseEnvelope`.
 */
export function readEnvelope(json: JsonValue, what: string): Envelope {
  const fail: ShapeFailure = (at, expected, found) => {
    const place = at === "" ? "" : ` at ${at}`;
    throw new Refusal("DSSE_MALFORMED", `${what}: expected ${expected}${place}, found ${found}`, {
      at,
    });
  };
  const root = asObject(json, "", fail);
  const payload = asString(root.payload, "payload", fail);
  checkPayloadSize(payload, what);
  const signatures = asArray(root.signatures, "signatures", 1, MAX_SIGNATURES, fail);
  return {
    payloadType: asString(root.payloadType, "payloadType", fail),
    payload: decodeEitherBase64(payload),
    signatures: signatures.map((signature, index) => {
      const at = `signatures[${index}]`;
      const { keyid, sig } = asObject(signature, at, fail);
      const decoded = decodeEitherBase64(asString(sig, `${at}.sig`, fail));
      // Null and "" mean the same as a missing keyid; a keyid decides nothing in any case.
      if (keyid === undefined || keyid === null || keyid === "") return { sig: decoded };
      return { keyid: asString(keyid, `${at}.keyid`, fail), sig: decoded };
    }),
  };
}

/** Writes an envelope as compact JSON in standard base64, with LF at the end. */
export function formatEnvelope(envelope: Envelope): Uint8Array {
  const { payload, payloadType, signatures } = envelope;
  const json = JSON.stringify({
    payload: encodeBase64(payload),
    payloadType,
    signatures: signatures.map(({ keyid, sig }) => ({ keyid, sig: encodeBase64(sig) })),
  });
  return Buffer.from(`${json}\n`);
}

/**
 * Joins type and payload into the bytes that are signed, so that no payload can be taken for one of another type.
 *
 * @see https://github.com/secure-systems-lab/dsse/blob/v1.0.2/protocol.md#signature-definition
 */
export function preAuthEncoding(payloadType: string, payload: Uint8Array): Uint8Array {
  const type = Buffer.from(payloadType);
  // LEN() counts bytes: other writers counted characters, and disagree once a type is not ASCII.
  return Buffer.concat([
    Buffer.from(`DSSEv1 ${type.length} `),
    type,
    Buffer.from(` ${payload.length} `),
    payload,
  ]);
}

const PRE_AUTH = Buffer.from("DSSEv1 ");

/**
 * Refuses bytes that are to be signed, or were signed, as they are, and begin as `preAuthEncoding` does: the same
 * signature would hold for the envelope that they spell out, so that whoever gets a file signed gets a statement signed.
 *
 * @param start the bytes, or as many of them as are at hand.
 * @throws Refusal `SIGNATURE_AMBIGUOUS`
 */
export function refusePreAuthEncoding(start: Uint8Array, what: string): void {
  if (!PRE_AUTH.equals(start.subarray(0, PRE_AUTH.length))) return;
  throw new Refusal(
    "SIGNATURE_AMBIGUOUS",
    `${what}: expected bytes that are no envelope, found some that begin with ${quote(PRE_AUTH.toString())}, whose signature is one of a statement too`,
    { what },
    { hint: "pack the file, or sign and verify a statement about it instead of its bytes" },
  );
}

/**
 * Signs a payload with each of the keys, in their order. Does not look at the payload.
 *
 * @throws RangeError when there is no key, or more than `MAX_SIGNATURES`.
 */
export function signEnvelope(
  payloadType: string,
  payload: Uint8Array,
  keys: readonly PrivateKey[],
): Envelope {
  checkCount("keys", keys.length, MAX_SIGNATURES);
  const message = preAuthEncoding(payloadType, payload);
  return {
    payloadType,
    payload,
    signatures: keys.map((key) => ({ sig: signMessage(key, message) })),
  };
}

/**
 * Verifies which of the keys signed the payload of an envelope, of an in-toto type. Tries every signature with every
 * key, whatever the keyids say: a bogus signature with the right keyid hides no good one.
 * Does not read the payload, nor count people: whose the keys are and how many suffice is decided elsewhere.
 *
 * @throws Refusal `DSSE_PAYLOAD_TYPE` — a type other than in-toto's, also in another case or with parameters.
 * @throws Refusal `SIGNATURE_INVALID` — none of the keys made any of the signatures.
 * @throws Refusal `DSSE_MALFORMED` — no signature or more than `MAX_SIGNATURES`: not from `parseEnvelope`.
 * @throws RangeError when there is no key, or more than `MAX_KEYS`.
 */
export function verifyEnvelope(
  envelope: Envelope,
  keys: readonly PublicKey[],
  encoding: SignatureEncoding,
): VerifiedPayload {
  const { payloadType, payload, signatures } = envelope;
  checkCount("keys", keys.length, MAX_KEYS);
  if (signatures.length === 0 || signatures.length > MAX_SIGNATURES) {
    throw new Refusal(
      "DSSE_MALFORMED",
      `envelope: expected 1 to ${MAX_SIGNATURES} signatures, found ${signatures.length}`,
      { at: "signatures" },
    );
  }
  if (!IN_TOTO_TYPES.test(payloadType)) {
    throw new Refusal(
      "DSSE_PAYLOAD_TYPE",
      `envelope: expected the payload type ${IN_TOTO_PAYLOAD_TYPE}, found ${quote(payloadType)}`,
      { found: payloadType.slice(0, 256) },
    );
  }
  const message = preAuthEncoding(payloadType, payload);
  const distinct = new Map(keys.map((key) => [key.fingerprint, key]));
  const signers = [...distinct.values()].filter((key) =>
    signatures.some(({ sig }) => isSignedBy(key, message, sig, encoding)),
  );
  if (signers.length > 0) return { payloadType, payload, signers };
  const tried = [...distinct.keys()];
  throw new Refusal(
    "SIGNATURE_INVALID",
    `envelope: expected a signature by ${tried.join(" or ")}, found ${signatures.length} by other keys or over other bytes`,
    { keys: tried },
  );
}

function isSignedBy(
  key: PublicKey,
  message: Uint8Array,
  signature: Uint8Array,
  encoding: SignatureEncoding,
): boolean {
  try {
    verifyMessage(key, message, signature, encoding);
    return true;
  } catch (error) {
    if (error instanceof Refusal && error.code === "SIGNATURE_INVALID") return false;
    throw error;
  }
}

function checkPayloadSize(base64: string, what: string): void {
  const bytes =
    Math.ceil((base64.length * 3) / 4) - (/=*$/.exec(base64.slice(-2))?.[0].length ?? 0);
  if (bytes <= MAX_PAYLOAD_BYTES) return;
  throw new Refusal(
    "INPUT_TOO_LARGE",
    `${what}: expected a payload of at most ${MAX_PAYLOAD_BYTES} bytes, found ${bytes}`,
    { bytes, limit: MAX_PAYLOAD_BYTES },
  );
}

function checkCount(what: string, found: number, most: number): void {
  if (found < 1 || found > most)
    throw new RangeError(`${what}: expected 1 to ${most}, found ${found}`);
}
