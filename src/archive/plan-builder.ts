import { quote } from "../bytes/quote.ts";
import { Refusal } from "../errors.ts";
import { createPathTable } from "./collisions.ts";
import { compareEntry, comparePlan, refuseDifferences } from "./differences.ts";
import { type ArchiveLimits, limitExceeded } from "./limits.ts";
import { checkSymlinks, type PlacedLink } from "./links.ts";
import { checkTarget, parseEntryName } from "./names.ts";
import { type EntryPlace, refuseEntry } from "./place.ts";
import {
  type ArchivePlan,
  createPlan,
  type EntryKind,
  type PlanEntry,
  type PlannedLink,
} from "./plan.ts";

/** What an archive says about an entry before its bytes come. */
export interface EntryHeader {
  /** As the archive spells it. */
  readonly name: string;
  readonly kind: EntryKind;
  /** `0` to `0o7777`. */
  readonly mode: number;
  /** Of the content, in bytes. */
  readonly size: number;
  /** Of a link, as the archive spells it. */
  readonly target?: string | undefined;
}

/** An entry that may be unpacked, if its bytes are those that are pinned. */
export interface ApprovedEntry {
  /** Clean; empty for the root of the archive itself, which is no part of the plan. */
  readonly path: string;
  readonly kind: EntryKind;
  readonly mode: number;
  readonly size: number;
  /** Of a symbolic link as it stands, of a hard link the clean path of the file; else undefined. */
  readonly target: string | undefined;
}

export interface PlanBuilderOptions {
  /** Names the archive in refusals. */
  readonly archive: string;
  readonly limits: ArchiveLimits;
  /** All entries that the archive must have, and no others. */
  readonly pinned?: readonly PlanEntry[] | undefined;
}

/** Judges the entries of an archive one by one, in its order. The same for every format. */
export interface PlanBuilder {
  /** @throws Refusal `ARCHIVE_LIMIT` — one header, of whatever kind, too many. */
  countHeader(at: number): void;
  /**
   * Judges an entry by what its header says.
   * @throws Refusal `ARCHIVE_NAME`, `ARCHIVE_COLLISION`, `ARCHIVE_LINK`, `ARCHIVE_LIMIT` — see the rules.
   * @throws Refusal `ARCHIVE_DIFFERS` — it is not pinned, or pinned as something else.
   */
  begin(header: EntryHeader, at: number): ApprovedEntry;
  /** Adds a file once all its bytes were seen. */
  endFile(entry: ApprovedEntry, sha256: string): void;
  /**
   * Ends the archive.
   * @throws Refusal `ARCHIVE_LINK` — a symbolic link leads to nothing in the archive, or in circles.
   * @throws Refusal `ARCHIVE_EMPTY` — there was no entry.
   * @throws Refusal `ARCHIVE_DIFFERS` — an entry is missing, or has other bytes.
   */
  finish(): ArchivePlan;
}

/** Begins to judge an archive. */
export function createPlanBuilder(options: PlanBuilderOptions): PlanBuilder {
  const { archive, limits } = options;
  const pins = options.pinned && new Map(options.pinned.map((entry) => [entry.path, entry]));
  const paths = createPathTable();
  const entries = new Map<string, PlanEntry>();
  const links: PlacedLink[] = [];
  let headers = 0;
  let totalBytes = 0;

  function begin(header: EntryHeader, at: number): ApprovedEntry {
    const { kind, mode, size } = header;
    const place: EntryPlace = { archive, entry: header.name, at };
    const { path, isFolder } = parseEntryName(header.name, place, limits);
    if (isFolder && kind !== "directory")
      throw refuseEntry("ARCHIVE_NAME", place, `the name of a ${kind}`, "one of a folder");
    if (path === "") return { path, kind, mode, size, target: undefined };
    const target = judgeTarget(header, place);
    const isNew = paths.take(path, kind, mode, place);
    const approved: ApprovedEntry = { path, kind, mode, size, target };
    // Whoever pinned a kilobyte does not wait for a gigabyte.
    if (pins !== undefined) refuseDifferences(archive, compareEntry(pins.get(path), approved));
    totalBytes += size;
    if (totalBytes > limits.maxTotalBytes)
      throw limitExceeded("maxTotalBytes", limits, archive, at);
    if (kind === "directory" && isNew) entries.set(path, { path, kind, mode, size });
    if ((kind === "symlink" || kind === "hardlink") && target !== undefined) {
      const link: PlannedLink = { path, kind, mode, size, target };
      entries.set(path, link);
      if (kind === "symlink") links.push({ link, place });
    }
    return approved;
  }

  function judgeTarget({ kind, target }: EntryHeader, place: EntryPlace): string | undefined {
    if (kind !== "symlink" && kind !== "hardlink") return undefined;
    if (target === undefined || target === "")
      throw refuseEntry("ARCHIVE_LINK", place, "a link's target", "none");
    checkTarget(target, place, limits.maxPathBytes);
    if (kind === "symlink") return target;
    const refuse = (found: string) =>
      refuseEntry("ARCHIVE_LINK", place, `a file of the archive at ${quote(target)}`, found);
    // A hard link is never to "..", nor to anything else that could not be in a plan.
    if (target.split("/").includes("..")) throw refuse("a way out");
    const clean = parseEntryName(target, place, limits);
    const linked = entries.get(clean.path)?.kind;
    // A link to a link of either kind would be made by what happens to stand there.
    if (linked === "file" && !clean.isFolder) return clean.path;
    throw refuse(linked === undefined ? "nothing planned before it" : `a ${linked}`);
  }

  return {
    countHeader(at) {
      headers += 1;
      if (headers > limits.maxHeaders) throw limitExceeded("maxHeaders", limits, archive, at);
    },
    begin,
    endFile({ path, mode, size }, sha256) {
      entries.set(path, { path, kind: "file", mode, size, sha256 });
    },
    finish() {
      if (entries.size === 0) throw empty(archive);
      checkSymlinks(links, paths);
      const plan = createPlan([...entries.values()]);
      if (options.pinned !== undefined)
        refuseDifferences(archive, comparePlan(options.pinned, plan));
      return plan;
    },
  };
}

function empty(archive: string): Refusal<"ARCHIVE_EMPTY"> {
  return new Refusal(
    "ARCHIVE_EMPTY",
    `${archive}: expected at least one entry, found none`,
    { archive },
    { hint: "check that it is the file that was meant" },
  );
}
