import { sha256Hex } from "../bytes/digest.ts";
import type { Finding, FindingVerdict } from "../finding.ts";
import { formatJsonArray } from "./json-lines.ts";
import { fileOf, messageOf, type Reported } from "./reported.ts";

const SEVERITIES: Readonly<Partial<Record<FindingVerdict, string>>> = {
  refused: "blocker",
  warned: "minor",
  noted: "info",
};

/**
 * Writes GitLab's Code Quality report: what refuses, warns or is noted. What held has no place in that format.
 * @see https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format
 */
export function* formatGitlab(reported: Reported): Generator<string> {
  yield* formatJsonArray(entries(reported.findings));
  yield "\n";
}

function* entries(findings: readonly Finding[]): Generator<unknown> {
  const seen = new Map<string, number>();
  for (const finding of findings) {
    const severity = SEVERITIES[finding.verdict];
    if (severity === undefined) continue;
    const { rule, where, subject, message } = finding;
    const claim = JSON.stringify([rule, fileOf(finding), subject, message]);
    const times = seen.get(claim) ?? 0;
    seen.set(claim, times + 1);
    yield {
      description: messageOf(finding),
      check_name: rule,
      // Without the line, so that a finding stays the same one when lines move; GitLab drops what has another's.
      fingerprint: sha256Hex(Buffer.from(JSON.stringify([claim, times]))),
      severity,
      location: { path: fileOf(finding), lines: { begin: where?.line ?? 1 } },
    };
  }
}
