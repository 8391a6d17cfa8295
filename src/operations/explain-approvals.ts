import { type ExitCode, exitCodeOf } from "../exit-code.ts";
import type { Finding } from "../finding.ts";
import { findAuthors } from "../policy/author.ts";
import type { ChangeApproval } from "../policy/change-approval.ts";
import { judgeHold } from "../policy/judge-hold.ts";
import { authorsOf, judgeApprovals } from "./judge-approvals.ts";
import { judgePolicyApprovals } from "./judge-policy-approvals.ts";
import { approvalsOf, type JudgingPolicy, readJudgingPolicy } from "./judging-policy.ts";
import { noPolicy } from "./open-policy.ts";
import { isPolicyFile } from "./policy-files.ts";
import { rootsOfPolicy } from "./policy-roots.ts";
import { type ProposeOptions, proposeChange } from "./propose-change.ts";
import { readRecords } from "./read-records.ts";
import { sayWho } from "./say-who.ts";

/** Which change to explain. */
export type ExplainOptions = ProposeOptions;

/** What a change still lacks, from whom it could come, and how. */
export interface ExplainedChange {
  readonly findings: readonly Finding[];
  readonly exitCode: ExitCode;
  readonly changes: readonly ChangeApproval[];
}

/**
 * Says what the change of a lock still lacks by the base's policy: who has approved it, who could, what is held and until
 * when. Counts what lies here and is not committed, too. Verifies no signature of the lock.
 * @throws Refusal `POLICY_NONE` — neither the base nor the head has a policy; otherwise see `proposeChange`, `readPolicyAt`.
 */
export async function explainApprovals(options: ExplainOptions): Promise<ExplainedChange> {
  const { file, env, now } = options;
  if (isPolicyFile(file)) return explainPolicy(options);
  const proposal = await proposeChange(options);
  if (proposal.change === null) return refusedBy(proposal.findings);
  const { change } = proposal;
  const policy = readJudgingPolicy(change.history, change.prefix, now);
  if (policy === undefined) throw noPolicy();
  const asked = approvalsOf(policy, change.located.name);
  if (asked === undefined) return refusedBy([...change.findings, unasked(file, policy)]);
  const roots = await rootsOfPolicy(policy.closure, options.cwd, env);
  const { signers, keys, closure } = policy;
  const trust = { signers, keys, roots, time: closure.policy.trust };
  const judged = await judgeApprovals({
    ...options,
    history: change.history,
    policy: asked,
    trust,
    isWorkingTree: true,
  });
  const changes = judged.verdict?.changes ?? [];
  const authors = asked.authorMayApprove
    ? new Set<string>()
    : findAuthors(policy.signers, authorsOf(change, { env, signers: policy.signers, now }));
  const able = policy.signers.filter(({ name, person }) => person && !authors.has(name));
  const added = new Map(change.delta.changes.map((one) => [one.name, one.added]));
  const held = changes.flatMap(({ change: { name, to }, holdMs, emergency }) =>
    holdMs === null || emergency
      ? []
      : [{ name: `${name} ${to ?? ""}`.trimEnd(), added: added.get(name) ?? [], holdMs }],
  );
  const wanted = new Set(held.flatMap((one) => one.added));
  const records = await readRecords(change.located.root.path, trust, now, wanted);
  const { clocks, maxClockSkewMs: maxSkewMs } = policy.closure.policy.trust;
  const hold = judgeHold(file, held, records.evidence, {
    signers: policy.signers,
    clocks,
    now,
    maxSkewMs,
  });
  const findings = [
    ...judged.findings,
    ...sayWho(file, changes, able, closure.policy.signers),
    ...records.findings,
    ...hold.findings,
  ];
  return { findings, exitCode: exitCodeOf(findings), changes };
}

/** A policy has no hold: nobody but its own people knows of it before. */
async function explainPolicy(options: ExplainOptions): Promise<ExplainedChange> {
  const { file } = options;
  const judged = await judgePolicyApprovals({ ...options, isWorkingTree: true });
  const { changes } = judged.verdict;
  const { signers, closure } = judged.policy;
  const mayApprove = closure.policy.change?.authorMayApprove === true;
  const authors = mayApprove ? new Set<string>() : findAuthors(signers, judged.authors);
  const able = signers.filter(({ name, person }) => person && !authors.has(name));
  const findings = [...judged.findings, ...sayWho(file, changes, able, closure.policy.signers)];
  return { findings, exitCode: exitCodeOf(findings), changes };
}

function refusedBy(findings: readonly Finding[]): ExplainedChange {
  return { findings, exitCode: exitCodeOf(findings), changes: [] };
}

function unasked(file: string, { source }: JudgingPolicy): Finding {
  return {
    rule: "APPROVAL_UNREGULATED",
    verdict: "refused",
    subject: file,
    message: `expected a [[lock]] of ${source} about this file, found none: nothing is allowed`,
    expected: "a [[lock]] about this file",
    found: "none",
    help: `say in lockseal.toml what is asked of it: [[lock]] with path = "${file}"`,
  };
}
