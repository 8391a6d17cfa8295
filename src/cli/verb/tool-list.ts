import { type ListedTool, listTools } from "../../operations/list-tools.ts";
import { escapeText } from "../../report/escape.ts";
import type { Arguments } from "../command.ts";
import { fetchContext } from "../fetch-context.ts";
import { printOutcome } from "../outcome.ts";
import type { Streams } from "../streams.ts";

const STATES: Readonly<Record<ListedTool["state"], string>> = {
  placed: "in place, as pinned",
  absent: "not fetched",
  altered: "ALTERED",
  outdated: "another version is in place",
  "no pin": "not pinned for this platform",
};

/** Lists pinned tools and their state. */
export function toolList(args: Arguments, streams: Streams): number {
  const { findings, exitCode, tools } = listTools({
    ...fetchContext(args, streams),
    to: args.text("to"),
  });
  return printOutcome("tool list", args, streams, { findings, exitCode, fields: { tools } }, () =>
    tools.length === 0 ? "no tool is pinned\n" : tools.map(formatTool).join(""),
  );
}

function formatTool({ name, version, platforms, signed, logTime, state }: ListedTool): string {
  const vouched = signed ? `signed${logTime === null ? "" : ` ${logTime}`}` : "unsigned";
  return escapeText(
    `${name} ${version}  ${STATES[state]}  ${vouched}  ${platforms.join(" ")}`,
  ).concat("\n");
}
