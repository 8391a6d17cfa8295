import { comparePins, type PinChange } from "../lock/delta.ts";
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
  return { changes, unread, exitCode: changes.length === 0 && unread.length === 0 ? 0 : 1 };
}
