import { sign, verify } from "node:crypto";
import type { DigestAlgorithm } from "../bytes/digest.ts";
import { Refusal } from "../errors.ts";
import type { PrivateKey } from "./private-key.ts";
import type { KeyType, PublicKey } from "./public-key.ts";

/** How ECDSA signatures may be spelt: DER as Sigstore writes them, or also raw r‖s as DSSE's own example has it. */
export type SignatureEncoding = "der" | "der-or-raw";

/** The largest there is: RSA of 16384 bits. */
export const MAX_SIGNATURE_BYTES = 2048;

/** The hash that goes with a key; Ed25519 hashes by itself. */
export const HASH_OF_KEY: Readonly<Record<KeyType, DigestAlgorithm | null>> = {
  "ecdsa-p256": "sha256",
  "ecdsa-p384": "sha384",
  "ecdsa-p521": "sha512",
  ed25519: null,
  rsa: "sha256",
};

/** The length of r‖s. */
const RAW_BYTES: Readonly<Record<KeyType, number | undefined>> = {
  "ecdsa-p256": 64,
  "ecdsa-p384": 96,
  "ecdsa-p521": 132,
  ed25519: undefined,
  rsa: undefined,
};

/**
 * Signs bytes: ECDSA in DER with the hash of the curve's size, pure Ed25519, RSA PKCS#1 v1.5 with SHA-256.
 * Does not say what the bytes are: whoever signs a payload signs its pre-authentication encoding.
 */
export function signMessage(privateKey: PrivateKey, message: Uint8Array): Uint8Array {
  return sign(HASH_OF_KEY[privateKey.publicKey.type], message, privateKey.key);
}

/** What `verifyMessage` found out. */
export interface VerifiedSignature {
  readonly signedBy: PublicKey;
}

/**
 * Verifies that a key signed exactly these bytes. Says nothing about whether the key is trusted, or when it signed.
 * An ECDSA signature (r, s) has a twin (r, −s) that anybody can compute and that verifies as well:
 * never take a signature's own bytes for a name. RSA is verified as PKCS#1 v1.5 with SHA-256, not as PSS.
 *
 * @throws Refusal `SIGNATURE_INVALID` — not by this key, not over these bytes, empty, too long or in a spelling not accepted.
 */
export function verifyMessage(
  key: PublicKey,
  message: Uint8Array,
  signature: Uint8Array,
  encoding: SignatureEncoding,
): VerifiedSignature {
  if (isSignature(key, message, signature, encoding)) return { signedBy: key };
  throw new Refusal(
    "SIGNATURE_INVALID",
    `signature: expected one by key ${key.fingerprint} over these bytes, found ${signature.length} bytes that are none`,
    { keys: [key.fingerprint] },
  );
}

function isSignature(
  key: PublicKey,
  message: Uint8Array,
  signature: Uint8Array,
  encoding: SignatureEncoding,
): boolean {
  if (signature.length === 0 || signature.length > MAX_SIGNATURE_BYTES) return false;
  const hash = HASH_OF_KEY[key.type];
  if (encoding === "der-or-raw" && signature.length === RAW_BYTES[key.type]) {
    // A DER signature with short integers can have this length, too: it is tried next.
    if (verify(hash, message, { key: key.key, dsaEncoding: "ieee-p1363" }, signature)) return true;
  }
  // DER is the default, and the key by itself is taken 10 µs faster than the same in an object.
  return verify(hash, message, key.key, signature);
}
