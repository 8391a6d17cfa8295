import { type CelInput, celEnv, celType, isCelError, parse, plan } from "@bufbuild/cel";
import { timestampFromDate } from "@bufbuild/protobuf/wkt";
import { quote } from "../../bytes/quote.ts";
import type {
  RuleAnswer,
  RuleProblem,
  RuleQuestion,
  RuleValue,
  RuleVariables,
} from "../rule-question.ts";
import { checkExpression, type Parsed } from "./check.ts";
import { variablesOf } from "./variables.ts";

const ENVIRONMENT = celEnv();

/**
 * Answers for one rule in every case that it is asked about, up to the first that fails. What is told reaches the
 * expression as variables, and is never part of its text. Bounds neither time nor memory: whoever runs this does.
 */
export function answerQuestion(question: RuleQuestion): RuleAnswer {
  const { expression, event, parameters, shared, cases } = question;
  const parsed = read(expression);
  if ("unit" in parsed) return { kind: "malformed", problems: [parsed] };
  const problems = checkExpression(parsed, variablesOf(event, parameters));
  const placed = problems.map((one) => ({ ...one, unit: pastSpace(expression, one.unit) }));
  if (placed.length > 0) return { kind: "malformed", problems: placed };
  const evaluate = plan(ENVIRONMENT, parsed);
  const common = { ...bindingsOf(shared), parameters: inputOf(parameters) };
  const denied: number[] = [];
  for (const [at, own] of cases.entries()) {
    const value = evaluate(Object.assign(Object.create(null), common, bindingsOf(own)));
    if (isCelError(value)) {
      const unit = pastSpace(expression, parsed.sourceInfo?.positions[String(value.exprId)] ?? 0);
      return { kind: "failed", at, problem: { unit, ...broken(value.message) } };
    }
    if (typeof value !== "boolean")
      return { kind: "failed", at, problem: { unit: 0, ...broken(`a ${celType(value).name}`) } };
    if (value) denied.push(at);
  }
  return { kind: "judged", denied };
}

function read(expression: string): Parsed | RuleProblem {
  try {
    // A comment ends with its line, and the parser wants to see that end.
    return parse(`${expression}\n`);
  } catch (error) {
    if (error instanceof RangeError) return { unit: 0, ...broken("one that is nested too deeply") };
    if (!(error instanceof Error)) throw error;
    return {
      unit: offsetOf(error),
      expected: "an expression in CEL",
      found: `what cannot be read from here on (${quote(firstOf(error.message))})`,
      hint: "mend deny_if: a text stands in quotes, and every bracket has its end",
    };
  }
}

/** The parser counts the space before an operator to it. */
function pastSpace(expression: string, unit: number): number {
  return unit + (/^\s*/.exec(expression.slice(unit))?.[0].length ?? 0);
}

function broken(found: string): Omit<RuleProblem, "unit"> {
  return { expected: "true or false", found: quote(firstOf(found)), hint: undefined };
}

function firstOf(message: string): string {
  return message.replace(/^<input>:\d+:\d+: /, "").split(/ but expecting |\n/)[0] ?? "";
}

function offsetOf(error: Error): number {
  const { location } = error as { readonly location?: { readonly start?: { offset?: unknown } } };
  const offset = location?.start?.offset;
  return typeof offset === "number" ? offset : 0;
}

function bindingsOf(variables: RuleVariables): Record<string, CelInput> {
  const bindings: Record<string, CelInput> = Object.create(null);
  for (const [name, value] of variables) bindings[name] = inputOf(value);
  return bindings;
}

function inputOf(value: RuleValue): CelInput {
  if (value instanceof Date) return timestampFromDate(value);
  if (value instanceof Map) return new Map([...value].map(([name, one]) => [name, inputOf(one)]));
  if (isList(value)) return value.map(inputOf);
  return value as string | boolean | bigint;
}

function isList(value: RuleValue): value is readonly RuleValue[] {
  return Array.isArray(value);
}
