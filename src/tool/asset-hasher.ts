import { createHash } from "node:crypto";
import { blake3 } from "@noble/hashes/blake3.js";
import type { AssetDigest } from "./pinned.ts";

export type AssetAlgorithm = AssetDigest["algorithm"];

/** Those that are strong enough to stand for a file. */
const ALGORITHMS: readonly string[] = [
  "sha256",
  "sha384",
  "sha512",
  "blake3",
] satisfies AssetAlgorithm[];

/** Tells whether a name is that of an algorithm that files are pinned by. */
export function isAssetAlgorithm(name: string): name is AssetAlgorithm {
  return ALGORITHMS.includes(name);
}

/** Digests a file as its bytes come. */
export interface AssetHasher {
  update(chunk: Uint8Array): void;
  /** In hex. Ends the computation. */
  final(): ReadonlyMap<AssetAlgorithm, string>;
}

/**
 * Begins to digest a file by several algorithms in one pass. BLAKE3 is not in the runtime, and thirty times as slow as
 * SHA-256 without it: it is computed only where a pin has it.
 */
export function createAssetHasher(algorithms: readonly AssetAlgorithm[]): AssetHasher {
  const running = new Map(algorithms.map((algorithm) => [algorithm, start(algorithm)]));
  return {
    update(chunk) {
      for (const one of running.values()) one.update(chunk);
    },
    final() {
      return new Map([...running].map(([algorithm, one]) => [algorithm, one.final()]));
    },
  };
}

function start(algorithm: AssetAlgorithm): { update(chunk: Uint8Array): void; final(): string } {
  if (algorithm === "blake3") {
    const hash = blake3.create({});
    return {
      update: (chunk) => void hash.update(chunk),
      final: () => Buffer.from(hash.digest()).toString("hex"),
    };
  }
  const hash = createHash(algorithm);
  return { update: (chunk) => void hash.update(chunk), final: () => hash.digest("hex") };
}
