import { askThread, type ThreadAnswer, type ThreadLimits } from "../io/ask-thread.ts";
import type { RuleOutcome } from "../policy/gate-facts.ts";
import type { Policy } from "../policy/model.ts";
import { casesOfRules, outcomeOf, type RuleCases, type RuleFacts } from "../policy/rule-cases.ts";
import type { RuleAnswer, RuleProblem, RuleQuestion } from "../policy/rule-question.ts";

/** A rule of a usual policy takes a millisecond. Whoever has thousands of changes has some time left. */
const LIMITS: ThreadLimits = { timeMs: 5000, totalMs: 30_000, memoryMiB: 256 };

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
  const all = casesOfRules(facts, policy, now);
  const asked = all.filter(({ cases, untold }) => cases.length > 0 && untold === undefined);
  const questions = asked.map(({ question }) => question);
  const answers = await ask(questions, limits);
  const byId = new Map(asked.map(({ id }, at) => [id, answers[at]]));
  return new Map(
    all.map((one) => {
      const answer = byId.get(one.id);
      return [one.id, answer === undefined ? outcomeOf(one, answer) : outcomeOfThread(one, answer)];
    }),
  );
}

/** Looks at the rules of a policy without evaluating one: what is wrong with each, by its id. */
export async function checkRules(
  { rules }: Pick<Policy, "rules">,
  limits: ThreadLimits = LIMITS,
): Promise<ReadonlyMap<string, readonly RuleProblem[]>> {
  const questions = rules.map(
    ({ on, denyIf, parameters }): RuleQuestion => ({
      expression: denyIf,
      event: on,
      parameters,
      shared: new Map(),
      cases: [],
    }),
  );
  const answers = await ask(questions, limits);
  return new Map(rules.map(({ id }, at) => [id, problemsOf(answers[at])]));
}

function outcomeOfThread(cases: RuleCases, answer: ThreadAnswer<RuleAnswer>): RuleOutcome {
  return answer.kind === "answered"
    ? outcomeOf(cases, answer.answer)
    : { kind: "failed", problem: problemOfThread(answer) };
}

function problemsOf(answer: ThreadAnswer<RuleAnswer> | undefined): readonly RuleProblem[] {
  if (answer === undefined) return [];
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

async function ask(
  questions: readonly RuleQuestion[],
  limits: ThreadLimits,
): Promise<readonly ThreadAnswer<RuleAnswer>[]> {
  if (questions.length === 0) return [];
  // Beside this file, in the sources as in what is built of them.
  const file = new URL(`./rule-worker${import.meta.url.slice(-3)}`, import.meta.url);
  return askThread<RuleAnswer>(file, questions, limits);
}
