import { formatKey, formatString } from "../tool/lock-syntax.ts";

/** What a repository's first policy says: of what is there today, and of whoever begins it. */
export interface PolicyDraft {
  readonly name: string;
  readonly now: Date;
  readonly signer: {
    readonly name: string;
    /** Relative to the policy. */
    readonly key: string;
    readonly git: readonly string[];
    readonly github: readonly string[];
  };
  /** Patterns of requirements files, no two of which match one file. */
  readonly locks: readonly string[];
  /** Whether downloaded tools are pinned, or about to be. */
  readonly hasTools: boolean;
  readonly exemptions: readonly DraftExemption[];
}

/** One file that passes as it is for a while. */
export interface DraftExemption {
  readonly path: string;
  readonly sha256: string;
  readonly reason: string;
}

const DAY_MS = 86_400_000;
/** Long enough to lock a file with hashes, short enough to be done. */
export const EXEMPT_DAYS = 30;
const POLICY_DAYS = 365;

/**
 * Writes a repository's first policy. As strict as one person can bear: every change of a lock needs that person's signed
 * word, and the lock their signature; the same version with other bytes is nobody's to allow; what is not strict yet passes
 * with these very bytes, and for a month.
 */
export function draftPolicy(draft: PolicyDraft): string {
  const { signer } = draft;
  const lines = [
    "# Who is trusted, and what is asked for. What is not said here is not allowed.",
    "# lockseal policy check finds what is wrong with it; lockseal policy schema lists every key.",
    "version = 1",
    `name    = ${formatString(draft.name)}`,
    `expires = ${dayAfter(draft.now, POLICY_DAYS)}   # from then on it allows nothing: review it before`,
    "",
    "[policy]                          # who decides about this file, and about the keys that it names",
    'role      = "owner"',
    "threshold = 1                     # with a second owner: 2",
    "author_may_approve = true         # there is one person: with a second one, take this line out",
    "",
    `[signers.${formatKey(signer.name)}]`,
    "person = true",
    'roles  = ["owner", "reviewer", "releaser"]',
    `keys   = ${formatList([signer.key])}`,
    ...(signer.git.length === 0 ? [] : [`git    = ${formatList(signer.git)}`]),
    ...(signer.github.length === 0 ? [] : [`github = ${formatList(signer.github)}`]),
    ...draft.locks.flatMap((path) => formatSection(path, "pip-requirements")),
    ...(draft.hasTools ? formatSection("lockseal-tools.lock", "lockseal-tools") : []),
    ...draft.exemptions.flatMap(({ path, sha256, reason }) => [
      "",
      "[[exempt]]                        # these very bytes, until that day, and in every report",
      `path   = ${formatString(path)}`,
      `sha256 = ${formatString(sha256)}`,
      `reason = ${formatString(reason)}`,
      `until  = ${dayAfter(draft.now, EXEMPT_DAYS)}`,
    ]),
  ];
  return `${lines.join("\n")}\n`;
}

function formatSection(path: string, format: string): readonly string[] {
  return [
    "",
    "[[lock]]",
    `path       = ${formatString(path)}`,
    `format     = ${formatString(format)}`,
    'signatures = { role = "releaser", threshold = 1 }',
    "author_may_approve = true         # there is one person: with a second one, take this line out",
    'approval.new       = { people = 1 }   # with an observer, see lockseal observe: hold = "72h"',
    "approval.update    = { people = 1 }",
    'approval.downgrade = { people = 1, role = "owner" }',
    'approval.rehash    = { deny = "the same version with other bytes" }',
    "approval.remove    = { people = 1 }",
    "approval.other     = { people = 1 }",
  ];
}

function formatList(values: readonly string[]): string {
  return `[${values.map(formatString).join(", ")}]`;
}

/** At midnight, so that nobody has to look for the hour. */
function dayAfter(now: Date, days: number): string {
  return `${new Date(now.getTime() + days * DAY_MS).toISOString().slice(0, 10)}T00:00:00Z`;
}
