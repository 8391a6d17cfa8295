import { join } from "node:path";
import { createNewFile } from "../io/new-file.ts";
import { createUntar } from "../io/untar.ts";
import type { ArchiveSource, ReadArchive } from "./archive-source.ts";
import { placeTree } from "./place-tree.ts";
import { type ContentSink, readArchive } from "./read-archive.ts";
import { readZipFile } from "./read-zip.ts";

export interface UnpackArchiveOptions extends ArchiveSource {
  /** The folder that the entries go to, absolute. */
  readonly to: string;
  /** What stands there goes once the new tree is whole; else it has to be nothing, or an empty folder. */
  readonly replace: boolean;
}

/**
 * Unpacks an archive or a single file, whole or not at all, all but a zip in one pass: what our own strict reader approves is
 * written piece by piece by a second reader that has to agree, then read back from the disk and renamed.
 * Pins are compared to the letter; without pins the limits of unpinned archives hold.
 * @throws Refusal `ARCHIVE_READERS_DISAGREE` — the second reader sees something else.
 * @throws Refusal and what else `readArchive` and `placeTree` throw; of what is refused nothing stays.
 */
export async function unpackArchive(options: UnpackArchiveOptions): Promise<ReadArchive> {
  const { to: target, replace, signal: outer } = options;
  return await placeTree({ target, replace, signal: outer }, async (staging, signal) => {
    if (options.format.content === "zip") return await readZipFile({ ...options, signal }, staging);
    if (options.format.content === "tar") {
      const untar = await createUntar(staging, options.archive);
      return await readArchive({ ...options, signal }, untar);
    }
    const file = createNewFile(join(staging, options.fileName));
    const sink: ContentSink = { entry: () => {}, body: file.write, end: file.close };
    try {
      return await readArchive({ ...options, signal }, sink);
    } finally {
      file.close();
    }
  });
}
