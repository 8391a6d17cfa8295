import { createHash } from "node:crypto";

export interface FakeProof {
  readonly logIndex: number;
  readonly treeSize: number;
  readonly rootHash: Buffer;
  readonly hashes: readonly Buffer[];
}

/** Puts an entry into a tree of others, and proves it by the recursive definitions of RFC 6962 §2.1 and §2.1.1. */
export function fakeProof(entry: Uint8Array, logIndex = 5, treeSize = 11): FakeProof {
  const entries = Array.from({ length: treeSize }, (_, index) =>
    index === logIndex ? entry : Buffer.from(`entry ${index}`),
  );
  return { logIndex, treeSize, rootHash: head(entries), hashes: path(logIndex, entries) };
}

function head(entries: readonly Uint8Array[]): Buffer {
  const [only] = entries;
  if (only === undefined) return sha256();
  if (entries.length === 1) return sha256(Uint8Array.of(0), only);
  const split = splitOf(entries.length);
  return sha256(Uint8Array.of(1), head(entries.slice(0, split)), head(entries.slice(split)));
}

function path(index: number, entries: readonly Uint8Array[]): Buffer[] {
  if (entries.length === 1) return [];
  const split = splitOf(entries.length);
  return index < split
    ? [...path(index, entries.slice(0, split)), head(entries.slice(split))]
    : [...path(index - split, entries.slice(split)), head(entries.slice(0, split))];
}

/** The largest power of two smaller than the size. */
function splitOf(size: number): number {
  let split = 1;
  while (split * 2 < size) split *= 2;
  return split;
}

function sha256(...parts: readonly Uint8Array[]): Buffer {
  return createHash("sha256").update(Buffer.concat(parts)).digest();
}
