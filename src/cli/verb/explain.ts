import { exitCodeOfRule } from "../../exit-code.ts";
import { AREAS, EXPLANATIONS } from "../../explain/explanations.ts";
import { findRule, nearestRule, RULES } from "../../explain/find-rule.ts";
import { formatExplanation, formatRules } from "../../explain/format-explanation.ts";
import { formatJson } from "../../report/json.ts";
import type { Rule } from "../../rule.ts";
import { type Arguments, UsageError } from "../command.ts";
import type { Streams } from "../streams.ts";

/** Says what a rule is about: why it matters, what it stops, what to do. Without one it names them all. */
export function explain(args: Arguments, streams: Streams): number {
  const [named] = args.positionals;
  const rule = named === undefined ? undefined : findRule(named);
  if (named !== undefined && rule === undefined) throw unknownRule(named);
  if (args.flag("json")) {
    const rules = (rule === undefined ? RULES : [rule]).map(describeRule);
    streams.stdout.write(formatJson("explain", 0, { rules }));
  } else streams.stdout.write(rule === undefined ? formatRules() : formatExplanation(rule));
  return 0;
}

function describeRule(rule: Rule) {
  const area = AREAS.find(({ rules }) => Object.hasOwn(rules, rule))?.title;
  return { rule, area, exitCode: exitCodeOfRule(rule), ...EXPLANATIONS[rule] };
}

function unknownRule(named: string): UsageError {
  const near = nearestRule(named);
  return new UsageError(
    `explain: expected the name of a rule, found ${named}`,
    near === undefined
      ? "see all names: lockseal explain"
      : `did you mean ${near}? lockseal explain ${near}`,
  );
}
