import { quote } from "../bytes/quote.ts";
import type { Finding } from "../finding.ts";
import { nearest } from "../nearest.ts";
import type { Layout } from "./layout.ts";

/** Steps for which something is allowed, by the word that allows it. */
export interface AllowedSteps {
  readonly word: string;
  readonly names: readonly string[];
}

/**
 * Finds what is allowed for a step that a layout does not have: the exception is for nothing, and the step that was meant has
 * none. What steps a layout within has, only its link says: those are not looked for.
 * @param sublayouts the steps that may be carried out by a layout.
 */
export function findUnknownSteps(
  { steps }: Pick<Layout, "steps">,
  allowed: readonly AllowedSteps[],
  sublayouts: readonly string[],
): readonly Pick<Finding, "message" | "expected" | "found" | "help">[] {
  const known = steps.map(({ name }) => name);
  return allowed.flatMap(({ word, names }) =>
    names
      .filter((name) => !known.includes(name))
      .filter((name) => !sublayouts.some((outer) => name.startsWith(`${outer}/`)))
      .map((name) => {
        const near = nearest(name, known);
        return {
          message: `expected a step of the layout in ${word}, found ${quote(name)}`,
          expected: "a step of the layout",
          found: name,
          help:
            near === undefined
              ? `its steps: ${known.map(quote).join(", ")}`
              : `did you mean ${near}?`,
        };
      }),
  );
}
