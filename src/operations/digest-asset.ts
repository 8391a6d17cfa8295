import { readSync } from "node:fs";
import { withRegularFile } from "../io/files.ts";
import { type AssetAlgorithm, createAssetHasher } from "../tool/asset-hasher.ts";

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
