import { createHash } from "node:crypto";
import { Refusal } from "../errors.ts";

/** The hash functions that signature formats put between the bytes and the signature, by the runtime's names. */
export type ContentHash = "sha256" | "sha512" | "blake2b512";

/**
 * The bytes that a detached signature is about. Whatever is asked of it, and however often, is about the same bytes:
 * where they can change, whoever makes one of these has to see to that.
 */
export interface SignedContent {
  /** Gives at least the digests asked for. */
  digests(algorithms: readonly ContentHash[]): ReadonlyMap<ContentHash, Uint8Array>;
  /** Gives the bytes from the first on, piece by piece. A piece may be overwritten by the next. */
  chunks(): Iterable<Uint8Array>;
}

/** Pure Ed25519 reads its message twice and so has to hold it; a file of this size still fits beside a build. */
export const MAX_PURE_BYTES: number = 256 * 1024 * 1024;

/** Makes bytes in memory something that can be verified. */
export function contentOfBytes(bytes: Uint8Array): SignedContent {
  return {
    digests: (algorithms) => hashAll([bytes], algorithms),
    chunks: () => [bytes],
  };
}

/** Hashes pieces by several algorithms in one pass. */
export function hashAll(
  chunks: Iterable<Uint8Array>,
  algorithms: readonly ContentHash[],
): ReadonlyMap<ContentHash, Uint8Array> {
  const running = new Map(algorithms.map((algorithm) => [algorithm, createHash(algorithm)]));
  for (const chunk of chunks) for (const hash of running.values()) hash.update(chunk);
  return new Map([...running].map(([algorithm, hash]) => [algorithm, hash.digest()]));
}

/** Gives one digest of the content. */
export function digestOfContent(content: SignedContent, algorithm: ContentHash): Uint8Array {
  const digest = content.digests([algorithm]).get(algorithm);
  if (digest === undefined) throw new RangeError(`digests: expected ${algorithm}, found none`);
  return digest;
}

/**
 * Takes the whole content into memory, for the formats that sign it unhashed.
 * @param what names the content in a refusal.
 * @throws Refusal `INPUT_TOO_LARGE` — more than `maxBytes`, before more than that is held.
 */
export function holdContent(content: SignedContent, maxBytes: number, what: string): Uint8Array {
  // Counted first, so that the memory is taken once: pieces put together, or memory that grows, are held twice.
  let bytes = 0;
  for (const chunk of content.chunks()) {
    bytes += chunk.length;
    if (bytes > maxBytes) throw tooLarge(bytes, maxBytes, what);
  }
  const held = Buffer.allocUnsafe(bytes);
  let at = 0;
  for (const chunk of content.chunks()) {
    // What is longer now than it was is refused by its maker, at its end.
    held.set(chunk.subarray(0, bytes - at), at);
    at = Math.min(bytes, at + chunk.length);
  }
  return held.subarray(0, at);
}

function tooLarge(bytes: number, limit: number, what: string): Refusal {
  return new Refusal(
    "INPUT_TOO_LARGE",
    `${what}: expected at most ${limit} bytes for a signature over the bytes themselves, found more`,
    { bytes, limit },
    {
      hint: "ask the signer for a signature over a digest, as minisign makes it, or for a signed list of checksums",
    },
  );
}
