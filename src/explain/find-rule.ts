import { nearest } from "../nearest.ts";
import type { Rule } from "../rule.ts";
import type { Explanation } from "./area.ts";
import { EXPLANATIONS } from "./explanations.ts";

/** Every rule that has an explanation, which is every rule, in the order of the documentation. */
export const RULES: readonly Rule[] = Object.keys(EXPLANATIONS).filter(isRule);

/** Says whether text is the name of a rule, as it is written. */
export function isRule(text: string): text is Rule {
  return Object.hasOwn(EXPLANATIONS, text);
}

/**
 * Finds the rule that somebody typed or copied: in small letters, with hyphens or blanks, in the brackets of a line of output,
 * or with what a report puts behind its colon.
 */
export function findRule(text: string): Rule | undefined {
  const name = spell(text);
  return isRule(name) ? name : undefined;
}

/** Gives what a rule is about, where there is such a rule. */
export function explanationOf(text: string): Explanation | undefined {
  return isRule(text) ? EXPLANATIONS[text] : undefined;
}

/** Gives the rule that a mistyped name was probably meant to be. */
export function nearestRule(text: string): Rule | undefined {
  const name = nearest(spell(text), RULES);
  return RULES.find((rule) => rule === name);
}

function spell(text: string): string {
  return text
    .trim()
    .replace(/^\[/, "")
    .replace(/[\]:].*$/s, "")
    .replace(/[\s-]+/g, "_")
    .toUpperCase();
}
