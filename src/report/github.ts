import type { Finding, FindingVerdict } from "../finding.ts";
import { escapeText } from "./escape.ts";
import { fileOf, messageOf, type Reported, worstFirst } from "./reported.ts";

/** GitHub shows ten annotations of a kind for a step, and drops the rest in silence. */
const MAX_ANNOTATIONS = 10;

const COMMANDS: Readonly<Record<FindingVerdict, string>> = {
  refused: "error",
  warned: "warning",
  noted: "notice",
  passed: "notice",
};

/**
 * Writes GitHub's workflow commands: the worst findings that refuse or warn, and how many more there are.
 * @see https://docs.github.com/actions/reference/workflow-commands-for-github-actions
 */
export function* formatAnnotations(reported: Reported): Generator<string> {
  const worst = worstFirst(reported.findings).filter(
    ({ verdict }) => verdict === "refused" || verdict === "warned",
  );
  for (const finding of worst.slice(0, MAX_ANNOTATIONS)) yield annotationOf(finding);
  const rest = worst.length - MAX_ANNOTATIONS;
  if (rest > 0)
    yield `::notice title=lockseal::${rest} more ${rest === 1 ? "finding" : "findings"} of lockseal ${reported.command}: see the job's summary or log\n`;
}

function annotationOf(finding: Finding): string {
  const { where, rule, verdict } = finding;
  const properties = [
    ["file", fileOf(finding)],
    ["line", where?.line],
    // GitHub refuses a column without a line.
    ["col", where?.line === undefined ? undefined : where.column],
    ["title", rule],
  ];
  const shown = properties.flatMap(([name, value]) =>
    value === undefined ? [] : [`${name}=${escapeProperty(String(value))}`],
  );
  return `::${COMMANDS[verdict]} ${shown.join(",")}::${escapeData(messageOf(finding))}\n`;
}

/** The runner undoes these three, so that text holds no line of its own. */
function escapeData(text: string): string {
  return text.replace(/%/g, "%25").replace(/\r/g, "%0D").replace(/\n/g, "%0A");
}

function escapeProperty(text: string): string {
  return escapeData(escapeText(text)).replace(/:/g, "%3A").replace(/,/g, "%2C");
}
