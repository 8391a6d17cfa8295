import { quote } from "../bytes/quote.ts";
import type { Finding } from "../finding.ts";
import type { StepArtifacts } from "./apply-rules.ts";
import type { JudgeContext } from "./judge-context.ts";
import { judgeRules } from "./judge-rules.ts";
import type { Inspection } from "./layout.ts";

/** Judges what came of inspections; what was not run refuses, unless it is to be skipped. */
export function judgeInspections(
  inspections: readonly Inspection[],
  done: ReadonlyMap<string, StepArtifacts>,
  context: JudgeContext,
): readonly Finding[] {
  const wanted = context.policy.inspections ?? "refuse";
  if (wanted === "skip") return inspections.map((one) => skipped(one, context));
  // Those of a layout within are a functionary's: they are never run.
  if (wanted === "refuse" || context.depth > 0)
    return inspections.map((one) => notRun(one, context));
  const all = new Map(done);
  const findings: Finding[] = [];
  for (const inspection of inspections) {
    const result = wanted.get(inspection.name);
    if (result === undefined) findings.push(notRun(inspection, context));
    else if (result.exitCode !== 0) findings.push(failed(inspection, result.exitCode, context));
    else if (result.flaw !== undefined) findings.push(unread(inspection, result.flaw, context));
    else all.set(inspection.name, result);
  }
  if (findings.length > 0) return findings;
  return inspections.flatMap((one) => {
    const broken = judgeRules(one, "inspection", all, context);
    return broken.length > 0 ? broken : [passed(one, context)];
  });
}

function notRun(inspection: Inspection, context: JudgeContext): Finding {
  return {
    rule: "INSPECTION_NOT_RUN",
    verdict: "refused",
    subject: subjectOf(inspection, context),
    message: `inspection not run: expected what comes of ${commandOf(inspection)}, found that it was not run`,
    expected: "what comes of the command",
    found: "that it was not run",
    help:
      context.depth > 0
        ? "let its functionary take the inspection out of that layout: those of a layout within are never run, and --skip-inspections leaves out the owner's, too"
        : "run it in isolation: --run-inspections --artifacts DIR; or leave it out of the verdict: --skip-inspections",
  };
}

function skipped(inspection: Inspection, context: JudgeContext): Finding {
  return {
    rule: "INSPECTION_SKIPPED",
    verdict: "warned",
    subject: subjectOf(inspection, context),
    message: `inspection not run, as --skip-inspections says: nothing was found out by ${commandOf(inspection)}`,
  };
}

function failed(inspection: Inspection, exitCode: number, context: JudgeContext): Finding {
  return {
    rule: "INSPECTION_FAILED",
    verdict: "refused",
    subject: subjectOf(inspection, context),
    message: `expected ${commandOf(inspection)} to end with 0, found ${exitCode}`,
    expected: "0",
    found: `${exitCode}`,
    help: "look at what the command says: the files are not as it wants them, or it needs what isolation keeps from it",
  };
}

function unread(inspection: Inspection, flaw: string, context: JudgeContext): Finding {
  return {
    rule: "INSPECTION_FAILED",
    verdict: "refused",
    subject: subjectOf(inspection, context),
    message: `expected files that can be read where ${commandOf(inspection)} ended with 0, found ${flaw}`,
    expected: "files that can be read",
    found: flaw,
    help: "let the command leave regular files, each by one name, and no more of them than can be read in its time: --max-seconds SECONDS",
  };
}

function passed(inspection: Inspection, context: JudgeContext): Finding {
  return {
    rule: "INSPECTION",
    verdict: "passed",
    subject: subjectOf(inspection, context),
    message: `${commandOf(inspection)} ended with 0, and what it left is as its rules say`,
  };
}

function subjectOf({ name }: Inspection, { steps }: JudgeContext): string {
  return `inspection ${steps}${name}`;
}

function commandOf({ run }: Inspection): string {
  return quote(run.join(" "));
}
