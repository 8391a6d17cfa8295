import type { ExitCode } from "../exit-code.ts";
import type { Finding } from "../finding.ts";

/**
 * What an audit says of a file: as pinned; not as its place or its name has to be; of a version that is known to be bad; pinned by
 * nobody; or that nobody could look.
 */
export type AuditState = "verified" | "altered" | "known-bad" | "unknown" | "unread";

/** What was found of one file. */
export interface AuditedFile {
  /** Below what was given, as it was given. */
  readonly path: string;
  readonly state: AuditState;
  /** In hex; null where it was not read. */
  readonly sha256: string | null;
  /** In bytes. */
  readonly size: number | null;
  /** In octal. */
  readonly mode: string | null;
  /** What it is, or has to be: `NAME@PLATFORM VERSION`, and which file of that. */
  readonly pin: string | null;
  readonly file: string | null;
}

/** How many files there are of each state. */
export type AuditCounts = Readonly<Record<AuditState, number>>;

/** What an audit found. */
export interface AuditReport {
  readonly findings: readonly Finding[];
  readonly exitCode: ExitCode;
  readonly counts: AuditCounts;
  /** Of all that was read. */
  readonly bytes: number;
  /** Pipes, sockets, devices and the kernel's folders: nothing of them is read. */
  readonly skipped: number;
  /** By path; of those that nobody pinned no more than were asked for. */
  readonly files: readonly AuditedFile[];
}

/** How far an audit is. */
export interface AuditProgress {
  readonly files: number;
  readonly bytes: number;
  /** Of all that will be read; undefined while it is still being counted. */
  readonly total: { readonly files: number; readonly bytes: number } | undefined;
  /** This is the last that is told. */
  readonly isDone: boolean;
}
