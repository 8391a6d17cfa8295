import { runTool } from "../../operations/exec-tool.ts";
import type { Arguments } from "../command.ts";
import { fetchContext } from "../fetch-context.ts";
import type { Streams } from "../streams.ts";

/** Runs a tool, if every file of it is as pinned; its exit code is ours. */
export async function toolExec(args: Arguments, streams: Streams): Promise<number> {
  const [name = "", ...words] = args.positionals;
  return runTool(name, words, { ...fetchContext(args, streams), to: args.text("to") });
}
