import { Refusal } from "../errors.ts";
import { type ExitCode, exitCodeOf } from "../exit-code.ts";
import type { Finding } from "../finding.ts";
import { listCommitsTo, readAt } from "../io/git-history.ts";
import type { Delta } from "../lock/change.ts";
import { compareFiles } from "../lock/file-delta.ts";
import type { SourceFile } from "../lock/model.ts";
import type { Author } from "../policy/author.ts";
import { MAX_POLICY_BYTES } from "../policy/policy.ts";
import { type ApprovalVerdict, verifyApprovals } from "../policy/verify-approvals.ts";
import { collectApprovals } from "./collect-approvals.ts";
import { approvalsOf, type JudgingPolicy } from "./judging-policy.ts";
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
  const { state, delta, chosen, before, after, judge, located, prefix } =
    await proposePolicyChange(options);
  const asked = judge === undefined ? undefined : approvalsOf(judge, state.path);
  if (judge === undefined || asked === undefined) throw unguarded(file, judge);
  const { gitTop } = located;
  const { signers, keys, closure } = judge;
  const roots = await rootsOfPolicy(closure, cwd, env);
  const collected = await collectApprovals({
    gitTop,
    prefix,
    base: chosen.commit,
    head: chosen.head,
    trust: { signers, keys, roots, time: closure.policy.trust },
    now,
    isWorkingTree: options.isWorkingTree === true,
  });
  const names = [...new Set([...before, ...after].map(({ name }) => prefix + name))];
  const commits = listCommitsTo(gitTop, chosen.commit, chosen.head, names);
  const authors = readAuthors(gitTop, commits, { env, signers, now });
  const deltaAt = (commit: string): Delta => {
    const contents = readAt(gitTop, commit, names, MAX_POLICY_BYTES);
    const files = names.flatMap((name, index): SourceFile[] => {
      const bytes = contents[index];
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
    unmade: findUnmade({
      gitTop,
      prefix,
      base: chosen.commit,
      head: chosen.head,
      delta,
      names,
      deltaAt,
    }),
  };
  const verdict = verifyApprovals(file, delta, collected.approvals, context, asked, now);
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
