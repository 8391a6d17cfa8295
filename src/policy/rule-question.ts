import type { RuleEvent, RuleParameter } from "./table/rules.ts";

/** What an expression may be told. Numbers are whole; what has fields is a map, which inherits nothing. */
export type RuleValue = RuleParameter | RuleList | RuleMap;
interface RuleList extends ReadonlyArray<RuleValue> {}
interface RuleMap extends ReadonlyMap<string, RuleValue> {}

/** Variables by name. */
export type RuleVariables = ReadonlyMap<string, RuleValue>;

/** One rule with everything that it is asked about. Without cases it is only looked at. */
export interface RuleQuestion {
  readonly expression: string;
  readonly event: RuleEvent;
  readonly parameters: ReadonlyMap<string, RuleParameter>;
  /** What every case sees. */
  readonly shared: RuleVariables;
  readonly cases: readonly RuleVariables[];
}

/** What an expression says and cannot mean. */
export interface RuleProblem {
  /** Where in the expression, in UTF-16 units. */
  readonly unit: number;
  readonly expected: string;
  readonly found: string;
  readonly hint: string | undefined;
}

/** What came of a question. */
export type RuleAnswer =
  /** In order; none where the expression is only looked at. */
  | { readonly kind: "judged"; readonly denied: readonly number[] }
  /** Never empty. */
  | { readonly kind: "malformed"; readonly problems: readonly RuleProblem[] }
  /** In the case of that index. */
  | { readonly kind: "failed"; readonly at: number; readonly problem: RuleProblem };
