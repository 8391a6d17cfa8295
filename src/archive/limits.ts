import { Refusal } from "../errors.ts";
import type { PlanEntry } from "./plan.ts";

/** How much an archive may ask of this machine before anybody has vouched for it. */
export interface ArchiveLimits {
  /** Headers of any kind, those that only describe the next one too. */
  readonly maxHeaders: number;
  /** What comes out of the archive in all, headers and padding included. */
  readonly maxTotalBytes: number;
  /** Bytes out for one byte in, asked once `ratioFreeBytes` are out. */
  readonly maxRatio: number;
  /** Bytes out before the ratio is asked: small archives of text are well above any ratio. */
  readonly ratioFreeBytes: number;
  /** Components of a path. */
  readonly maxDepth: number;
  readonly maxPathBytes: number;
  readonly maxComponentBytes: number;
  /** From the first byte read to the last one placed. */
  readonly timeoutMs: number;
}

const KiB = 1024;
const MiB = 1024 * KiB;

/** The limits of an archive whose files nobody pinned. */
export const UNPINNED_LIMITS: ArchiveLimits = {
  // Twice what the largest everyday tools have (Node's own archive: 5,500); forty thousand empty files take four seconds.
  maxHeaders: 10_000,
  // The largest single-binary tools unpack to a few hundred megabytes.
  maxTotalBytes: 2 * 1024 * MiB,
  // Executables compress 2 to 5 times, logs and tables 20 to 50; deflate ends at 1,032.
  maxRatio: 200,
  ratioFreeBytes: 16 * MiB,
  // Deep enough for nested node_modules; every level costs each path below it.
  maxDepth: 64,
  // What macOS takes as a whole path; Linux takes four times as much.
  maxPathBytes: 1024,
  // What every common file system takes as one name.
  maxComponentBytes: 255,
  timeoutMs: 120_000,
};

/** For an entry's headers: a long name, extended attributes. */
const HEADER_BYTES = 64 * KiB;

/**
 * Gives the limits of an archive whose entries are pinned: as many entries and bytes as the pins say, whatever the ratio and
 * however long it takes. The rules about names stay.
 */
export function pinnedLimits(pinned: readonly PlanEntry[]): ArchiveLimits {
  const content = pinned.reduce((sum, entry) => sum + entry.size + 512, 0);
  return {
    ...UNPINNED_LIMITS,
    // Each entry may be announced by up to three headers (PAX, long name, long target), and one is for all.
    maxHeaders: 4 * pinned.length + 16,
    maxTotalBytes: content + pinned.length * HEADER_BYTES + UNPINNED_LIMITS.ratioFreeBytes,
    maxRatio: Number.POSITIVE_INFINITY,
    timeoutMs: Number.POSITIVE_INFINITY,
  };
}

/**
 * Gives the limits that hold for an archive.
 * @param pinned its entries, if they are pinned.
 * @param instead in place of some of them.
 */
export function limitsFor(
  pinned: readonly PlanEntry[] | undefined,
  instead: Partial<ArchiveLimits> | undefined,
): ArchiveLimits {
  return { ...(pinned === undefined ? UNPINNED_LIMITS : pinnedLimits(pinned)), ...instead };
}

/** Makes the refusal of an archive that asks for more than a limit allows. */
export function limitExceeded(
  limit: keyof ArchiveLimits,
  limits: ArchiveLimits,
  archive: string,
  at: number,
): Refusal<"ARCHIVE_LIMIT"> {
  const allowed = limits[limit];
  return new Refusal(
    "ARCHIVE_LIMIT",
    `${archive}: expected at most ${EXPECTATIONS[limit](allowed)}, found more at offset ${at}`,
    { limit, allowed, at },
    {
      hint: `if the archive is meant to be this large, pin its files, or raise ${limit}`,
    },
  );
}

const EXPECTATIONS: Readonly<Record<keyof ArchiveLimits, (allowed: number) => string>> = {
  maxHeaders: (allowed) => `${allowed} headers`,
  maxTotalBytes: (allowed) => `${allowed} bytes unpacked`,
  maxRatio: (allowed) => `${allowed} bytes unpacked for one packed`,
  ratioFreeBytes: (allowed) => `${allowed} bytes before the ratio is asked`,
  maxDepth: (allowed) => `${allowed} components in a path`,
  maxPathBytes: (allowed) => `${allowed} bytes in a path`,
  maxComponentBytes: (allowed) => `${allowed} bytes between slashes`,
  timeoutMs: (allowed) => `${allowed / 1000} seconds`,
};
