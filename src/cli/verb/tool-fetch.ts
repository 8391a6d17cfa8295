import { fetchTool } from "../../operations/fetch-tool.ts";
import { escapeText } from "../../report/escape.ts";
import { quoteForShell } from "../../shell-word.ts";
import type { Arguments } from "../command.ts";
import { fetchContext } from "../fetch-context.ts";
import { printOutcome } from "../outcome.ts";
import type { Streams } from "../streams.ts";

/** Fetches pinned tools, and puts them in place. */
export async function toolFetch(args: Arguments, streams: Streams): Promise<number> {
  const { findings, exitCode, tools } = await fetchTool({
    ...fetchContext(args, streams),
    names: args.positionals,
    to: args.text("to"),
  });
  return printOutcome("tool fetch", args, streams, { findings, exitCode, fields: { tools } }, () =>
    tools.map(({ program }) => `${escapeText(quoteForShell(program))}\n`).join(""),
  );
}
