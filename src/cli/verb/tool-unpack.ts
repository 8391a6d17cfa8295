import { type UnpackToolOptions, unpackTool } from "../../operations/unpack-tool.ts";
import { parseGivenPin } from "../../operations/verify-tool.ts";
import { type Arguments, UsageError } from "../command.ts";
import { fetchContext } from "../fetch-context.ts";
import { printOutcome } from "../outcome.ts";
import type { Streams } from "../streams.ts";

/** Unpacks a file that is already here: what is pinned of it, and nothing else. */
export async function toolUnpack(args: Arguments, streams: Streams): Promise<number> {
  const [file = ""] = args.positionals;
  const to = args.text("to") ?? "";
  const pinned = parseGivenPin(args.text("sha256"), args.text("size"));
  if (typeof pinned === "string") throw new UsageError(`tool unpack: expected ${pinned}`);
  const tool = args.text("tool");
  const unsafe = args.flag("unsafe-unpinned");
  const given = [
    pinned !== undefined && "--sha256",
    tool !== undefined && "--tool",
    unsafe && "--unsafe-unpinned",
  ];
  const said = given.filter((one) => one !== false);
  if (said.length > 1)
    throw new UsageError(`tool unpack: expected one of ${said.join(" and ")}, found both`);
  const { findings, exitCode, files } = await unpackTool({
    ...fetchContext(args, streams),
    file,
    to,
    tool,
    pinned,
    unsafeUnpinned: unsafe,
    limits: limitsOf(args),
  });
  return printOutcome(
    "tool unpack",
    args,
    streams,
    { findings, exitCode, fields: { files } },
    () => "",
  );
}

/** The limits that a command line sets otherwise. */
function limitsOf(args: Arguments): UnpackToolOptions["limits"] {
  const seconds = args.integer("max-seconds");
  const limits = {
    maxTotalBytes: args.integer("max-bytes"),
    maxHeaders: args.integer("max-entries"),
    maxRatio: args.integer("max-ratio"),
    timeoutMs: seconds === undefined ? undefined : seconds * 1000,
  };
  return Object.fromEntries(Object.entries(limits).filter(([, value]) => value !== undefined));
}
