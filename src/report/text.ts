import type { Finding, FindingVerdict } from "../finding.ts";
import { escapeText } from "./escape.ts";
import { headline, placeOf, type Reported } from "./reported.ts";

/** How text is written. */
export interface TextOptions {
  /** Use ANSI colours: only for a terminal. */
  readonly colour: boolean;
}

const WORDS: Readonly<Record<FindingVerdict, string>> = {
  passed: "ok",
  refused: "error",
  warned: "warning",
  noted: "note",
};
const COLOURS: Readonly<Record<FindingVerdict, string>> = {
  passed: "32",
  refused: "31;1",
  warned: "33",
  noted: "36",
};

/** Writes findings, one a line and the next step below, in the form that editors jump to: `file:line:column: error: …`. */
export function formatFindings(findings: readonly Finding[], options: TextOptions): string {
  return findings.map((finding) => `${formatFinding(finding, options)}\n`).join("");
}

/** Writes the same piece by piece, without colours, for a file. */
export function* formatTextReport(reported: Reported): Generator<string> {
  yield `${escapeText(headline(reported))}\n`;
  for (const finding of reported.findings) yield formatFindings([finding], { colour: false });
}

function formatFinding(finding: Finding, { colour }: TextOptions): string {
  const word = WORDS[finding.verdict];
  const rule = finding.verdict === "passed" ? "" : ` [${escapeText(finding.rule)}]`;
  const line = `${escapeText(`${placeOf(finding)}:`)} ${paint(word, COLOURS[finding.verdict], colour)}: ${escapeText(finding.message)}${rule}`;
  return finding.help === undefined
    ? line
    : `${line}\n    ${paint("hint", "2", colour)}: ${escapeText(finding.help)}`;
}

/** Colours text for a terminal, or leaves it. */
export function paint(text: string, code: string, colour: boolean): string {
  return colour ? `\u001b[${code}m${text}\u001b[0m` : text;
}
