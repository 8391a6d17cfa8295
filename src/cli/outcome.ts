import { formatJson } from "../report/json.ts";
import { formatFindings } from "../report/text.ts";
import type { Arguments, Outcome } from "./command.ts";
import { pointToRule, say } from "./say.ts";
import { type Streams, usesColour } from "./streams.ts";

/**
 * Prints what a command found, as text or as JSON; the exit code comes from the findings, whatever the format.
 * @param epilogue what follows the findings in text.
 */
export function printOutcome(
  command: string,
  args: Arguments,
  streams: Streams,
  outcome: Outcome,
  epilogue: () => string,
): number {
  const { findings, exitCode, fields } = outcome;
  args.keep?.(outcome);
  if (args.isPrintedAsReport === true) {
    // The report is on standard output then, and nothing else.
  } else if (args.flag("json"))
    streams.stdout.write(formatJson(command, exitCode, { findings, ...fields }));
  else
    streams.stdout.write(
      formatFindings(findings, { colour: usesColour(streams.stdout, streams.env) }) + epilogue(),
    );
  const refused = findings.filter((finding) => finding.verdict === "refused");
  const [first] = refused;
  if (first !== undefined) {
    const count = refused.length;
    say(streams, "error", `${command}: refused: ${count} ${count === 1 ? "problem" : "problems"}`);
    pointToRule(streams, first.rule);
  }
  return exitCode;
}
