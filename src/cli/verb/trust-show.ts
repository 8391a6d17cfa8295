import { judgeRootAge } from "../../operations/root-age.ts";
import { showTrust } from "../../operations/show-trust.ts";
import { loadTrustRoots } from "../../operations/trust-source.ts";
import { formatJson } from "../../report/json.ts";
import type { Arguments } from "../command.ts";
import { say } from "../say.ts";
import type { Streams } from "../streams.ts";
import { formatRoot } from "../trust-root.ts";

/** Says which trust roots judge keyless signatures, how old they are, and what they trust. */
export async function showTrustRoots(args: Arguments, streams: Streams): Promise<number> {
  const now = streams.now();
  const sources = await loadTrustRoots(args.text("trusted-root"), streams.cwd, streams.env);
  const roots = sources.map((source) => showTrust(source, now));
  if (args.flag("json")) {
    streams.stdout.write(formatJson("trust show", 0, { ...roots[0], roots }));
    return 0;
  }
  streams.stdout.write(roots.map((root) => formatRoot(root, now)).join("\n"));
  for (const source of sources) {
    const age = judgeRootAge(source, undefined, now);
    if (age === undefined) continue;
    say(streams, "warning", `${age.subject}: ${age.message}`);
    if (age.help !== undefined) say(streams, "hint", age.help);
  }
  return 0;
}
