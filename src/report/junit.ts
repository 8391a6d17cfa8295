import type { Finding } from "../finding.ts";
import { escapeMarkup } from "./markup.ts";
import { countVerdicts, placeOf, type Reported } from "./reported.ts";

/**
 * Writes JUnit's XML: a test case a finding. One that refuses has failed; a run that ended badly without such a finding
 * has an error of its own, for a reader that counts must never see success there.
 * @see https://github.com/testmoapp/junitxml
 */
export function* formatJunit(reported: Reported): Generator<string> {
  const { findings, command, exitCode } = reported;
  const { refused } = countVerdicts(findings);
  const isBare = exitCode !== 0 && refused === 0;
  const tests = findings.length + (isBare ? 1 : 0);
  const counts = `tests="${tests}" failures="${refused}" errors="${isBare ? 1 : 0}" skipped="0"`;
  const name = escapeMarkup(`lockseal ${command}`);
  yield `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="lockseal" ${counts}>\n<testsuite name="${name}" ${counts}>\n`;
  for (const finding of findings) yield caseOf(finding);
  if (isBare)
    yield `<testcase classname="lockseal" name="exit code"><error type="EXIT" message="expected exit 0, found ${exitCode}"/></testcase>\n`;
  yield "</testsuite>\n</testsuites>\n";
}

function caseOf(finding: Finding): string {
  const { rule, subject, verdict, message, help, where } = finding;
  const file = where === undefined ? "" : ` file="${escapeMarkup(where.file)}"`;
  const line = where?.line === undefined ? "" : ` line="${where.line}"`;
  const open = `<testcase classname="${escapeMarkup(subject)}" name="${escapeMarkup(`${rule}: ${placeOf(finding)}`)}"${file}${line}`;
  const text = `${message}${help === undefined ? "" : `; ${help}`}`;
  if (verdict === "passed") return `${open}/>\n`;
  if (verdict === "refused")
    return `${open}><failure type="${escapeMarkup(rule)}" message="${escapeMarkup(message)}">${escapeMarkup(text)}</failure></testcase>\n`;
  return `${open}><system-out>${escapeMarkup(`${verdict}: ${text}`)}</system-out></testcase>\n`;
}
