import type { Finding, FindingVerdict } from "../finding.ts";
import { escapeMarkdown } from "./markup.ts";
import { headline, placeOf, type Reported, VERDICT_WORDS, worstFirst } from "./reported.ts";

const SIGNS: Readonly<Record<FindingVerdict, string>> = {
  refused: "❌",
  warned: "⚠️",
  noted: "ℹ️",
  passed: "✅",
};

/** Room for the line that says what was left out. */
const NOTICE_BYTES = 200;

/** Writes a table in GitHub's Markdown, worst first. */
export function* formatMarkdown(reported: Reported): Generator<string> {
  yield* formatUpTo(reported, Number.MAX_SAFE_INTEGER);
}

/**
 * Writes the same within a number of bytes: GitHub refuses a whole step summary that is larger than 1 MiB. The rows that
 * matter least are left out, and counted.
 */
export function* formatUpTo(reported: Reported, maxBytes: number): Generator<string> {
  let left = maxBytes - NOTICE_BYTES;
  const title = `### ${escapeMarkdown(headline(reported))}\n\n`;
  const head = "| | what | where | rule |\n|---|---|---|---|\n";
  yield title;
  const sorted = worstFirst(reported.findings);
  if (sorted.length === 0) return;
  yield head;
  left -= Buffer.byteLength(title + head);
  for (const [index, finding] of sorted.entries()) {
    const row = rowOf(finding);
    left -= Buffer.byteLength(row);
    if (left < 0) {
      yield `\n${sorted.length - index} more are left out here; the log has them all.\n`;
      return;
    }
    yield row;
  }
  yield "\n";
}

function rowOf(finding: Finding): string {
  const { verdict, message, help, rule } = finding;
  const next = help === undefined ? "" : `<br>→ ${escapeMarkdown(help)}`;
  const cells = [
    `${SIGNS[verdict]} ${VERDICT_WORDS[verdict]}`,
    `${escapeMarkdown(message)}${next}`,
    escapeMarkdown(placeOf(finding)),
    escapeMarkdown(rule),
  ];
  return `| ${cells.join(" | ")} |\n`;
}
