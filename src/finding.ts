import type { Rule } from "./rule.ts";

/** Where in a file something was found. Lines and columns count from 1, columns in Unicode code points. */
export interface Place {
  readonly file: string;
  readonly line?: number;
  readonly column?: number;
  /** The code point that matters, as `U+2028`. */
  readonly codePoint?: string;
}

/** `refused` decides the exit code; `warned` and `noted` never do; `passed` says what was checked and held. */
export type FindingVerdict = "refused" | "warned" | "noted" | "passed";

/** One check and how it ended. `rule` is stable: scripts match on it, and a refusal keeps its code here. */
export interface Finding {
  readonly rule: Rule;
  readonly verdict: FindingVerdict;
  /** What was judged: a file, a bundle, a package. */
  readonly subject: string;
  /** One sentence, lower case, no full stop. */
  readonly message: string;
  readonly expected?: string;
  readonly found?: string;
  readonly where?: Place;
  /** What to do next, an imperative; a command where there is one. */
  readonly help?: string;
}

/** Says whether any of the findings refuses. */
export function isRefused(findings: readonly Finding[]): boolean {
  return findings.some((finding) => finding.verdict === "refused");
}

/** Makes the finding of a refusal, which keeps its code as the rule. */
export function findingOfRefusal(
  refusal: { readonly code: Rule; readonly message: string; readonly hint: string | undefined },
  subject: string,
): Finding {
  const [, expected, found] = /expected (.+), found (.+)$/s.exec(refusal.message) ?? [];
  return {
    rule: refusal.code,
    verdict: "refused",
    subject,
    message: refusal.message.startsWith(`${subject}: `)
      ? refusal.message.slice(subject.length + 2)
      : refusal.message,
    ...(expected === undefined || found === undefined ? {} : { expected, found }),
    ...(refusal.hint === undefined ? {} : { help: refusal.hint }),
  };
}

/** Makes the finding of what was checked and does not hold, in the one form of such sentences. */
export function refused(
  rule: Rule,
  subject: string,
  expected: string,
  found: string,
  help: string,
): Finding {
  return {
    rule,
    verdict: "refused",
    subject,
    message: `expected ${expected}, found ${found}`,
    expected,
    found,
    help,
  };
}
