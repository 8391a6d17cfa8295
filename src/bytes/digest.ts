import { createHash, hash } from "node:crypto";
import { Refusal } from "../errors.ts";
import { quote } from "./quote.ts";

/** The algorithms that are strong enough to stand for a file, and the length of their digests in hex digits. */
export const HEX_LENGTHS = { sha256: 64, sha384: 96, sha512: 128 } as const;

export type DigestAlgorithm = keyof typeof HEX_LENGTHS;

/** A digest that was checked for length and alphabet: compare two of one algorithm by `===` on `hex`. */
export interface Digest {
  readonly algorithm: DigestAlgorithm;
  /** Lower case, as long as the algorithm says. */
  readonly hex: string;
}

/** Tells whether a name, spelt exactly as in a DigestSet, is that of an accepted algorithm. */
export function isDigestAlgorithm(name: string): name is DigestAlgorithm {
  return Object.hasOwn(HEX_LENGTHS, name);
}

/**
 * Makes a digest of its hex digits. Says nothing about what the digest is of.
 *
 * @throws Refusal `DIGEST_MALFORMED` — upper case, `0x`, another length or another character.
 */
export function parseDigest(algorithm: DigestAlgorithm, hex: string): Digest {
  const length = HEX_LENGTHS[algorithm];
  if (hex.length === length && /^[0-9a-f]+$/.test(hex)) return { algorithm, hex };
  throw new Refusal(
    "DIGEST_MALFORMED",
    `${algorithm}: expected ${length} lower-case hex digits, found ${quote(hex)} (${hex.length} characters)`,
    { found: hex.slice(0, 256) },
  );
}

/** Makes a digest of the bytes that a hash function gave. */
export function digestOfBytes(algorithm: DigestAlgorithm, bytes: Uint8Array): Digest {
  return parseDigest(algorithm, Buffer.from(bytes).toString("hex"));
}

/** Gives a digest as the bytes that its hex digits stand for. */
export function bytesOfDigest(digest: Digest): Uint8Array {
  return Buffer.from(digest.hex, "hex");
}

/** Digests bytes that are in memory. */
export function digest(algorithm: DigestAlgorithm, bytes: Uint8Array): Digest {
  return { algorithm, hex: hash(algorithm, bytes, "hex") };
}

/** Digests bytes that are in memory with SHA-256, as lower-case hex. */
export function sha256Hex(bytes: Uint8Array): string {
  return hash("sha256", bytes, "hex");
}

/** Takes bytes piece by piece and gives all digests of them at the end. */
export interface Digests {
  update(chunk: Uint8Array): void;
  /** Ends the computation; afterwards neither method may be called. In the order asked for. */
  final(): ReadonlyMap<DigestAlgorithm, Digest>;
}

/**
 * Begins to compute several digests in one pass, so that a file that changes while it is read cannot have
 * one digest of before and another of after. An algorithm named twice is computed once.
 */
export function createDigests(algorithms: readonly DigestAlgorithm[]): Digests {
  const running = new Map(algorithms.map((algorithm) => [algorithm, createHash(algorithm)]));
  return {
    update(chunk) {
      for (const one of running.values()) one.update(chunk);
    },
    final() {
      return new Map(
        [...running].map(([algorithm, one]) => [algorithm, { algorithm, hex: one.digest("hex") }]),
      );
    },
  };
}
