import type { ArchivePlan } from "../archive/plan.ts";
import { readZip, type ZipReadingOptions } from "../archive/zip/read.ts";
import { readAgain } from "../archive/zip/second-reader.ts";
import type { ZipSource } from "../archive/zip/source.ts";
import { createTreeWriter } from "../io/tree-writer.ts";

/**
 * Unpacks a zip into an empty folder, for `placeTree`: first all of it is read and planned, then the second reader writes
 * what the first one has seen.
 * @param source must not change while it is read.
 * @param staging a folder that nobody else writes to.
 * @throws Refusal `ARCHIVE_*` — see `readZip` and `readAgain`. Some files may have been written by then.
 */
export async function unpackZip(
  source: ZipSource,
  staging: string,
  options: ZipReadingOptions & { readonly signal: AbortSignal },
): Promise<ArchivePlan> {
  const { signal, meter } = options;
  const reading = await readZip(source, options);
  const writer = createTreeWriter(staging);
  for await (const { entry, content } of readAgain(source, reading)) {
    const { kind, path } = entry.approved;
    const watched = watch(content, () => {
      signal.throwIfAborted();
      // What comes out has been counted already; the time has not.
      meter.count(0, source.size);
    });
    if (kind === "file") await writer.file(path, watched);
    else for await (const _ of watched);
    if (kind === "directory") writer.folder(path);
  }
  // Last, so that nothing is written through one.
  for (const entry of reading.plan.entries)
    if (entry.kind === "symlink") writer.link(entry.path, entry.target);
  return reading.plan;
}

async function* watch(
  chunks: AsyncIterable<Uint8Array>,
  look: () => void,
): AsyncGenerator<Uint8Array> {
  for await (const chunk of chunks) {
    look();
    yield chunk;
  }
}
