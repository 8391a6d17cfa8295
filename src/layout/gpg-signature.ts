import { createHash, verify } from "node:crypto";
import type { PublicKey } from "../key/public-key.ts";
import { isInPeriod } from "./gpg-period.ts";

/** RFC 4880 §9.4; SHA-1 and MD5 are not among them. */
const HASHES: ReadonlyMap<number, string> = new Map([
  [8, "sha256"],
  [9, "sha384"],
  [10, "sha512"],
]);
const RSA_ALGORITHMS: readonly number[] = [1, 3];
const EDDSA_ALGORITHM = 22;
/** A signature over bytes; one over text would hold for other line ends, too. */
const BINARY = 0;

/**
 * Tells whether a key made an OpenPGP signature, taken apart as in-toto does: its numbers, and in `headers` what of the
 * packet is signed, from the version on; and that it has not ended. Whether the key has is not looked at.
 *
 * @see https://www.rfc-editor.org/rfc/rfc4880#section-5.2.4
 */
export function verifyGpg(
  key: PublicKey,
  message: Uint8Array,
  signature: Uint8Array,
  headers: Uint8Array | undefined,
  now: Date,
): boolean {
  if (headers === undefined || headers.length < 6) return false;
  const [version, type, algorithm = -1, hashNumber = -1, high = 0, low = 0] = headers;
  const hash = HASHES.get(hashNumber);
  if (version !== 4 || type !== BINARY || hash === undefined) return false;
  // The hashed part ends where it says, or its length could be another one's.
  if (headers.length !== 6 + high * 256 + low) return false;
  if (!isInPeriod(headers.subarray(6), now)) return false;
  const trailer = Buffer.from([4, 0xff, 0, 0, 0, 0]);
  trailer.writeUInt32BE(headers.length, 2);
  const signed = Buffer.concat([message, headers, trailer]);
  if (key.type === "rsa") {
    if (!RSA_ALGORITHMS.includes(algorithm)) return false;
    // OpenPGP leaves out zeros at the beginning of a number.
    const size = (key.key.asymmetricKeyDetails?.modulusLength ?? 0) / 8;
    const padded = Buffer.concat([Buffer.alloc(Math.max(0, size - signature.length)), signature]);
    return verify(hash, signed, key.key, padded);
  }
  if (key.type !== "ed25519" || algorithm !== EDDSA_ALGORITHM) return false;
  return verify(null, createHash(hash).update(signed).digest(), key.key, signature);
}
