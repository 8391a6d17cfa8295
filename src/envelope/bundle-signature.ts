import { type Digest, type DigestAlgorithm, digest } from "../bytes/digest.ts";
import { Refusal } from "../errors.ts";
import type { PrivateKey } from "../key/private-key.ts";
import type { PublicKey } from "../key/public-key.ts";
import { HASH_OF_KEY, signMessage, verifyMessage } from "../key/signature.ts";
import type { DsseBundle, MessageBundle } from "./bundle.ts";
import {
  refusePreAuthEncoding,
  signEnvelope,
  type VerifiedPayload,
  verifyEnvelope,
} from "./dsse.ts";

/** Bytes that a key signed as they are, with their digest. */
export interface VerifiedMessage {
  readonly digest: Digest;
  readonly signer: PublicKey;
}

/** Signs a payload of an in-toto type with one key. Does not look at the payload. */
export function signDsseBundle(
  payloadType: string,
  payload: Uint8Array,
  key: PrivateKey,
): DsseBundle {
  return {
    kind: "dsse",
    hint: key.publicKey.hint,
    envelope: signEnvelope(payloadType, payload, [key]),
  };
}

/** Signs bytes as they are, such as an artifact. @throws Refusal `SIGNATURE_AMBIGUOUS` — see `refusePreAuthEncoding`. */
export function signMessageBundle(message: Uint8Array, key: PrivateKey): MessageBundle {
  refusePreAuthEncoding(message, "message");
  return {
    kind: "message",
    hint: key.publicKey.hint,
    digest: digest(digestFor(key.publicKey), message),
    signature: signMessage(key, message),
  };
}

/**
 * Verifies that the key which a bundle names is among the given ones and signed its payload.
 * Says nothing about the payload, about when it was signed, or about whose the key is.
 *
 * @throws Refusal `SIGNATURE_KEY_UNKNOWN` — the bundle names another key.
 * @throws Refusal `SIGNATURE_INVALID`, `DSSE_PAYLOAD_TYPE`, `DSSE_MALFORMED` — see `verifyEnvelope`; ECDSA in DER only.
 */
export function verifyDsseBundle(bundle: DsseBundle, keys: readonly PublicKey[]): VerifiedPayload {
  return verifyEnvelope(bundle.envelope, [namedKey(bundle.hint, keys)], "der");
}

/**
 * Verifies that the key which a bundle names is among the given ones and signed exactly these bytes.
 *
 * @throws Refusal `SIGNATURE_KEY_UNKNOWN` — the bundle names another key.
 * @throws Refusal `BUNDLE_DIGEST_MISMATCH` — the bundle states another digest, or one of another algorithm than the key's.
 * @throws Refusal `SIGNATURE_AMBIGUOUS` — see `refusePreAuthEncoding`.
 * @throws Refusal `SIGNATURE_INVALID` — see `verifyMessage`; ECDSA in DER only.
 */
export function verifyMessageBundle(
  bundle: MessageBundle,
  keys: readonly PublicKey[],
  message: Uint8Array,
): VerifiedMessage {
  const signer = namedKey(bundle.hint, keys);
  const actual = digest(digestFor(signer), message);
  // No signature covers this field: a wrong one would verify, and mislead whoever reads the file.
  if (bundle.digest.algorithm !== actual.algorithm || bundle.digest.hex !== actual.hex) {
    const expected = `${actual.algorithm}:${actual.hex}`;
    const found = `${bundle.digest.algorithm}:${bundle.digest.hex}`;
    throw new Refusal(
      "BUNDLE_DIGEST_MISMATCH",
      `bundle: expected the digest of the bytes, ${expected}, found ${found}`,
      { expected, found },
    );
  }
  refusePreAuthEncoding(message, "message");
  verifyMessage(signer, message, bundle.signature, "der");
  return { digest: actual, signer };
}

function namedKey(hint: string, keys: readonly PublicKey[]): PublicKey {
  const key = keys.find((one) => one.hint === hint);
  if (key !== undefined) return key;
  const given = keys.map((one) => one.fingerprint);
  const found = Buffer.from(hint, "base64").toString("hex");
  throw new Refusal(
    "SIGNATURE_KEY_UNKNOWN",
    `bundle: expected a signature by ${given.join(" or ") || "a given key"}, found one by key ${found}`,
    { hint, keys: given },
  );
}

/** Pure Ed25519 takes no digest; the bundle states one all the same. */
function digestFor(key: PublicKey): DigestAlgorithm {
  return HASH_OF_KEY[key.type] ?? "sha256";
}
