import type { Digest } from "../bytes/digest.ts";
import { Refusal } from "../errors.ts";
import type { LockDelta } from "../lock/lock-delta.ts";
import type { LockFormat } from "../lock/rules.ts";
import type { LockProblem } from "../lock/strict/source.ts";
import { compareLock } from "./compare-lock.ts";
import { readLockState } from "./lock-content.ts";
import { openLock } from "./open-lock.ts";

/** A lock to be judged, and to be compared with what it was. */
export interface Comparison {
  /** Absolute. */
  readonly root: string;
  /** Relative to the root. */
  readonly path: string;
  readonly before: Uint8Array;
}

/** What came of it, as far as it differs from lock to lock. */
export interface Compared {
  readonly path: string;
  readonly format: LockFormat;
  readonly problems: readonly LockProblem[];
  readonly change: { readonly delta: LockDelta; readonly result: Digest } | null;
}

/** Says nothing of a lock that includes others, or cannot be read: whoever asked finds out, and has the words for it. */
export function answerComparison({ root, path, before }: Comparison): Compared | string {
  try {
    const opened = openLock({ file: path, cwd: root, root });
    const state = readLockState({ name: path, bytes: before }, () => "not looked at");
    if (opened.files.length !== 1 || state.unread.length > 0) return path;
    const { format, problems, change } = compareLock(opened, state);
    if (change === null) return { path, format, problems, change };
    const { delta, result } = change;
    return { path, format, problems, change: { delta, result } };
  } catch (error) {
    if (error instanceof Refusal) return path;
    throw error;
  }
}
