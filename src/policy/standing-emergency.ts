import type { Finding } from "../finding.ts";
import type { Change } from "../lock/change.ts";
import type { ApprovedChange } from "../statement/approval-statement.ts";
import { describeEmergency } from "./approval-findings.ts";
import { type ApprovalPolicy, requirementOf } from "./approval-requirement.ts";
import type { Owned } from "./owned-approvals.ts";
import { tally } from "./tally.ts";

/** What of a lock may have come in before its time. */
export interface StandingFacts {
  /** Approvals of the lock that stand, by the people who signed them: of the base and of the change. */
  readonly owned: readonly Owned[];
  /** Everything that the lock says today, as changes of nothing. */
  readonly today: readonly Change[];
  /** Names of what differs from the base: that is judged, and said, by itself. */
  readonly judged: ReadonlySet<string>;
  readonly now: Date;
}

/**
 * Says loudly, for as long as the word of an emergency lasts, what of a lock came in by it and is still there: once it was
 * merged nothing differs any more, and no other finding would name it. What as many people approved as any other change was
 * in no hurry. Decides nothing.
 */
export function sayStandingEmergencies(
  subject: string,
  { owned, today, judged, now }: StandingFacts,
  policy: ApprovalPolicy,
): readonly Finding[] {
  const approvals = owned.filter(({ approval }) => approval.statement.decision === "approve");
  const known = new Map(today.map((change) => [change.name, change]));
  const byChange = Map.groupBy(
    approvals.flatMap((one) =>
      one.approval.statement.delta.changes.map((change) => ({ ...one, change })),
    ),
    ({ change }) => `${change.name} ${change.digest.hex}`,
  );
  return [...byChange.values()].flatMap((covering): readonly Finding[] => {
    const urgent = covering.filter(({ approval: { statement } }) => lasts(statement, policy, now));
    const [first] = urgent;
    if (first === undefined || judged.has(first.change.name)) return [];
    if (!stands(first.change, known.get(first.change.name))) return [];
    const requirement = requirementOf(policy, first.change.kind);
    const ordinary = covering
      .filter(({ approval }) => approval.statement.emergency === null)
      .map(({ signer }) => [signer.name, signer] as const);
    if (requirement !== undefined && tally([...new Map(ordinary).values()], requirement, 0).isMet)
      return [];
    const people = [...new Set(urgent.map(({ signer }) => signer.name))].sort();
    return [describeEmergency(subject, first.change, people, first.approval.statement, "came in")];
  });
}

function lasts(
  { emergency, expires }: Owned["approval"]["statement"],
  policy: ApprovalPolicy,
  now: Date,
): boolean {
  const left = Date.parse(expires) - now.getTime();
  return emergency !== null && left >= 0 && left <= (policy.emergency?.lastsMs ?? 0);
}

/** Whether what was approved is what is there: another version since, or other bytes, came in by another word. */
function stands(approved: ApprovedChange, today: Change | undefined): boolean {
  if (approved.to === null || today === undefined)
    return approved.to === null && today === undefined;
  return (
    approved.to === today.to && JSON.stringify(approved.hashes) === JSON.stringify(today.hashes)
  );
}
