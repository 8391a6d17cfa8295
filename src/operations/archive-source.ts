import type { ArchiveFormat } from "../archive/format.ts";
import type { ArchiveLimits } from "../archive/limits.ts";
import type { OuterFacts, OuterPin } from "../archive/outer.ts";
import type { ArchivePlan, PlanEntry } from "../archive/plan.ts";

/** An archive, or a single file, and what is known of it. */
export interface ArchiveSource {
  /** Names the archive in refusals. */
  readonly archive: string;
  readonly format: ArchiveFormat;
  /** The bytes of its file; read to their end unless it is refused. */
  readonly source: AsyncIterable<Uint8Array>;
  /** What a single file is called once it is unpacked; without a slash. */
  readonly fileName: string;
  /** Of the archive's file. */
  readonly pin: OuterPin;
  /** Every entry that it must have, and no others. */
  readonly pinned?: readonly PlanEntry[] | undefined;
  /** In place of some of the limits of unpinned archives. */
  readonly limits?: Partial<ArchiveLimits> | undefined;
  /** A clock that only goes forward, in milliseconds. */
  readonly now: () => number;
  readonly signal?: AbortSignal | undefined;
}

/** What an archive is, and what is in it. */
export interface ReadArchive {
  readonly plan: ArchivePlan;
  readonly outer: OuterFacts;
}
