import { type RecordedStep, runStep } from "../../operations/record-step.ts";
import { type Arguments, UsageError } from "../command.ts";
import { recordOptions, sayRecorded } from "../record-step.ts";
import { say } from "../say.ts";
import type { Streams } from "../streams.ts";

/** Runs a command, and writes a signed link of it. The exit code is the command's. */
export async function linkRun(args: Arguments, streams: Streams): Promise<number> {
  if (args.positionals.length === 0)
    throw new UsageError("link run: expected -- COMMAND, found none");
  const options = await recordOptions("link run", args, streams);
  const recorded: RecordedStep = await runStep(options, args.positionals);
  if (recorded.link === null) {
    say(
      streams,
      "error",
      `link run: the command ended with ${recorded.exitCode}, so no link was written`,
    );
    return recorded.exitCode;
  }
  return sayRecorded("link run", args, streams, options, recorded);
}
