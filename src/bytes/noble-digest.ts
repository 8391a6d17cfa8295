import { blake2b } from "@noble/hashes/blake2.js";
import { blake3 } from "@noble/hashes/blake3.js";

/** The hash functions that the runtime has not, or not in every length. */
export type NobleAlgorithm = "blake3" | "blake2b";

/** Takes bytes piece by piece and gives their digest at the end. */
export interface NobleDigest {
  update(chunk: Uint8Array): void;
  /** Lower-case hex. Ends the computation; afterwards neither method may be called. */
  final(): string;
}

/** BLAKE2b ends at 64 bytes by definition; what asks BLAKE3 for more wants a key stream, not a digest. */
export const LONGEST_DIGEST_BYTES = 64;

/**
 * Begins to compute a BLAKE3 or an unkeyed BLAKE2b digest of any length.
 * Import this module when such a digest is asked for and not before: loading it costs start-up time.
 *
 * @param lengthBytes of the digest, 1 to `LONGEST_DIGEST_BYTES`.
 * @throws RangeError when the length is outside.
 * @see https://www.rfc-editor.org/rfc/rfc7693
 */
export function createNobleDigest(algorithm: NobleAlgorithm, lengthBytes: number): NobleDigest {
  if (!(Number.isInteger(lengthBytes) && lengthBytes >= 1 && lengthBytes <= LONGEST_DIGEST_BYTES)) {
    throw new RangeError(
      `lengthBytes: expected 1 to ${LONGEST_DIGEST_BYTES}, found ${lengthBytes}`,
    );
  }
  const create = algorithm === "blake3" ? blake3.create : blake2b.create;
  const running = create({ dkLen: lengthBytes });
  return {
    update(chunk) {
      running.update(chunk);
    },
    final() {
      return Buffer.from(running.digest()).toString("hex");
    },
  };
}
