import { quote } from "../bytes/quote.ts";

export type EntryKind = "file" | "directory" | "symlink" | "hardlink";

interface EntryBase {
  /** Relative to the folder that is unpacked to, components joined by `/`. */
  readonly path: string;
  /** The permission bits that the archive records, `0` to `0o7777`; for those that are set see `modeToSet`. */
  readonly mode: number;
  /** In bytes; `0` for whatever is no file. */
  readonly size: number;
}

/** A regular file. */
export interface PlannedFile extends EntryBase {
  readonly kind: "file";
  /** Lower-case hex. */
  readonly sha256: string;
}

/** A folder that has an entry of its own. */
export interface PlannedDirectory extends EntryBase {
  readonly kind: "directory";
}

/** A symbolic or a hard link to something in the same archive. */
export interface PlannedLink extends EntryBase {
  readonly kind: "symlink" | "hardlink";
  /** Of a symbolic link the text as it stands, relative to the link's folder; of a hard link the path of the file. */
  readonly target: string;
}

/** One entry, as it is planned from an archive and as it is pinned. */
export type PlanEntry = PlannedFile | PlannedDirectory | PlannedLink;

/** What an archive would put into a folder. */
export interface ArchivePlan {
  /** By path, in the order of UTF-16 code units; no two have the same path. */
  readonly entries: readonly PlanEntry[];
  /** Of all files together. */
  readonly totalBytes: number;
}

/** Makes a plan of entries in any order. */
export function createPlan(entries: readonly PlanEntry[]): ArchivePlan {
  return {
    entries: entries.toSorted((one, other) => (one.path < other.path ? -1 : 1)),
    totalBytes: entries.reduce((sum, { size }) => sum + size, 0),
  };
}

/**
 * Gives the permission bits that an entry is placed with: never setuid, setgid or sticky, never writable for group or others,
 * and never such that its owner could not read it again to verify it.
 */
export function modeToSet({ kind, mode }: Pick<PlanEntry, "kind" | "mode">): number {
  return (mode & 0o755) | (kind === "directory" ? 0o700 : 0o400);
}

/** The folders of a plan with the mode they are placed with, parents first; those without an entry are `0755`. */
export function foldersOf(plan: ArchivePlan): ReadonlyMap<string, number> {
  const folders = new Map<string, number>();
  for (const entry of plan.entries) {
    const { path } = entry;
    for (let end = path.indexOf("/"); end !== -1; end = path.indexOf("/", end + 1)) {
      const folder = path.slice(0, end);
      if (!folders.has(folder)) folders.set(folder, 0o755);
    }
    if (entry.kind === "directory") folders.set(path, modeToSet(entry));
  }
  return folders;
}

/** Writes an entry as a line: kind, mode in octal, size, SHA-256 or target, and the path in quotes. */
export function formatPlanEntry(entry: PlanEntry): string {
  const what =
    entry.kind === "file" ? entry.sha256 : entry.kind === "directory" ? "-" : quote(entry.target);
  return `${entry.kind} ${formatMode(entry.mode)} ${entry.size} ${what} ${quote(entry.path)}`;
}

/** Writes permission bits as everyone does: `0755`. */
export function formatMode(mode: number): string {
  return mode.toString(8).padStart(4, "0");
}
