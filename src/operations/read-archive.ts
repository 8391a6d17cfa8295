import { createHash } from "node:crypto";
import { decompress } from "../archive/decompress.ts";
import type { ArchiveFormat } from "../archive/format.ts";
import { limitsFor } from "../archive/limits.ts";
import { createMeter } from "../archive/meter.ts";
import { createOuterSource } from "../archive/outer.ts";
import type { ArchivePlan } from "../archive/plan.ts";
import { createPlanBuilder, type PlanBuilder } from "../archive/plan-builder.ts";
import { createTarWalk, type TarSink } from "../archive/tar/walk.ts";
import { Refusal } from "../errors.ts";
import type { ArchiveSource, ReadArchive } from "./archive-source.ts";
import { readZipFile } from "./read-zip.ts";

/** Takes what is approved, and may refuse it. */
export interface ContentSink extends TarSink {
  /** Called once all is approved. */
  end(): void;
}

/** Looks only. */
const NOWHERE: ContentSink = { entry: () => {}, body: () => {}, end: () => {} };

/** What a single file is placed with: it is downloaded to be run. */
const SINGLE_MODE = 0o755;

/**
 * Reads an archive or a single file; of a zip see `readZipFile`, all else in one pass: digested, decompressed and walked piece by piece, none of it held.
 * Where its file is not the pinned one, that is what it is refused for, whatever else is wrong with it.
 * @throws Refusal `ARCHIVE_SIZE_MISMATCH`, `ARCHIVE_DIGEST_MISMATCH` — the file is not the pinned one.
 * @throws Refusal `ARCHIVE_DIFFERS` — its entries are not the pinned ones.
 * @throws Refusal `ARCHIVE_FORMAT`, `ARCHIVE_UNSUPPORTED`, `ARCHIVE_COMPRESSION`, `ARCHIVE_TRUNCATED`, `ARCHIVE_TRAILING`, `ARCHIVE_HEADER`, `ARCHIVE_TYPE`, `ARCHIVE_NAME`, `ARCHIVE_COLLISION`, `ARCHIVE_LINK`, `ARCHIVE_LIMIT`, `ARCHIVE_EMPTY` — see there.
 * @throws what the signal is aborted with.
 */
export async function readArchive(
  options: ArchiveSource,
  sink: ContentSink = NOWHERE,
): Promise<ReadArchive> {
  const { archive, format, pin } = options;
  if (format.content === "zip") return await readZipFile(options);
  const outer = createOuterSource(options.source, archive, pin, options.signal);
  try {
    const plan = await readContent(options, format, outer.pieces, sink);
    return { plan, outer: outer.verify() };
  } catch (error) {
    if (pin.sha256 !== undefined && error instanceof Refusal && isOfContent(error)) {
      await outer.drain();
      outer.verify();
    }
    throw error;
  } finally {
    await outer.close();
  }
}

/** Tells whether the rest of the file can be read to see whether it is the pinned one at all. */
function isOfContent({ code }: Refusal): boolean {
  const others = ["ARCHIVE_SIZE_MISMATCH", "ARCHIVE_DIGEST_MISMATCH", "ARCHIVE_LIMIT"];
  return code.startsWith("ARCHIVE_") && !others.includes(code);
}

async function readContent(
  options: ArchiveSource,
  format: Exclude<ArchiveFormat, { content: "zip" }>,
  pieces: AsyncIterable<Uint8Array>,
  sink: ContentSink,
): Promise<ArchivePlan> {
  const { archive, pinned } = options;
  const limits = limitsFor(pinned, options.limits);
  const builder = createPlanBuilder({ archive, limits, pinned });
  const reader =
    format.content === "tar"
      ? createTarWalk({ archive, builder, sink })
      : createFileReader(options.fileName, builder, sink);
  const meter = createMeter(archive, limits, options.now);
  for await (const piece of decompress(pieces, format.compression, archive, meter)) {
    options.signal?.throwIfAborted();
    reader.push(piece);
  }
  const plan = reader.end();
  sink.end();
  return plan;
}

/** Takes a single file for an archive of one entry. */
function createFileReader(name: string, builder: PlanBuilder, sink: ContentSink) {
  if (name.includes("/")) throw new RangeError(`fileName: expected a name, found ${name}`);
  const hash = createHash("sha256");
  let size = 0;
  return {
    push(piece: Uint8Array): void {
      hash.update(piece);
      size += piece.length;
      sink.body(piece);
    },
    end(): ArchivePlan {
      const entry = builder.begin({ name, kind: "file", mode: SINGLE_MODE, size }, 0);
      builder.endFile(entry, hash.digest("hex"));
      return builder.finish();
    },
  };
}
