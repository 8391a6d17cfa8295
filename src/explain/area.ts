import type { Rule } from "../rule.ts";

interface Text {
  /** What is said by it, in one sentence. */
  readonly what: string;
  readonly why: string;
  /** What to do, as an imperative. What stands between backticks and begins with `lockseal` is a command that can be typed. */
  readonly fix: string;
}

/** What a rule is about, for people: an attack that it stops or, where nobody attacks, what goes wrong. */
export type Explanation =
  | (Text & { readonly attack: string })
  | (Text & { readonly accident: string });

/** The rules of one area; a name that is a pattern stands for all rules that it matches. */
export interface Area<Name extends string = Rule> {
  readonly title: string;
  readonly about: string;
  readonly rules: Readonly<Record<Extract<Rule, Name>, Explanation>>;
}
