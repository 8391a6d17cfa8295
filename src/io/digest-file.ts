import { readSync } from "node:fs";
import { createDigests, type Digest, type DigestAlgorithm } from "../bytes/digest.ts";
import type { Refusal } from "../errors.ts";
import { unreadableFile, withRegularFile } from "./files.ts";

/** Large enough that reading costs nothing beside hashing, small enough to stay in the processor's cache. */
const CHUNK_BYTES = 1024 * 1024;

/** As many of a file's first bytes as tell what it begins like. */
const HEAD_BYTES = 16;

/** What one pass over a file showed. */
export interface DigestedFile {
  readonly digests: ReadonlyMap<DigestAlgorithm, Digest>;
  /** Up to 16 bytes. */
  readonly head: Uint8Array;
  /** In bytes. */
  readonly size: number;
}

/**
 * Digests a file by several algorithms in one pass, without ever holding it.
 * @param beforeEach called before each part that is read; what it throws ends the reading.
 * @throws Refusal `FILE_MISSING`, `FILE_UNREADABLE` — see `readFile`.
 */
export function digestFile(
  path: string,
  algorithms: readonly DigestAlgorithm[],
  beforeEach: () => void = () => undefined,
): DigestedFile {
  return withRegularFile(path, (descriptor) => {
    const digests = createDigests(algorithms);
    const chunk = Buffer.allocUnsafe(CHUNK_BYTES);
    let head = Buffer.alloc(0);
    let size = 0;
    const next = (): number => {
      beforeEach();
      return readSync(descriptor, chunk);
    };
    for (let read = next(); read > 0; read = next()) {
      // A read may give less than was asked for, even the first.
      if (size < HEAD_BYTES)
        head = Buffer.concat([head, chunk.subarray(0, Math.min(read, HEAD_BYTES - size))]);
      size += read;
      digests.update(chunk.subarray(0, read));
    }
    return { digests: digests.final(), head, size };
  });
}

/**
 * Digests a file as it is asked for, and never by an algorithm twice: all that is verified about a file has to be about
 * the same bytes. A later algorithm reads the file again, and the earlier digests with it.
 * @returns what gives at least the digests asked for.
 * @throws Refusal `FILE_UNREADABLE` — from what is returned: the file has changed since; otherwise see `digestFile`.
 */
export function digestOnce(path: string): (algorithms: readonly DigestAlgorithm[]) => DigestedFile {
  let known: DigestedFile | undefined;
  return (algorithms) => {
    if (known !== undefined && algorithms.every((algorithm) => known?.digests.has(algorithm)))
      return known;
    const before = known?.digests ?? new Map<DigestAlgorithm, Digest>();
    const read = digestFile(path, [...before.keys(), ...algorithms]);
    for (const [algorithm, { hex }] of before) {
      if (read.digests.get(algorithm)?.hex !== hex) throw changedFile(path);
    }
    known = read;
    return known;
  };
}

/** Makes the refusal of a file that is not what it was when it was digested. */
export function changedFile(path: string): Refusal {
  return unreadableFile(path, "a file that changed while it was verified", undefined);
}
