import type { ExitCode } from "../exit-code.ts";
import type { Explanation } from "../explain/area.ts";
import type { Finding, FindingVerdict } from "../finding.ts";
import { escapeText } from "./escape.ts";

/** One verdict, from which every kind of report is made: none of them looks at anything else. */
export interface Reported {
  /** The verb, as `tool verify`. */
  readonly command: string;
  readonly exitCode: number;
  /** Of this program. */
  readonly version: string;
  readonly findings: readonly Finding[];
  /** What the command's JSON holds besides. */
  readonly fields: Readonly<Record<string, unknown>>;
  /** What a rule is about, where a report has room for it. */
  readonly explain?: (rule: string) => Explanation | undefined;
}

/** The order in which people want to read: what refuses comes first, what held last. */
const WORST_FIRST: readonly FindingVerdict[] = ["refused", "warned", "noted", "passed"];

/** What each verdict is called for people. */
export const VERDICT_WORDS: Readonly<Record<FindingVerdict, string>> = {
  refused: "refused",
  warned: "warning",
  noted: "note",
  passed: "ok",
};

/** Sorts findings by how much they matter; those that matter alike stay in their order. */
export function worstFirst(findings: readonly Finding[]): readonly Finding[] {
  return WORST_FIRST.flatMap((verdict) => findings.filter((one) => one.verdict === verdict));
}

/** Counts the findings of each verdict. */
export function countVerdicts(
  findings: readonly Finding[],
): Readonly<Record<FindingVerdict, number>> {
  const counts = { refused: 0, warned: 0, noted: 0, passed: 0 };
  for (const { verdict } of findings) counts[verdict] += 1;
  return counts;
}

/** What an exit code means, in a word or two. */
const MEANINGS: Readonly<Record<ExitCode, string>> = {
  0: "verified",
  1: "refused",
  2: "cannot be run",
  3: "nothing to verify",
  4: "no usable trust",
  5: "could not decide",
  6: "no isolation",
  70: "a bug",
};

/** Says in a line how the command ended. */
export function headline({ command, exitCode, findings }: Reported): string {
  const counts = countVerdicts(findings);
  const meaning = Object.entries(MEANINGS).find(([code]) => Number(code) === exitCode)?.[1];
  const parts = WORST_FIRST.filter((verdict) => counts[verdict] > 0).map(
    (verdict) => `${counts[verdict]} ${wordFor(verdict, counts[verdict])}`,
  );
  return `lockseal ${command}: ${meaning ?? "ended"} (exit ${exitCode})${parts.length === 0 ? "" : `: ${parts.join(", ")}`}`;
}

function wordFor(verdict: FindingVerdict, count: number): string {
  const isCounted = verdict === "warned" || verdict === "noted";
  return `${VERDICT_WORDS[verdict]}${isCounted && count > 1 ? "s" : ""}`;
}

/** Names where a finding is, as editors jump to it: `file:line:column`, or the subject where there is no place. */
export function placeOf({ subject, where }: Finding): string {
  if (where === undefined) return subject;
  return [where.file, where.line, where.column].filter((part) => part !== undefined).join(":");
}

/** Gives the file that a surface shows a finding at: forges drop what has none. */
export function fileOf({ subject, where }: Finding): string {
  return where?.file ?? subject;
}

/** The message with what is to be done next, harmless, in one line. */
export function messageOf({ message, help }: Finding): string {
  return escapeText(help === undefined ? message : `${message}; ${help}`);
}
