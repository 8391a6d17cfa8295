import { Refusal } from "../errors.ts";
import { type ExitCode, exitCodeOf } from "../exit-code.ts";
import { type Finding, findingOfRefusal } from "../finding.ts";
import { type LintOptions, type LintReport, lintLock } from "./lint-lock.ts";

/** What lint says of several locks. */
export interface LintSummary {
  readonly reports: readonly LintReport[];
  readonly findings: readonly Finding[];
  readonly exitCode: ExitCode;
}

/** Lints several locks; one that cannot be read becomes a finding, and the others are judged all the same. */
export function lintAll(files: readonly string[], options: Omit<LintOptions, "file">): LintSummary {
  const reports: LintReport[] = [];
  const findings: Finding[] = [];
  for (const file of files) {
    try {
      const report = lintLock({ ...options, file });
      reports.push(report);
      for (const finding of report.findings) findings.push(finding);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      findings.push(findingOfRefusal(error, file));
    }
  }
  return { reports, findings, exitCode: exitCodeOf(findings) };
}
