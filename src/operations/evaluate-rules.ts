import { type Ask, type ThreadAnswer, type ThreadLimits, withThread } from "../io/ask-thread.ts";
import type { RuleOutcome } from "../policy/gate-facts.ts";
import type { Policy } from "../policy/model.ts";
import { casesOfRules, outcomeOf, type RuleCases, type RuleFacts } from "../policy/rule-cases.ts";
import type { RuleAnswer, RuleProblem, RuleQuestion } from "../policy/rule-question.ts";

/** A rule of a usual policy takes a millisecond for a change. */
const LIMITS: ThreadLimits = { timeMs: 5000, totalMs: 60_000, memoryMiB: 256 };

/** So many cases are asked about at a time: however many changes there are, none of it takes much time or memory. */
const CASES_AT_ONCE = 1000;

/**
 * Evaluates the rules of a policy, in a thread that is ended where one of them takes too long or too much. Starts none
 * where no rule is asked about anything. Judges nothing: `evaluateGate` does.
 */
export async function evaluateRules(
  facts: RuleFacts,
  policy: Policy,
  now: Date,
  limits: ThreadLimits = LIMITS,
): Promise<ReadonlyMap<string, RuleOutcome>> {
  const outcomes = new Map<string, RuleOutcome>();
  await withThread(workerFile(), limits, async (ask) => {
    for (const one of casesOfRules(facts, policy, now))
      outcomes.set(one.id, await outcomeOfCases(one, ask));
  });
  return outcomes;
}

async function outcomeOfCases(one: RuleCases, ask: Ask): Promise<RuleOutcome> {
  const { cases, question, untold } = one;
  if (cases.length === 0 || untold !== undefined) return outcomeOf(one, undefined);
  const denied: number[] = [];
  for (let from = 0; from < cases.length; from += CASES_AT_ONCE) {
    const some = question.cases.slice(from, from + CASES_AT_ONCE);
    const answer = await ask<RuleAnswer>({ ...question, cases: some });
    if (answer.kind !== "answered") return { kind: "failed", problem: problemOfThread(answer) };
    if (answer.answer.kind !== "judged") return outcomeOf(one, shifted(answer.answer, from));
    denied.push(...answer.answer.denied.map((at) => from + at));
  }
  return outcomeOf(one, { kind: "judged", denied });
}

function shifted(answer: RuleAnswer, from: number): RuleAnswer {
  return answer.kind === "failed" ? { ...answer, at: from + answer.at } : answer;
}

/** Looks at the rules of a policy without evaluating one: what is wrong with each, by its id. */
export async function checkRules(
  { rules }: Pick<Policy, "rules">,
  limits: ThreadLimits = LIMITS,
): Promise<ReadonlyMap<string, readonly RuleProblem[]>> {
  const problems = new Map<string, readonly RuleProblem[]>();
  await withThread(workerFile(), limits, async (ask) => {
    for (const { id, on: event, denyIf: expression, parameters } of rules) {
      const nothing = { shared: new Map(), cases: [] };
      const question: RuleQuestion = { ...nothing, expression, event, parameters };
      problems.set(id, problemsOf(await ask<RuleAnswer>(question)));
    }
  });
  return problems;
}

/** Beside this file, in the sources as in what is built of them. */
function workerFile(): URL {
  return new URL(`./rule-worker${import.meta.url.slice(-3)}`, import.meta.url);
}

function problemsOf(answer: ThreadAnswer<RuleAnswer>): readonly RuleProblem[] {
  if (answer.kind !== "answered") return [problemOfThread(answer)];
  return answer.answer.kind === "malformed" ? answer.answer.problems : [];
}

function problemOfThread(
  answer: Exclude<ThreadAnswer<RuleAnswer>, { kind: "answered" }>,
): RuleProblem {
  switch (answer.kind) {
    case "slow":
      return {
        unit: 0,
        expected: `an answer within ${answer.limitMs / 1000} s${answer.isTotal ? " for all rules" : ""}`,
        found: "none yet: its evaluation was ended",
        hint: "make deny_if simpler: loops within loops, and patterns over long texts, take long",
      };
    case "large":
      return {
        unit: 0,
        expected: `an evaluation within ${answer.limitMiB} MiB of memory`,
        found: "more: it was ended",
        hint: "make deny_if simpler: lists and texts that are joined in loops grow fast",
      };
    case "broken":
      return {
        unit: 0,
        expected: "an answer",
        found: `none: ${answer.why}`,
        hint: "run it again; if it stays so, make deny_if simpler",
      };
  }
}
