import { addTrustRoot } from "../../operations/add-trust-root.ts";
import { showTrust } from "../../operations/show-trust.ts";
import { escapeText } from "../../report/escape.ts";
import { formatJson } from "../../report/json.ts";
import type { Arguments } from "../command.ts";
import type { Streams } from "../streams.ts";
import { formatRoot } from "../trust-root.ts";

/** Adds a trust root, and says what it trusts and what it judges from then on. */
export async function addRoot(args: Arguments, streams: Streams): Promise<number> {
  const { cwd, env } = streams;
  const now = streams.now();
  const [file = ""] = args.positionals;
  const source = await addTrustRoot({ file, name: args.text("name"), cwd, env, now });
  const shown = showTrust(source, now);
  if (args.flag("json")) {
    streams.stdout.write(formatJson("trust add", 0, { ...shown }));
    return 0;
  }
  const issuers = shown.services
    .filter(({ kind }) => kind === "certificate authority")
    .map(({ url }) => url);
  streams.stdout.write(
    `${formatRoot(shown, now)}added: from now on it judges bundles whose certificate ${escapeText([...new Set(issuers)].join(" or "))} issued\nto undo: lockseal trust remove ${escapeText(source.name)}\n`,
  );
  return 0;
}
