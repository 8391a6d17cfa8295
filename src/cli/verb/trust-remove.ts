import { removeTrustRoot } from "../../operations/remove-trust-root.ts";
import { escapeText } from "../../report/escape.ts";
import { formatJson } from "../../report/json.ts";
import type { Arguments } from "../command.ts";
import type { Streams } from "../streams.ts";

/** Removes a trust root that was added or fetched. */
export function removeRoot(args: Arguments, streams: Streams): number {
  const [name = ""] = args.positionals;
  const removed = removeTrustRoot(name, streams.env);
  if (args.flag("json")) streams.stdout.write(formatJson("trust remove", 0, { name, removed }));
  else streams.stdout.write(`removed ${escapeText(name)}: ${escapeText(removed)}\n`);
  return 0;
}
