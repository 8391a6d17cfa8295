import { Refusal } from "../errors.ts";
import { type ExitCode, exitCodeOf } from "../exit-code.ts";
import type { Finding } from "../finding.ts";
import type { Delta } from "../lock/change.ts";
import { compareFiles } from "../lock/file-delta.ts";
import type { SourceFile } from "../lock/model.ts";
import type { Author } from "../policy/author.ts";
import { MAX_POLICY_BYTES } from "../policy/policy.ts";
import { type ApprovalVerdict, verifyOwned } from "../policy/verify-approvals.ts";
import { collectApprovals } from "./collect-approvals.ts";
import { approvalsOf, type JudgingPolicy } from "./judging-policy.ts";
import { withoutAutomatic } from "./made-by-hand.ts";
import { rootsOfPolicy } from "./policy-roots.ts";
import type { ProposeOptions } from "./propose-change.ts";
import { proposePolicyChange } from "./propose-policy-change.ts";
import { readAuthors } from "./read-authors.ts";
import { findUnmade } from "./unmade-changes.ts";

/** Which change of a policy. */
export interface JudgePolicyOptions extends ProposeOptions {
  /** Count also what lies in the folder and is not committed; default: what is committed alone. */
  readonly isWorkingTree?: boolean;
}

/** Who agrees to the change of a policy. */
export interface JudgedPolicyApprovals {
  readonly findings: readonly Finding[];
  readonly exitCode: ExitCode;
  readonly verdict: ApprovalVerdict;
  readonly authors: readonly Author[];
  /** By which it was judged: the base's, else its own. */
  readonly policy: JudgingPolicy;
}

/**
 * Finds out who agrees to the change of a policy, or of a file that it names, by `[policy]` of the one that judges.
 * @throws Refusal `POLICY_UNGUARDED` — that has no `[policy]`, so that nobody may approve it.
 * @throws Refusal see `proposePolicyChange`, `collectApprovals`.
 */
export async function judgePolicyApprovals(
  options: JudgePolicyOptions,
): Promise<JudgedPolicyApprovals> {
  const { file, cwd, env, now } = options;
  const { state, located, delta, history, before, after, judge, prefix } =
    await proposePolicyChange(options);
  const asked = judge === undefined ? undefined : approvalsOf(judge, located.name);
  if (judge === undefined || asked === undefined) throw unguarded(file, judge);
  const { signers, keys, closure } = judge;
  const roots = await rootsOfPolicy(closure, cwd, env);
  const collected = await collectApprovals({
    history,
    prefix,
    trust: { signers, keys, roots, time: closure.policy.trust },
    now,
    isWorkingTree: options.isWorkingTree === true,
  });
  const names = [...new Set([...before, ...after].map(({ name }) => prefix + name))];
  const commits = history.readCommits(history.commitsTo(names));
  const made = withoutAutomatic(history.gitTop, commits, names);
  const authors = readAuthors(made, { env, signers, now });
  const deltaAt = (commit: string): Delta => {
    const tree = history.at(commit);
    tree.load(names, MAX_POLICY_BYTES);
    const files = names.flatMap((name): SourceFile[] => {
      const bytes = tree.read(name, MAX_POLICY_BYTES);
      return bytes === undefined ? [] : [{ name: name.slice(prefix.length), bytes }];
    });
    return compareFiles(before, files);
  };
  const { repository, path, ref, base, result, sequence } = state;
  const context = {
    repository,
    path,
    ref,
    base,
    result,
    sequence,
    authors,
    spent: collected.spent,
    isHistoryWhole: collected.isHistoryWhole,
    unmade: await findUnmade({ history, prefix, delta, names, deltaAt }),
  };
  const verdict = verifyOwned(file, delta, collected.owned, context, asked);
  const findings = [...collected.findings, ...verdict.findings];
  return { findings, exitCode: exitCodeOf(findings), verdict, authors, policy: judge };
}

function unguarded(file: string, judge: JudgingPolicy | undefined): Refusal {
  return new Refusal(
    "POLICY_UNGUARDED",
    `${file}: expected [policy] in ${judge?.source ?? "the base's policy"}, which says who decides about a change of it, found none`,
    { file },
    { hint: "nobody can approve it: change it where the base is kept, by hand" },
  );
}
