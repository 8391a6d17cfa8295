import { updateTrustRoot } from "../../operations/update-trust-root.ts";
import { type Arguments, UsageError } from "../command.ts";
import { printOutcome } from "../outcome.ts";
import type { Streams } from "../streams.ts";

/** Fetches the newest trust roots. Nothing else around verification has a network client. */
export async function updateTrustRoots(args: Arguments, streams: Streams): Promise<number> {
  const [mirror, root] = [args.text("mirror"), args.text("root")];
  if (root !== undefined && mirror === undefined)
    throw new UsageError("trust update: expected --mirror URL with --root, found none");
  const { findings, exitCode, updated } = await updateTrustRoot({
    mirror,
    root,
    name: args.text("name"),
    cwd: streams.cwd,
    env: streams.env,
    now: streams.now(),
  });
  const outcome = { findings, exitCode, fields: { updated } };
  return printOutcome("trust update", args, streams, outcome, () => "");
}
