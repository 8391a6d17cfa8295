import type { Digest } from "../bytes/digest.ts";
import type { Change, Delta } from "../lock/change.ts";
import { LOCK_NAME } from "../lock/lock-delta.ts";
import type { Rule } from "../rule.ts";
import type { ApprovalStatement, ApprovedChange } from "../statement/approval-statement.ts";
import type { Author } from "./author.ts";
import type { SignedBy, TrustedTime } from "./signer.ts";

/** An approval or reject whose signature was verified; whose it is, and whether it counts, was not decided. */
export interface SignedApproval {
  /** Where it was found, for reports. */
  readonly source: string;
  readonly statement: ApprovalStatement;
  /** SHA-256 of the payload that was signed. */
  readonly digest: Digest;
  readonly by: SignedBy;
  /** None for a key alone. */
  readonly times: readonly TrustedTime[];
}

/** What an approval has to be about: what the verifier found by itself. */
export interface ApprovalContext {
  /** `git+https://…`; null where it cannot be told. */
  readonly repository: string | null;
  /** Of the file that changes, from the top of the checkout. */
  readonly path: string;
  /** What the change is to become part of, such as `refs/heads/main`; null where it cannot be told. */
  readonly ref: string | null;
  /** Of the file before; null where there was none. */
  readonly base: Digest | null;
  /** Of the file after; null where it is removed. */
  readonly result: Digest | null;
  /** Of the lock that will be signed with this change: one more than that of the last. */
  readonly sequence: number;
  /** Who made the change, as far as anybody says. */
  readonly authors: readonly Author[];
  /**
   * SHA-256 of the payloads that are part of the base or of its history, in hex: they served for a change that was made.
   */
  readonly spent: ReadonlySet<string>;
  /** Whether all of that history is at hand; where it is not, only approvals of this very base count. */
  readonly isHistoryWhole: boolean;
  /**
   * By the digest of a change, in hex, that was made, unmade and made again since the base: SHA-256 of the payloads that were
   * there when it was unmade. Who agreed then has not agreed to what somebody took back.
   */
  readonly unmade: ReadonlyMap<string, ReadonlySet<string>>;
}

/** Why an approval does not count, as a rule and its sides. */
export interface Objection {
  readonly rule: Rule;
  readonly expected: string;
  readonly found: string;
}

/**
 * Says why an approval is not about a change that is judged here, or about none any longer; undefined where it is.
 * Whose it is was looked at before.
 */
export function objectionTo(
  { statement, digest }: SignedApproval,
  delta: Delta,
  context: ApprovalContext,
  policy: Digest | null,
  now: Date,
): Objection | undefined {
  return (
    objectionToScope(statement, context) ??
    objectionToPolicy(statement, policy) ??
    objectionToTime(statement, now) ??
    objectionToSequence(statement, digest, context) ??
    objectionToDelta(statement, delta, context)
  );
}

/** Tells whether a statement is about this file in this repository, whatever branch it is for. */
export function isAboutFile({ scope }: ApprovalStatement, context: ApprovalContext): boolean {
  return scope.repository === context.repository && scope.path === context.path;
}

function objectionToScope(
  statement: ApprovalStatement,
  context: ApprovalContext,
): Objection | undefined {
  const { repository, path, ref } = statement.scope;
  if (isAboutFile(statement, context) && ref === context.ref) return undefined;
  return {
    rule: "APPROVAL_SCOPE",
    expected: nameScope(context.repository, context.path, context.ref),
    found: nameScope(repository, path, ref),
  };
}

function nameScope(repository: string | null, path: string, ref: string | null): string {
  return `${path} in ${repository ?? "no repository"} at ${ref ?? "no ref"}`;
}

function objectionToPolicy(
  statement: ApprovalStatement,
  policy: Digest | null,
): Objection | undefined {
  if (statement.policy?.hex === policy?.hex) return undefined;
  return {
    rule: "APPROVAL_POLICY",
    expected: nameDigest(policy, "no policy"),
    found: nameDigest(statement.policy, "no policy"),
  };
}

function objectionToTime({ expires }: ApprovalStatement, now: Date): Objection | undefined {
  if (now.getTime() <= Date.parse(expires)) return undefined;
  return {
    rule: "APPROVAL_EXPIRED",
    expected: `a time before ${expires}`,
    found: now.toISOString(),
  };
}

function objectionToSequence(
  statement: ApprovalStatement,
  digest: Digest,
  { sequence, base, spent, isHistoryWhole }: ApprovalContext,
): Objection | undefined {
  const expected = `an approval for sequence ${sequence}`;
  const found = `sequence ${statement.sequence}`;
  // What came back to where it was before: the same change was approved once, and unmade since.
  if (spent.has(digest.hex))
    return {
      rule: "APPROVAL_SPENT",
      expected: "an approval that is new to the base",
      found: "one that served for an earlier change",
    };
  if (statement.sequence === sequence) return undefined;
  const isRebased = statement.base?.hex !== base?.hex;
  if (isRebased && statement.sequence < sequence && isHistoryWhole) return undefined;
  return { rule: "APPROVAL_SEQUENCE", expected, found };
}

function objectionToDelta(
  statement: ApprovalStatement,
  delta: Delta,
  { base, result }: ApprovalContext,
): Objection | undefined {
  const rule = "APPROVAL_DELTA";
  // Where the file itself is as before, what it includes differs, and these digests do not tell by how much.
  const isSameChange =
    base?.hex !== result?.hex &&
    statement.base?.hex === base?.hex &&
    statement.subject.digest.hex === (result ?? base)?.hex;
  // Both files are at hand: whatever was shown instead of their difference was a lie.
  if (isSameChange && statement.delta.digest.hex !== delta.digest.hex)
    return {
      rule,
      expected: `the difference of both files, sha256:${delta.digest.hex}`,
      found: `sha256:${statement.delta.digest.hex}`,
    };
  const current = new Map(delta.changes.map((change) => [change.name, change]));
  for (const recorded of statement.delta.changes) {
    const change = current.get(recorded.name);
    if (change === undefined || change.digest.hex !== recorded.digest.hex) continue;
    const field = differingField(recorded, change);
    // Its digest is of one change, and what a person read of it another.
    if (field !== undefined)
      return {
        rule,
        expected: `${field} of ${change.name} as it is: ${JSON.stringify(change[field])}`,
        found: JSON.stringify(recorded[field]),
      };
  }
  return undefined;
}

const SHOWN = ["kind", "purl", "from", "to", "hashes", "markers"] as const;

function differingField(
  recorded: ApprovedChange,
  change: Change,
): (typeof SHOWN)[number] | undefined {
  return SHOWN.find((field) => JSON.stringify(recorded[field]) !== JSON.stringify(change[field]));
}

/** Tells whether a statement is about the removal of its file: its subject is what was removed, and nothing that came. */
export function isRemoval({ scope, delta }: ApprovalStatement): boolean {
  return delta.changes.some(
    ({ kind, name }) =>
      kind === "remove" && (name === LOCK_NAME || `/${scope.path}`.endsWith(`/${name}`)),
  );
}

/** Tells whether an approval says that it saw a change, by its digest. */
export function covers({ delta }: ApprovalStatement, change: Change): boolean {
  return delta.changes.some(
    ({ name, digest }) => name === change.name && digest.hex === change.digest.hex,
  );
}

/** Tells whether a change was unmade since somebody approved it. */
export function isUnmade(
  { digest }: SignedApproval,
  change: Pick<Change, "digest">,
  { unmade }: ApprovalContext,
): boolean {
  return unmade.get(change.digest.hex)?.has(digest.hex) === true;
}

function nameDigest(digest: Digest | null, none: string): string {
  return digest === null ? none : `sha256:${digest.hex}`;
}
