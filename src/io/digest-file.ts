import { readSync } from "node:fs";
import { createDigests, type Digest, type DigestAlgorithm } from "../bytes/digest.ts";
import { unreadableFile, withRegularFile } from "./files.ts";

/** Large enough that reading costs nothing beside hashing, small enough to stay in the processor's cache. */
const CHUNK_BYTES = 1024 * 1024;

/**
 * Digests a file by several algorithms in one pass, without ever holding it.
 * @throws Refusal `FILE_MISSING`, `FILE_UNREADABLE` — see `readFile`.
 */
export function digestFile(
  path: string,
  algorithms: readonly DigestAlgorithm[],
): ReadonlyMap<DigestAlgorithm, Digest> {
  return withRegularFile(path, (descriptor) => {
    const digests = createDigests(algorithms);
    const chunk = Buffer.allocUnsafe(CHUNK_BYTES);
    for (let read = readSync(descriptor, chunk); read > 0; read = readSync(descriptor, chunk)) {
      digests.update(chunk.subarray(0, read));
    }
    return digests.final();
  });
}

/**
 * Digests a file as it is asked for, and never by an algorithm twice: all that is verified about a file has to be about
 * the same bytes. A later algorithm reads the file again, and the earlier digests with it.
 * @returns what gives at least the digests asked for.
 * @throws Refusal `FILE_UNREADABLE` — from what is returned: the file has changed since; otherwise see `digestFile`.
 */
export function digestOnce(
  path: string,
): (algorithms: readonly DigestAlgorithm[]) => ReadonlyMap<DigestAlgorithm, Digest> {
  let known: ReadonlyMap<DigestAlgorithm, Digest> = new Map();
  return (algorithms) => {
    if (algorithms.every((algorithm) => known.has(algorithm))) return known;
    const read = digestFile(path, [...known.keys(), ...algorithms]);
    for (const [algorithm, { hex }] of known) {
      if (read.get(algorithm)?.hex !== hex)
        throw unreadableFile(path, "a file that changed while it was verified", undefined);
    }
    known = read;
    return known;
  };
}
