import { decompress } from "../archive/decompress.ts";
import { limitsFor } from "../archive/limits.ts";
import { createMeter } from "../archive/meter.ts";
import { createOuterSource } from "../archive/outer.ts";
import { readZip, type ZipReading, type ZipReadingOptions } from "../archive/zip/read.ts";
import { readAgain } from "../archive/zip/second-reader.ts";
import type { ZipSource } from "../archive/zip/source.ts";
import { spool } from "../io/random-access.ts";
import { createTreeWriter } from "../io/tree-writer.ts";
import type { ArchiveSource, ReadArchive } from "./archive-source.ts";

/**
 * Reads a zip by both readers. A zip is read from its end, and so all of it is kept first, where nobody can change it, and
 * compared with its pin before anything in it is looked at.
 * @param staging an empty folder that nobody else writes to, to unpack into; without it the zip is only read.
 * @throws Refusal `ARCHIVE_SIZE_MISMATCH`, `ARCHIVE_DIGEST_MISMATCH` — the file is not the pinned one.
 * @throws Refusal `ARCHIVE_*` — see `readZip` and `readAgain`. Some files may have been written by then.
 * @throws what the signal is aborted with.
 */
export async function readZipFile(options: ArchiveSource, staging?: string): Promise<ReadArchive> {
  const { archive, pinned, signal } = options;
  const limits = limitsFor(pinned, options.limits);
  const reading = { limits, pinned, signal, meter: createMeter(archive, limits, options.now) };
  const outer = createOuterSource(options.source, archive, options.pin, signal);
  // A file that is larger than all that may come out of it need not be kept.
  const kept = createMeter(archive, limits, options.now);
  const pieces = decompress(outer.pieces, "none", archive, kept);
  const file = await spool(
    watch(pieces, () => signal?.throwIfAborted()),
    archive,
    staging,
  ).finally(() => outer.close());
  try {
    const facts = outer.verify();
    const found = await readZip(file, reading);
    await deliver(file, found, reading, staging);
    return { plan: found.plan, outer: facts };
  } finally {
    file.close();
  }
}

/** Writes what the second reader delivers, if there is where to. */
async function deliver(
  file: ZipSource,
  reading: ZipReading,
  { signal, meter }: ZipReadingOptions,
  staging: string | undefined,
): Promise<void> {
  const writer = staging === undefined ? undefined : createTreeWriter(staging);
  for await (const { entry, content } of readAgain(file, reading)) {
    const { kind, path } = entry.approved;
    const watched = watch(content, () => {
      signal?.throwIfAborted();
      // What comes out has been counted already; the time has not.
      meter.count(0, file.size);
    });
    if (kind === "file" && writer !== undefined) await writer.file(path, watched);
    else for await (const _ of watched);
    if (kind === "directory") writer?.folder(path);
  }
  // Last, so that nothing is written through one.
  for (const entry of reading.plan.entries)
    if (entry.kind === "symlink") writer?.link(entry.path, entry.target);
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
