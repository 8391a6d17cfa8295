import { type ExitCode, exitCodeOf } from "../exit-code.ts";
import type { Finding } from "../finding.ts";
import { type Delta, digestDelta } from "../lock/change.ts";
import { compareLocks } from "../lock/lock-delta.ts";
import type { ApprovalContext } from "../policy/approval.ts";
import type { ApprovalPolicy } from "../policy/approval-requirement.ts";
import type { Author } from "../policy/author.ts";
import { type ApprovalVerdict, verifyOwned } from "../policy/verify-approvals.ts";
import { type CollectedApprovals, collectApprovals } from "./collect-approvals.ts";
import { pathInCheckout } from "./in-checkout.ts";
import { readLockState, treeAt } from "./lock-content.ts";
import { withoutAutomatic } from "./made-by-hand.ts";
import { type ProposedChange, type ProposeOptions, proposeChange } from "./propose-change.ts";
import { type AuthorSources, readAuthors } from "./read-authors.ts";
import type { StatementTrust } from "./statement-trust.ts";
import { findUnmade } from "./unmade-changes.ts";

/** Which change, and who has to agree to it. */
export interface JudgeApprovalsOptions extends ProposeOptions {
  readonly policy: ApprovalPolicy;
  /** The keys of the policy's signers, and the roots for keyless ones. */
  readonly trust: StatementTrust;
  /** Count also what lies in the folder and is not committed; default: what is committed alone. */
  readonly isWorkingTree?: boolean;
  /** Where they were collected before, for several files. */
  readonly collected?: CollectedApprovals;
}

/** Who agrees to the change of a lock. */
export interface JudgedApprovals {
  readonly findings: readonly Finding[];
  readonly exitCode: ExitCode;
  /** Null where there is nothing that could be approved: the lock is not strict. */
  readonly verdict: ApprovalVerdict | null;
  readonly change: ProposedChange | null;
}

/**
 * Finds out who agrees to the change of a lock since a base: every approval and reject of the base, the head and all commits
 * between is verified, and counted as `verifyApprovals` does. Does not judge a hold, nor who signed the lock.
 * @throws Refusal see `proposeChange`, `collectApprovals`.
 */
export async function judgeApprovals(options: JudgeApprovalsOptions): Promise<JudgedApprovals> {
  const proposal = await proposeChange(options);
  if (proposal.change === null) {
    const { findings } = proposal;
    return { findings, exitCode: exitCodeOf(findings), verdict: null, change: null };
  }
  const { change } = proposal;
  const { chosen, located, prefix, history } = change;
  const { trust, now, isWorkingTree = false } = options;
  const collected =
    options.collected ?? (await collectApprovals({ history, prefix, trust, now, isWorkingTree }));
  const context = {
    repository: change.repository,
    path: pathInCheckout(located),
    ref: chosen.ref,
    base: change.base,
    result: change.result,
    sequence: change.sequence,
    authors: authorsOf(change, { ...options, signers: options.policy.signers }),
    spent: collected.spent,
    isHistoryWhole: collected.isHistoryWhole,
    unmade: await unmadeOf(change),
  };
  const { file, delta } = change;
  const verdict = verifyOwned(file, delta, collected.owned, context, options.policy);
  const findings = [...change.findings, ...collected.findings, ...verdict.findings];
  return { findings, exitCode: exitCodeOf(findings), verdict, change };
}

function namesOf({
  before,
  after,
  prefix,
}: Pick<ProposedChange, "before" | "after" | "prefix">): readonly string[] {
  const names = [...(before?.names ?? []), ...after.names];
  return [...new Set(names.map((name) => prefix + name))];
}

/** Finds what of a change was made, unmade and made again. */
async function unmadeOf(change: ProposedChange): Promise<ApprovalContext["unmade"]> {
  const { located, prefix, history, before, delta } = change;
  const deltaAt = (commit: string): Delta => {
    const read = treeAt(history.at(commit), prefix);
    const root = read(located.name);
    const state = typeof root === "string" ? undefined : readLockState(root, read);
    return state === undefined && before === undefined
      ? NOTHING
      : compareLocks(before?.content, state?.content);
  };
  return findUnmade({ history, prefix, delta, deltaAt, names: namesOf(change) });
}

const NOTHING: Delta = { changes: [], digest: digestDelta([]) };

/**
 * Finds out who made the change of a lock: whom the forge's event names, and who signed, or is named in, a commit that
 * changed a file of it. Whoever only adds an approval to the branch has not made the change.
 */
export function authorsOf(
  { prefix, history, before, after }: ProposedChange,
  sources: AuthorSources,
): readonly Author[] {
  const names = namesOf({ before, after, prefix });
  const commits = history.readCommits(history.commitsTo(names));
  return readAuthors(withoutAutomatic(history.gitTop, commits, names), sources);
}
