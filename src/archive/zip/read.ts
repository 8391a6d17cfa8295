import { setImmediate } from "node:timers/promises";
import { type ArchiveLimits, limitExceeded } from "../limits.ts";
import type { Meter } from "../meter.ts";
import { decodeName } from "../names.ts";
import { type EntryPlace, refuseEntry } from "../place.ts";
import type { ArchivePlan, PlanEntry } from "../plan.ts";
import { type ApprovedEntry, createPlanBuilder, type PlanBuilder } from "../plan-builder.ts";
import { readAttributes } from "./attributes.ts";
import { type CentralEntry, readDirectory } from "./central.ts";
import { readContent } from "./content.ts";
import { findDirectory } from "./end.ts";
import { locateEntries } from "./layout.ts";
import type { LocatedEntry } from "./local.ts";
import type { ZipSource } from "./source.ts";

/** An entry of a zip, where it lies, and what is planned of it. */
export interface PlannedZipEntry {
  readonly located: LocatedEntry;
  readonly approved: ApprovedEntry;
  /** Of a file's content, in hex; of a folder or a link undefined. */
  readonly sha256: string | undefined;
}

/** A zip that was read to its last byte. */
export interface ZipReading {
  readonly plan: ArchivePlan;
  /** In the order of the central directory. */
  readonly entries: readonly PlannedZipEntry[];
}

export interface ZipReadingOptions {
  readonly limits: ArchiveLimits;
  /** All entries that the archive must have, and no others. */
  readonly pinned?: readonly PlanEntry[] | undefined;
  /** Counts and limits what comes out. */
  readonly meter: Meter;
  /** Ends the reading soon after it is aborted. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Reads a zip whole: every byte of it belongs to a record that was looked at, every content was unpacked, and no reader that
 * goes by another part of it would find another entry. Nothing is written anywhere.
 *
 * @throws Refusal `ARCHIVE_FORMAT`, `ARCHIVE_TRUNCATED`, `ARCHIVE_TRAILING` — no zip, or a part of one, or more than one.
 * @throws Refusal `ARCHIVE_HEADER` — records that two readers could take differently.
 * @throws Refusal `ARCHIVE_COMPRESSION` — content that is not what the records say.
 * @throws Refusal `ARCHIVE_UNSUPPORTED` — encrypted, split, or compressed otherwise than by deflate.
 * @throws Refusal `ARCHIVE_TYPE` — a device or the like.
 * @throws Refusal `ARCHIVE_NAME`, `ARCHIVE_COLLISION`, `ARCHIVE_LINK`, `ARCHIVE_LIMIT`, `ARCHIVE_EMPTY`, `ARCHIVE_DIFFERS` —
 * see `createPlanBuilder`.
 */
export async function readZip(source: ZipSource, options: ZipReadingOptions): Promise<ZipReading> {
  const { limits, meter, signal } = options;
  const builder = createPlanBuilder({ ...options, archive: source.name });
  const take = ({ length }: Uint8Array): void => {
    signal?.throwIfAborted();
    meter.count(length, source.size);
  };
  const begun: { located: LocatedEntry; approved: ApprovedEntry }[] = [];
  for (const located of locateAll(source, builder)) {
    const { kind, mode } = readAttributes(located);
    const isLink = kind === "symlink";
    const target = isLink ? await readTarget(source, located, limits.maxPathBytes) : undefined;
    const header = { name: located.name, kind, mode, size: isLink ? 0 : located.size, target };
    begun.push({ located, approved: builder.begin(header, located.place.at) });
  }
  checkRatio(source, begun, limits);
  const entries: PlannedZipEntry[] = [];
  for (const { located, approved } of begun) {
    // Many small files must not keep everything else from its turn, such as the signal that ends this.
    await setImmediate();
    const isLink = approved.kind === "symlink";
    const content = isLink ? undefined : await readContent(source, located, take);
    const sha256 = approved.kind === "file" ? content : undefined;
    if (sha256 !== undefined) builder.endFile(approved, sha256);
    entries.push({ located, approved, sha256 });
  }
  return { plan: builder.finish(), entries };
}

function locateAll(source: ZipSource, builder: PlanBuilder): readonly LocatedEntry[] {
  const directory = findDirectory(source);
  const central: CentralEntry[] = [];
  for (const entry of readDirectory(source, directory)) {
    builder.countHeader(entry.place.at);
    central.push(entry);
  }
  return locateEntries(source, central, directory);
}

/** The sizes are known before anything is unpacked, and no content is unpacked beyond them. */
function checkRatio(
  source: ZipSource,
  begun: readonly { readonly approved: ApprovedEntry }[],
  limits: ArchiveLimits,
): void {
  const total = begun.reduce((sum, { approved }) => sum + approved.size, 0);
  if (total > limits.ratioFreeBytes && total > limits.maxRatio * source.size)
    throw limitExceeded("maxRatio", limits, source.name, source.size);
}

/** The content of a symbolic link is its target. */
async function readTarget(
  source: ZipSource,
  entry: LocatedEntry,
  maxBytes: number,
): Promise<string> {
  const place: EntryPlace = { ...entry.place, at: entry.dataOffset };
  if (entry.size > maxBytes)
    throw refuseEntry(
      "ARCHIVE_LINK",
      place,
      `a target of at most ${maxBytes} bytes`,
      `${entry.size}`,
    );
  const chunks: Uint8Array[] = [];
  await readContent(source, entry, (chunk) => chunks.push(chunk));
  return decodeName(Buffer.concat(chunks), place);
}
