import { readSync } from "node:fs";
import { createDigests, type Digest, type DigestAlgorithm } from "../bytes/digest.ts";
import { withRegularFile } from "./files.ts";

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
