import { comparePins, type PinChange } from "../lock/delta.ts";
import type { Pin } from "../lock/pins.ts";
import { describeResemblance } from "../names/name-findings.ts";
import type { Resemblance } from "../names/resembles.ts";
import { compareNames, pinsOfOtherNames } from "./compare-names.ts";
import { describeChange } from "./explain-change.ts";
import { type LockOptions, openForReading } from "./open-lock.ts";

/** Which two locks to compare. */
export interface DiffOptions extends Omit<LockOptions, "file"> {
  readonly before: string;
  readonly after: string;
}

/** How two locks differ, one entry a package. */
export interface LockDiff {
  readonly changes: readonly DescribedChange[];
  /** Pins whose names only the later file has. */
  readonly newNames: readonly Pin[];
  /** Lines of either file that pip does not read; what they would install is not compared. */
  readonly unread: readonly string[];
  /** 0 equal, 1 different. */
  readonly exitCode: 0 | 1;
}

export interface DescribedChange extends PinChange {
  /** In one line. */
  readonly text: string;
  /** Same version, other bytes: what no update explains. */
  readonly alarm: boolean;
  /** The popular name that a new one looks like; there after `compareNewNames`. */
  readonly resembles?: Omit<Resemblance, "name">;
}

/**
 * Compares two requirements files by what pip sees in them, includes followed: one entry a package, comments and order left out.
 * Neither file has to be in the strict dialect, and nothing is said of either's signature.
 * @throws Refusal `FILE_MISSING`, `FILE_UNREADABLE`, `INPUT_TOO_LARGE`, `PATH_OUTSIDE_ROOT`
 */
export function diffLocks(options: DiffOptions): LockDiff {
  const [before, after] = [options.before, options.after].map((file) =>
    openForReading({ ...options, file }),
  );
  const changes = comparePins(before?.pins ?? [], after?.pins ?? []).map((change) => ({
    ...change,
    text: describeChange(change),
    alarm: change.kind === "rehashed",
  }));
  const unread = [...(before?.unread ?? []), ...(after?.unread ?? [])];
  const newNames = pinsOfOtherNames(before?.pins ?? [], after?.pins ?? []);
  return {
    changes,
    newNames,
    unread,
    exitCode: changes.length === 0 && unread.length === 0 ? 0 : 1,
  };
}

/** Says of the new names in a difference which popular ones they look like, in `text` as well. Loads the list where there are any. */
export async function compareNewNames(diff: LockDiff): Promise<LockDiff> {
  const { found, listed } = await compareNames(diff.newNames);
  const changes = diff.changes.map((change) => {
    const like = found.find(({ name }) => name === change.name);
    if (like === undefined) return change;
    const { to, rank, ownRank, level, why } = like;
    const text = `${change.text}; ${describeResemblance(like, listed)}`;
    return { ...change, text, resembles: { to, rank, ownRank, level, why } };
  });
  return { ...diff, changes };
}
