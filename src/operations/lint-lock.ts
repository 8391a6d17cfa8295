import { type ExitCode, exitCodeOf } from "../exit-code.ts";
import type { Finding } from "../finding.ts";
import { rewriteFile } from "../io/files.ts";
import { applyEdits, type FileFix } from "../lock/fix.ts";
import type { Pin } from "../lock/pins.ts";
import { findingsOf } from "../lock/strict/source.ts";
import { type LockOptions, type OpenedLock, openLock } from "./open-lock.ts";

/** What lint says of one lock. */
export interface LintReport {
  /** As given. */
  readonly file: string;
  readonly findings: readonly Finding[];
  readonly exitCode: ExitCode;
  /** What may be installed; all of it exactly when nothing is refused. */
  readonly pins: readonly Pin[];
  /** Names relative to the root, the lock first. */
  readonly files: readonly string[];
  /** What `fix` changed; empty without it. */
  readonly fixed: readonly FileFix[];
}

export interface LintOptions extends LockOptions {
  /** Rewrite the bytes that can be mended for certain, and judge again. */
  readonly fix?: boolean;
}

/**
 * Judges whether a requirements file and all that it includes is hash-locked, in the dialect that pip and uv read alike.
 * Finds every problem at once. Judges bytes: never what an index holds, whether a hash is a wheel's, or who wrote the file.
 * @throws Refusal `FILE_MISSING`, `FILE_UNREADABLE`, `INPUT_TOO_LARGE`, `PATH_OUTSIDE_ROOT` — for the lock itself.
 * @throws Refusal `FILE_UNWRITABLE` — with `fix`.
 */
export function lintLock(options: LintOptions): LintReport {
  const lock = openLock(options);
  if (options.fix !== true) return reportOf(options.file, lock, []);
  const fixed = applyEdits(lock.files, lock.problems);
  for (const fix of fixed) rewriteFile(`${lock.located.root.path}/${fix.name}`, fix.bytes);
  return reportOf(options.file, fixed.length === 0 ? lock : openLock(options), fixed);
}

function reportOf(file: string, lock: OpenedLock, fixed: readonly FileFix[]): LintReport {
  const findings = findingsOf(lock.problems);
  if (!findings.some((finding) => finding.verdict === "refused")) {
    findings.push({
      rule: "LOCK_STRICT",
      verdict: "passed",
      subject: file,
      message: `hash-locked: ${describePins(lock.pins)} in ${describeFiles(lock.files.length)}`,
    });
  }
  return {
    file,
    findings,
    exitCode: exitCodeOf(findings),
    pins: lock.pins,
    files: lock.files.map(({ name }) => name),
    fixed,
  };
}

/** Counts pins and their hashes in words. */
export function describePins(pins: readonly Pin[]): string {
  const hashes = pins.reduce((sum, pin) => sum + pin.hashes.length, 0);
  return `${pins.length} ${pins.length === 1 ? "pin" : "pins"} with ${hashes} ${hashes === 1 ? "hash" : "hashes"}`;
}

function describeFiles(count: number): string {
  return `${count} ${count === 1 ? "file" : "files"}`;
}
