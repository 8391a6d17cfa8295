import { logToAsk } from "../../operations/log-source.ts";
import { createTransport } from "../../operations/signing-source.ts";
import { loadTrustRoots } from "../../operations/trust-source.ts";
import { upgradeBundles } from "../../operations/upgrade-bundle.ts";
import { type Arguments, UsageError } from "../command.ts";
import { printOutcome } from "../outcome.ts";
import { say } from "../say.ts";
import type { Streams } from "../streams.ts";

/** Makes bundles of signatures from before bundles, by asking the log once for what is missing. */
export async function upgradeBundle(args: Arguments, streams: Streams): Promise<number> {
  const { cwd, env } = streams;
  const files = args.positionals;
  if (args.text("output") !== undefined && files.length > 1)
    throw new UsageError("bundle upgrade: expected one FILE with --output, found several");
  const now = streams.now();
  const given = args.text("rekor-url");
  const logUrl = logToAsk(given, args.text("signing-config"), cwd, now);
  if (logUrl === undefined)
    throw new UsageError(
      given === undefined
        ? "bundle upgrade: expected a log of the first version in the signing configuration, found none"
        : `bundle upgrade: expected an https URL after --rekor-url, found ${given}`,
      "name the log that has the signature: --rekor-url URL",
    );
  // The public instance's, or the one that is named: what a log answers is judged by the root that has this log.
  const [trust] = await loadTrustRoots(args.text("trusted-root"), cwd, env);
  const { findings, exitCode, upgraded } = await upgradeBundles({
    files,
    cwd,
    transport: createTransport(env),
    logUrl,
    trust,
    now,
    output: args.text("output"),
  });
  const outcome = { findings, exitCode, fields: { upgraded } };
  const code = printOutcome("bundle upgrade", args, streams, outcome, () => "");
  if (upgraded.length > 0)
    say(
      streams,
      "hint",
      "verify offline from now on: lockseal verify FILE with the signer you expect",
    );
  return code;
}
