import { type Finding, isRefused } from "../finding.ts";
import type { Change, ChangeKind, Delta } from "../lock/change.ts";
import {
  type ApprovalContext,
  covers,
  isAboutFile,
  isRemoval,
  isUnmade,
  objectionTo,
  type SignedApproval,
} from "./approval.ts";
import {
  describeApproved,
  describeEmergency,
  describeIgnored,
  describeMissing,
  describeReject,
  describeUnproven,
} from "./approval-findings.ts";
import {
  type ApprovalPolicy,
  type ApprovalRequirement,
  type EmergencyRequirement,
  requirementOf,
} from "./approval-requirement.ts";
import { findAuthors, isAuthorProven } from "./author.ts";
import type { ChangeApproval } from "./change-approval.ts";
import { type Owned, type OwnedApprovals, ownApprovals } from "./owned-approvals.ts";
import type { PolicySigner } from "./signer.ts";
import { type Tally, tally } from "./tally.ts";

/** Which people agree to a delta, change by change. */
export interface ApprovalVerdict {
  readonly findings: readonly Finding[];
  /** One for each change, in the order of the delta. */
  readonly changes: readonly ChangeApproval[];
  /** What counted, of all that was found. */
  readonly counted: readonly CountedApproval[];
}

/** An approval or reject that counts. */
export interface CountedApproval {
  readonly source: string;
  readonly person: string;
  readonly decision: "approve" | "reject";
  readonly digest: string;
}

/**
 * Counts who agrees to a delta: people, never keys. Machines never count, and authors only where the policy lets them; roles are those of today's
 * policy. An approval counts for every change that it names by its digest and that still stands, so that a rebase keeps
 * what it did not touch. One reject by a person blocks, whatever else is there and however old it is, until the same
 * person signs a statement that supersedes it. Verifies no signature: that was done before.
 * @param subject the file as its user named it.
 */
export function verifyApprovals(
  subject: string,
  delta: Delta,
  approvals: readonly SignedApproval[],
  context: ApprovalContext,
  policy: ApprovalPolicy,
  now: Date,
): ApprovalVerdict {
  return verifyOwned(subject, delta, ownApprovals(approvals, policy.signers, now), context, policy);
}

/**
 * Does the same of approvals whose owners are known: where many files change, they are found once.
 * @param owned by the signers of `policy`, as of the time that they are judged at.
 */
export function verifyOwned(
  subject: string,
  delta: Delta,
  owned: OwnedApprovals,
  context: ApprovalContext,
  policy: ApprovalPolicy,
): ApprovalVerdict {
  const { now } = owned;
  const { standing, ignored } = owned.about(context);
  const findings: Finding[] = ignored.map((describe) => describe(subject));
  const rejects = standing.filter(
    ({ approval }) => approval.statement.decision === "reject" && blocks(approval, delta, context),
  );
  for (const { approval, signer } of rejects) {
    const { source, statement, digest } = approval;
    findings.push(describeReject(subject, source, signer.name, statement.review.notes, digest.hex));
  }
  const authors = policy.authorMayApprove
    ? new Set<string>()
    : findAuthors(policy.signers, context.authors);
  const facts = { delta, context, policy, now, authors };
  const counting = standing
    .filter(({ approval, signer }) => doesCount(subject, approval, signer, facts, findings))
    .map(({ approval, signer }) => ({ signer, approval: withoutUnmade(approval, context) }));
  const isProven = policy.authorMayApprove || isAuthorProven(context.authors);
  const changes = delta.changes.map((change) =>
    judgeChange(change, counting, policy, isProven ? 0 : 1),
  );
  if (!isProven && changes.length > 0) findings.push(describeUnproven(subject, context.authors));
  findings.push(
    ...describeMissing(subject, changes, policy.authorMayApprove),
    ...sayEmergencies(subject, changes, counting),
  );
  if (!isRefused(findings)) findings.push(describeApproved(subject, changes));
  const used = [
    ...rejects,
    ...counting.filter(({ approval }) =>
      delta.changes.some((change) => covers(approval.statement, change)),
    ),
  ];
  return {
    findings,
    changes,
    counted: used.map(({ approval, signer }) => ({
      source: approval.source,
      person: signer.name,
      decision: approval.statement.decision,
      digest: approval.digest.hex,
    })),
  };
}

/** A reject holds on every branch, by any policy and for ever: whoever could make it lapse could get round it. */
function blocks({ statement }: SignedApproval, delta: Delta, context: ApprovalContext): boolean {
  if (!isAboutFile(statement, context)) return false;
  const isResult = statement.subject.digest.hex === context.result?.hex;
  // Who objects to a removal wants these very bytes to stay.
  return (
    (isResult && !isRemoval(statement)) || delta.changes.some((change) => covers(statement, change))
  );
}

interface Facts {
  readonly delta: Delta;
  readonly context: ApprovalContext;
  readonly policy: ApprovalPolicy;
  readonly now: Date;
  readonly authors: ReadonlySet<string>;
}

function doesCount(
  subject: string,
  approval: SignedApproval,
  signer: PolicySigner,
  { delta, context, policy, now, authors }: Facts,
  findings: Finding[],
): boolean {
  const { statement, source } = approval;
  if (statement.decision !== "approve") return false;
  // Folders hold approvals of other files, too, and of changes that were made long ago.
  if (statement.scope.path !== context.path && statement.scope.repository === context.repository)
    return false;
  const isOld = context.spent.has(approval.digest.hex);
  if (isOld && !delta.changes.some((change) => covers(statement, change))) return false;
  const objection = objectionTo(approval, delta, context, policy.digest, now);
  if (objection !== undefined) {
    findings.push(
      describeIgnored(objection.rule, subject, source, objection.expected, objection.found),
    );
    return false;
  }
  if (authors.has(signer.name)) {
    findings.push(
      describeIgnored(
        "APPROVAL_BY_AUTHOR",
        subject,
        source,
        "somebody who did not make the change",
        signer.name,
      ),
    );
    return false;
  }
  if (!delta.changes.some((change) => covers(statement, change))) {
    findings.push(
      describeIgnored(
        "APPROVAL_COVERS_NOTHING",
        subject,
        source,
        "a change that is made here",
        "others alone",
      ),
    );
    return false;
  }
  const back = delta.changes.filter(
    (change) => covers(statement, change) && isUnmade(approval, change, context),
  );
  if (back.length > 0)
    findings.push(
      describeIgnored(
        "APPROVAL_SPENT",
        subject,
        source,
        `a word about ${back.map(({ name }) => name).join(", ")} from after it was taken back and made again`,
        "one from before",
      ),
    );
  const { emergency } = statement;
  const lasts = policy.emergency?.lastsMs ?? 0;
  if (emergency !== null && Date.parse(statement.expires) - now.getTime() > lasts) {
    findings.push(
      describeIgnored(
        "APPROVAL_EMERGENCY_LASTS",
        subject,
        source,
        `an emergency that ends within ${lasts / 3_600_000} hours`,
        `one until ${statement.expires}`,
      ),
    );
    return false;
  }
  return true;
}

/** Leaves of an approval what nobody took back since. */
function withoutUnmade(approval: SignedApproval, context: ApprovalContext): SignedApproval {
  const { delta } = approval.statement;
  const changes = delta.changes.filter((change) => !isUnmade(approval, change, context));
  return { ...approval, statement: { ...approval.statement, delta: { ...delta, changes } } };
}

function judgeChange(
  change: Change,
  counting: readonly Owned[],
  policy: ApprovalPolicy,
  more: number,
): ChangeApproval {
  const covering = counting.filter(({ approval }) => covers(approval.statement, change));
  const ordinary = covering.filter(({ approval }) => approval.statement.emergency === null);
  const urgent = covering.filter(({ approval }) => approval.statement.emergency !== null);
  const asked = change.kinds.map((kind) => ({ kind, requirement: requirementOf(policy, kind) }));
  const holds = asked.flatMap(({ requirement }) => requirement?.holdMs ?? []);
  const base = {
    ...{ change, kind: change.kind, people: namesOf(covering), denied: null, tally: null },
    ...{
      holdMs: holds.length === 0 ? null : Math.max(...holds),
      approved: false,
      emergency: false,
    },
  };
  const never = asked.find(
    ({ requirement }) => requirement !== undefined && requirement.deny !== null,
  );
  if (never !== undefined)
    return { ...base, kind: never.kind, denied: never.requirement?.deny ?? null };
  const tallies: { readonly kind: ChangeKind; readonly tally: Tally }[] = [];
  for (const { kind, requirement } of asked) {
    if (requirement === undefined) return { ...base, kind };
    tallies.push({ kind, tally: tallyOf(ordinary, requirement, more) });
  }
  const [first] = tallies;
  // A change of no kind is none that anybody could agree to.
  if (first === undefined) return base;
  const short = tallies.find(({ tally: { isMet } }) => !isMet);
  if (short === undefined) return { ...base, approved: true, tally: first.tally };
  if (policy.emergency === null || urgent.length === 0) return { ...base, ...short };
  const word = tallyOf(urgent, policy.emergency, more);
  return { ...base, kind: short.kind, approved: word.isMet, emergency: word.isMet, tally: word };
}

function tallyOf(
  covering: readonly Owned[],
  requirement: ApprovalRequirement | EmergencyRequirement,
  more: number,
): Tally {
  const signers = new Map(covering.map(({ signer }) => [signer.name, signer]));
  return tally([...signers.values()], requirement, more);
}

function namesOf(owned: readonly Owned[]): readonly string[] {
  return [...new Set(owned.map(({ signer }) => signer.name))].sort();
}

/** One finding for each change that passes by the word of an emergency alone. */
function sayEmergencies(
  subject: string,
  changes: readonly ChangeApproval[],
  counting: readonly Owned[],
): Finding[] {
  return changes
    .filter(({ emergency }) => emergency)
    .flatMap((one) => {
      const word = counting.find(
        ({ approval: { statement } }) =>
          statement.emergency !== null && covers(statement, one.change),
      );
      return word === undefined
        ? []
        : describeEmergency(subject, one.change, one.people, word.approval.statement, "passes");
    });
}
