import { type Digest, digest } from "../bytes/digest.ts";
import { isRefused } from "../finding.ts";
import { compareLocks, type LockDelta } from "../lock/lock-delta.ts";
import type { LockFormat } from "../lock/rules.ts";
import { findingsOf, type LockProblem } from "../lock/strict/source.ts";
import { type LockState, stateOfOpened } from "./lock-content.ts";
import type { OpenedLock } from "./open-lock.ts";

/** A lock that was judged, and what differs in it since an earlier state. */
export interface ComparedLock {
  readonly format: LockFormat;
  readonly problems: readonly LockProblem[];
  /** Undefined where there was none. */
  readonly before: LockState | undefined;
  /** Null where the lock is not strict: nobody can approve what two tools read differently. */
  readonly change: {
    readonly after: LockState;
    readonly delta: LockDelta;
    /** Of the root of the closure; what it includes is in the delta. */
    readonly result: Digest;
  } | null;
}

/** Compares a lock with what it was. */
export function compareLock(opened: OpenedLock, before: LockState | undefined): ComparedLock {
  const { format, problems, files } = opened;
  if (isRefused(findingsOf(problems))) return { format, problems, before, change: null };
  const after = stateOfOpened(opened);
  const delta = compareLocks(before?.content, after.content);
  const bytes = files[0]?.bytes ?? new Uint8Array();
  const result = digest("sha256", bytes);
  return { format, problems, before, change: { after, delta, result } };
}
