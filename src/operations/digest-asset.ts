import { readSync } from "node:fs";
import { changedFile } from "../io/digest-file.ts";
import { withRegularFile } from "../io/files.ts";
import { type AssetAlgorithm, createAssetHasher, isAssetAlgorithm } from "../tool/asset-hasher.ts";

/** What a file is, found out in one pass. */
export interface AssetFacts {
  /** In bytes, as many as were read. */
  readonly size: number;
  /** In hex. */
  readonly digests: ReadonlyMap<AssetAlgorithm, string>;
}

const CHUNK_BYTES = 1024 * 1024;

/**
 * Measures and digests a file in one pass, without ever holding it.
 * @throws Refusal `FILE_MISSING`, `FILE_UNREADABLE` — see `readFile`.
 */
export function digestAsset(path: string, algorithms: readonly AssetAlgorithm[]): AssetFacts {
  return withRegularFile(path, (descriptor) => {
    const hasher = createAssetHasher(algorithms);
    const chunk = Buffer.allocUnsafe(CHUNK_BYTES);
    let size = 0;
    for (let read = readSync(descriptor, chunk); read > 0; read = readSync(descriptor, chunk)) {
      hasher.update(chunk.subarray(0, read));
      size += read;
    }
    return { size, digests: hasher.final() };
  });
}

/** The digests of a file, each computed when it is asked for; of the same bytes every time. */
export interface FileDigests {
  /** In hex; undefined for an algorithm that is not computed. */
  get(algorithm: string): string | undefined;
}

/**
 * Gives the digests of a file that was digested before: one that is not known yet reads the file again, and is held against
 * the first reading. Most signatures are about SHA-256, and the others cost as much again.
 * @throws Refusal `FILE_UNREADABLE` — from what is returned: the file has changed since.
 */
export function digestsOfFile(path: string, known: ReadonlyMap<string, string>): FileDigests {
  const digests = new Map(known);
  return {
    get(algorithm) {
      if (digests.has(algorithm) || !isAssetAlgorithm(algorithm)) return digests.get(algorithm);
      const read = digestAsset(path, ["sha256", algorithm]).digests;
      if (read.get("sha256") !== digests.get("sha256")) throw changedFile(path);
      digests.set(algorithm, read.get(algorithm) ?? "");
      return digests.get(algorithm);
    },
  };
}
