import { lintLayoutFile } from "../../operations/read-layout.ts";
import type { Arguments } from "../command.ts";
import { printOutcome } from "../outcome.ts";
import type { Streams } from "../streams.ts";

/** Says what of a layout its owner may not have meant. */
export async function layoutLint(args: Arguments, streams: Streams): Promise<number> {
  const { findings, exitCode } = lintLayoutFile(
    args.text("layout") ?? "",
    streams.cwd,
    streams.now(),
  );
  return printOutcome("layout lint", args, streams, { findings, exitCode, fields: {} }, () => "");
}
