import { Refusal } from "../errors.ts";
import { isRefused } from "../finding.ts";
import { isExempt } from "./exemption.ts";
import { findLockSection } from "./find-lock.ts";
import type { DeniedCase, GateFacts, LockFacts, RuleOutcome } from "./gate-facts.ts";
import type { Policy } from "./model.ts";
import type { RuleAnswer, RuleProblem, RuleQuestion, RuleVariables } from "./rule-question.ts";
import { entriesOf, fields, lockOf, releasedLockOf, sharedVariables } from "./rule-variables.ts";
import type { RuleEvent } from "./table/rules.ts";

/** Facts of a gate but for what came of the rules. */
export type RuleFacts = Omit<GateFacts, "rules">;

/** One thing that a rule is asked about, and how a denial names it. */
interface RuleCase extends DeniedCase {
  readonly variables: RuleVariables;
}

/** All that a rule is asked about. */
export interface RuleCases {
  readonly id: string;
  readonly cases: readonly DeniedCase[];
  readonly question: RuleQuestion;
  /** A lock of which nobody can tell what differs, and that would pass all the same. */
  readonly untold: string | undefined;
}

/**
 * Finds what each rule is asked about: changes of locks that may still pass, or the locks of a release. What is exempt, and
 * a lock that nobody has to approve, is none of it; nor is what is refused anyway because nobody can tell what differs.
 * Evaluates nothing.
 */
export function casesOfRules(facts: RuleFacts, policy: Policy, now: Date): readonly RuleCases[] {
  const { mode } = facts;
  const locks = facts.locks.filter(
    (lock) => !isExempt(lock, policy, now) && !isFree(lock, policy, mode),
  );
  const changed = mode === "release" ? [] : locks.filter(({ base, head }) => base !== head);
  const released = mode === "release" ? locks.filter(({ head }) => head !== null) : [];
  const untold = changed.find(isUntold)?.path;
  const make: Readonly<Record<RuleEvent, () => readonly RuleCase[]>> = {
    "lock.change": () => changed.flatMap(casesOfChanges),
    "lock.delta": () => changed.flatMap(casesOfDelta),
    "lock.release": () => released.map(caseOfRelease),
  };
  // Of what no rule asks about, thousands would be made for nothing.
  const events = new Set(policy.rules.map(({ on }) => on));
  const byEvent = new Map([...events].map((event) => [event, make[event]()]));
  const shared = sharedVariables(facts, policy, now);
  return policy.rules.map(({ id, on: event, denyIf: expression, parameters }) => {
    const own = byEvent.get(event) ?? [];
    const cases = own.map(({ variables }) => variables);
    const question = { expression, event, parameters, shared, cases };
    return { id, cases: own, question, untold: event === "lock.release" ? undefined : untold };
  });
}

/** Says what came of a rule. @param answer undefined where it was not asked, for it is asked about nothing. */
export function outcomeOf(
  { cases, untold }: Pick<RuleCases, "cases" | "untold">,
  answer: RuleAnswer | undefined,
): RuleOutcome {
  if (untold !== undefined) return { kind: "failed", problem: notTold(untold) };
  switch (answer?.kind) {
    case "judged": {
      const denied = answer.denied.map((at) => nameOf(cases[at]));
      if (denied.length > 0) return { kind: "denied", denied };
      return { kind: "passed", asked: cases.length };
    }
    case "malformed":
      return { kind: "failed", problem: answer.problems[0] ?? NOTHING };
    case "failed": {
      const { subject, what } = nameOf(cases[answer.at]);
      const found = `${answer.problem.found}, of ${subject}: ${what}`;
      return { kind: "failed", problem: { ...answer.problem, found } };
    }
    default:
      return cases.length === 0
        ? { kind: "passed", asked: 0 }
        : { kind: "failed", problem: NOTHING };
  }
}

function nameOf(one: DeniedCase | undefined): DeniedCase {
  return { subject: one?.subject ?? "nothing", what: one?.what ?? "nothing" };
}

const NOTHING: RuleProblem = { unit: 0, expected: "an answer", found: "none", hint: undefined };

function notTold(path: string): RuleProblem {
  const hint = "run the gate in a checkout with its history";
  return { unit: 0, expected: "to be told what differs", found: `nothing, of ${path}`, hint };
}

/** Says whether the policy asks nothing of a lock, as for versions that are no pins. */
function isFree({ path }: LockFacts, policy: Policy, mode: RuleFacts["mode"]): boolean {
  try {
    const section = findLockSection(policy, path);
    return section?.ranges === true && (mode === "release" || section.approval.size === 0);
  } catch (error) {
    // Several sections match, which is refused.
    if (error instanceof Refusal) return false;
    throw error;
  }
}

function isUntold({ delta, approvals }: LockFacts): boolean {
  return delta === null && approvals !== null && !isRefused(approvals.findings);
}

function casesOfChanges(lock: LockFacts): readonly RuleCase[] {
  const { path, delta, approvals } = lock;
  const own = lockOf(lock);
  return (delta?.changes ?? []).flatMap((change) =>
    entriesOf(change, approvals?.changes ?? []).map(({ what, value }) => ({
      subject: path,
      what,
      variables: fields({ lock: own, change: value }),
    })),
  );
}

function casesOfDelta(lock: LockFacts): readonly RuleCase[] {
  const { path, delta, approvals } = lock;
  if (delta === null) return [];
  const count = delta.changes.length;
  const changes = delta.changes.flatMap((change) => entriesOf(change, approvals?.changes ?? []));
  const all = fields({ changes: changes.map(({ value }) => value) });
  const what = `${count} change${count === 1 ? "" : "s"}`;
  return [{ subject: path, what, variables: fields({ lock: lockOf(lock), delta: all }) }];
}

function caseOfRelease(lock: LockFacts): RuleCase {
  const variables = fields({ lock: releasedLockOf(lock) });
  return { subject: lock.path, what: "its release", variables };
}
