import { updateTool } from "../../operations/add-tool.ts";
import { parseAccepted } from "../../operations/tool-words.ts";
import { type Arguments, UsageError } from "../command.ts";
import { fetchContext } from "../fetch-context.ts";
import { printOutcome } from "../outcome.ts";
import type { Streams } from "../streams.ts";

/** Pins another version of a tool, when it goes on as the one before. */
export async function toolUpdate(args: Arguments, streams: Streams): Promise<number> {
  const [name = ""] = args.positionals;
  const accept = parseAccepted(args.many("accept"));
  if (typeof accept === "string") throw new UsageError(`tool update: expected ${accept}`);
  const { findings, exitCode, pinned, written } = await updateTool({
    ...fetchContext(args, streams),
    name,
    version: args.text("version"),
    accept,
    unsafeUnsigned: args.flag("unsafe-unsigned"),
    logUrl: args.text("rekor-url"),
  });
  const fields = { pinned, written };
  return printOutcome("tool update", args, streams, { findings, exitCode, fields }, () => "");
}
