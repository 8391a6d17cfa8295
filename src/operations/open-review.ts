import { Refusal } from "../errors.ts";
import type { Finding } from "../finding.ts";
import type { Delta } from "../lock/change.ts";
import { describeResemblance, type NameFacts } from "../names/name-findings.ts";
import { findAuthors } from "../policy/author.ts";
import type { PolicyChange } from "../policy/change/policy-change.ts";
import type { Rule } from "../rule.ts";
import type { ChosenBase } from "./chosen-base.ts";
import { compareNames, pinsOfNewNames } from "./compare-names.ts";
import type { ApprovedState } from "./create-approval.ts";
import { describePolicies } from "./describe-policy.ts";
import { pathInCheckout } from "./in-checkout.ts";
import { authorsOf } from "./judge-approvals.ts";
import { approvalsOf, type JudgingPolicy, readJudgingPolicy } from "./judging-policy.ts";
import { readKnown } from "./known-files.ts";
import { isPolicyFile } from "./policy-files.ts";
import { rootsOfPolicy } from "./policy-roots.ts";
import { type ProposedChange, type ProposeOptions, proposeChange } from "./propose-change.ts";
import { proposePolicyChange } from "./propose-policy-change.ts";
import { countLines, describeForReview, type Known, type LineCount } from "./review-lines.ts";

/** A change as a person looks at it, and what they would sign. */
export interface Review {
  /** Absolute: what names are relative to. */
  readonly root: string;
  readonly state: ApprovedState;
  /** What has changed since when, in a line. */
  readonly title: string;
  /** One for each change, in words; each comes from the very values that are signed. */
  readonly lines: readonly string[];
  /** Of the delta, `sha256` in hex: whoever confirms without being asked names it. */
  readonly digest: string;
  readonly findings: readonly Finding[];
  /** The policy that judges the change; undefined where there is none. */
  readonly policy: JudgingPolicy | undefined;
  /** Names of people who made the change, as far as anything says so: their approval does not count. */
  readonly authors: ReadonlySet<string>;
}

/** How to look at a change. */
export type ReviewOptions = ProposeOptions;

/** A review, or why there is nothing that could be approved. */
export type OpenedReview =
  | { readonly review: Review }
  | { readonly review: null; readonly findings: readonly Finding[] };

/**
 * Opens the change of a lock, or of the policy, for a person to look at. What it says of age and publisher comes from
 * records that observers of the policy signed, and is judged by nobody here.
 * @throws Refusal `APPROVAL_NOTHING` — nothing differs; otherwise see `proposeChange`, `proposePolicyChange`, `readPolicyAt`.
 */
export async function openReview(options: ReviewOptions): Promise<OpenedReview> {
  if (isPolicyFile(options.file)) return { review: await openPolicyReview(options) };
  const proposal = await proposeChange(options);
  if (proposal.change === null) return { review: null, findings: proposal.findings };
  const { change } = proposal;
  if (change.delta.changes.length === 0) throw nothingToApprove(change.file, change.chosen);
  const policy = readJudgingPolicy(change.history, change.prefix, options.now);
  const roots =
    policy === undefined ? null : await rootsOfPolicy(policy.closure, options.cwd, options.env);
  const known = withLikeness(
    await readKnown(change, policy, options.now, roots),
    await compareNames(pinsOfNewNames(change.delta)),
  );
  const files = change.before?.files ?? [];
  return {
    review: {
      root: change.located.root.path,
      state: {
        repository: change.repository,
        path: pathInCheckout(change.located),
        ref: change.chosen.ref,
        base: change.base,
        result: change.result,
        sequence: change.sequence,
        delta: change.delta,
      },
      title: titleOf(
        change.located.name,
        change.chosen,
        change.delta,
        countLines(files, change.after.files),
        change.result === null,
      ),
      lines: change.delta.changes.map((one) => describeForReview(one, known)),
      digest: change.delta.digest.hex,
      findings: [
        ...change.findings,
        ...notesOn(change),
        ...bootstrap(change.file, change.chosen, policy),
      ],
      policy,
      authors: authorsByPolicy(change, policy, options),
    },
  };
}

/** Says behind a new name which popular one it looks like. */
function withLikeness(known: Known, { found, listed }: NameFacts): Known {
  return (change) => {
    const like = found.find(({ name }) => name === change.name);
    const words = [known(change), like === undefined ? "" : describeResemblance(like, listed)];
    return words.filter((one) => one !== "").join("; ");
  };
}

async function openPolicyReview(options: ReviewOptions): Promise<Review> {
  const proposed = await proposePolicyChange(options);
  const { root, state, delta, chosen, before, after, judge, closures } = proposed;
  if (delta.changes.length === 0) throw nothingToApprove(options.file, chosen);
  return {
    root,
    state,
    title: titleOf(state.path, chosen, delta, countLines(before, after), state.result === null),
    lines: [
      ...delta.changes.map((one) => describeForReview(one, () => "")),
      ...describePolicies(closures.before, closures.after).map(lineOfPolicy),
    ],
    digest: delta.digest.hex,
    findings: bootstrap(options.file, chosen, judge),
    policy: judge,
    // Who changed the policy is looked at where it is judged.
    authors: new Set(),
  };
}

/** Whoever approves learns that it will not count; where nobody can tell who made the change, the gate says so. */
function authorsByPolicy(
  change: ProposedChange,
  policy: JudgingPolicy | undefined,
  { env, now }: ReviewOptions,
): ReadonlySet<string> {
  if (policy === undefined) return new Set();
  if (approvalsOf(policy, change.located.name)?.authorMayApprove === true) return new Set();
  try {
    const { signers } = policy;
    return findAuthors(signers, authorsOf(change, { env, signers, now }));
  } catch (error) {
    if (error instanceof Refusal) return new Set();
    throw error;
  }
}

const WEIGHTS = {
  weaker: "! WEAKER:",
  stricter: "+ stricter:",
  other: "~ changed:",
  same: "= the same:",
} as const;

/** What is changed by meaning stands below the files, what allows more first. */
function lineOfPolicy({ weight, text }: PolicyChange): string {
  return `  ${WEIGHTS[weight]} ${text}`;
}

/** A base without a policy is judged by what is proposed: that comes first in every report. */
function bootstrap(
  file: string,
  { commit }: ChosenBase,
  policy: JudgingPolicy | undefined,
): Finding[] {
  if (policy?.commit === commit) return [];
  const message =
    policy === undefined
      ? `neither the base nor this has a policy: nobody knows whose approval counts`
      : `the base has no policy: what counts is said by ${policy.source}, which its author may have written`;
  const help = "let its owners agree on a first lockseal.toml, and take it in before anything else";
  return [{ rule: "POLICY_BOOTSTRAP", verdict: "warned", subject: file, message, help }];
}

function titleOf(
  path: string,
  chosen: ChosenBase,
  delta: Delta,
  lines: LineCount,
  isRemoved: boolean,
): string {
  const count = `${delta.changes.length} ${delta.changes.length === 1 ? "change" : "changes"}`;
  const into = chosen.ref === null ? "" : `, for ${chosen.ref}`;
  return `${path}: ${isRemoved ? "removed, " : ""}${count} since ${chosen.commit.slice(0, 12)} (${chosen.name} by ${chosen.source})${into}, +${lines.added}/−${lines.removed} lines`;
}

function nothingToApprove(file: string, chosen: ChosenBase): Refusal {
  return new Refusal(
    "APPROVAL_NOTHING",
    `${file}: expected a change since ${chosen.commit.slice(0, 12)} (${chosen.name}), found none: whoever installs would see the same`,
    { base: chosen.commit },
    { hint: "name what it is to be compared with: --base REF" },
  );
}

function notesOn({ file, repository, chosen, before }: ProposedChange): Finding[] {
  const notes: Finding[] = [];
  const note = (rule: Rule, message: string, help: string): void => {
    notes.push({ rule, verdict: "warned", subject: file, message, help });
  };
  if (repository === null)
    note(
      "SCOPE_UNBOUND",
      "the approval holds for no repository in particular: the checkout's origin has no address that others could name",
      "set the origin, to bind it to this repository",
    );
  if (chosen.ref === null)
    note(
      "APPROVAL_REF_NONE",
      `the approval holds for no branch in particular: ${chosen.name} names none`,
      "name the branch that this is to become part of: --into refs/heads/main",
    );
  for (const line of before?.unread ?? [])
    note(
      "APPROVAL_BASE_UNREAD",
      `at the base: ${line}; this line was not compared`,
      "look at it yourself",
    );
  return notes;
}
