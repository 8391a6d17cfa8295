import type { Finding } from "../finding.ts";
import type { Area, Attack, StricterLine } from "./attack.ts";

/** What came of one attack on one lock. */
export interface DrilledAttack {
  readonly name: string;
  readonly area: Area;
  readonly what: string;
  /** The lock that was attacked, relative to the policy; null for an attack that is about none in particular. */
  readonly lock: string | null;
  readonly outcome: Outcome;
}

export type Outcome =
  /** By a rule that is about the attack. */
  | { readonly kind: "stopped"; readonly rules: readonly string[] }
  /** Something else stood in the way: what is mended there lets the attack pass. */
  | { readonly kind: "stopped-by-accident"; readonly rules: readonly string[] }
  | {
      readonly kind: "stricter";
      readonly rules: readonly string[];
      readonly where: string;
      readonly line: string;
    }
  | { readonly kind: "out-of-reach"; readonly why: string; readonly wasTried: boolean }
  /** It passes, and nobody has said why: a bug of the policy or of this program. */
  | { readonly kind: "passed" }
  | { readonly kind: "not-tried"; readonly why: string };

/** Whether something stood in the way of an attack, and what. */
export interface Stop {
  readonly isAboutIt: boolean;
  /** Those that are about the attack where there are such, else those that refused. */
  readonly rules: readonly string[];
}

/**
 * Says what stopped an attack: of what was found with it, and not without it, what refuses; and whether any of it is about
 * the attack, so that the refusal is no accident. Undefined where nothing refuses.
 * @param control what was found of the honest state that the attack began in.
 */
export function findStop(
  { stoppedBy }: Pick<Attack, "stoppedBy">,
  control: readonly Finding[],
  found: readonly Finding[],
): Stop | undefined {
  const known = new Set(control.map(keyOf));
  const added = found.filter((one) => !known.has(keyOf(one)));
  const refusing = added.filter(({ verdict }) => verdict === "refused");
  if (!found.some(({ verdict }) => verdict === "refused")) return undefined;
  const about = [...refusing, ...added.filter(({ verdict }) => verdict === "warned")]
    .map(({ rule }) => rule)
    .filter((rule) => stoppedBy.includes(rule));
  if (about.length > 0) return { isAboutIt: true, rules: [...new Set(about)] };
  return { isAboutIt: false, rules: [...new Set(refusing.map(({ rule }) => rule))] };
}

function keyOf({ rule, verdict, subject, message }: Finding): string {
  return JSON.stringify([rule, verdict, subject, message]);
}

/** Says what came of an attack, as findings say it. */
export function findingOf(drilled: DrilledAttack, isStrict: boolean): Finding {
  const { name: subject, what, lock, outcome } = drilled;
  const at = lock === null ? "" : ` (${lock})`;
  const sentence = `somebody ${what}${at}`;
  switch (outcome.kind) {
    case "stopped":
      return {
        rule: "DRILL_STOPPED",
        verdict: "passed",
        subject,
        message: `${sentence}: stopped by ${outcome.rules.join(", ")}`,
      };
    case "stopped-by-accident":
      return {
        rule: "DRILL_ACCIDENT",
        verdict: "warned",
        subject,
        message: `${sentence}: stopped by accident, by ${outcome.rules.join(", ")}, which is about something else`,
        help: "do not rely on it: read what the rule says, and look at what the policy asks here",
      };
    case "stricter":
      return {
        rule: "DRILL_STRICTER",
        verdict: isStrict ? "refused" : "warned",
        subject,
        message: `${sentence}: passes; a stricter policy stops it, by ${outcome.rules.join(", ")}`,
        help: `${outcome.where}: ${outcome.line}`,
      };
    case "out-of-reach":
      return {
        rule: "DRILL_OUT_OF_REACH",
        verdict: "noted",
        subject,
        message: `${sentence}: ${outcome.wasTried ? "passes, and is out of reach" : "is out of reach, and was not tried"}: ${outcome.why}`,
      };
    case "passed":
      return {
        rule: "DRILL_PASSED",
        verdict: "refused",
        subject,
        message: `${sentence}: expected a rule that stops it, found that it passes`,
        expected: "a rule that stops it",
        found: "that it passes",
        help: `see it alone: lockseal drill --only ${subject}; where the policy is as it should be, this is a bug`,
      };
    case "not-tried":
      return {
        rule: "DRILL_NOT_TRIED",
        verdict: "noted",
        subject,
        message: `${sentence}: not tried, because ${outcome.why}`,
      };
  }
}

/** What a stricter policy would have stopped, with the line to add. */
export function stricterOutcome({ where, line }: StricterLine, rules: readonly string[]): Outcome {
  return { kind: "stricter", rules, where, line };
}
