import { checkPolicy } from "../../operations/check-policy.ts";
import type { Arguments } from "../command.ts";
import { printOutcome } from "../outcome.ts";
import type { Streams } from "../streams.ts";

/** Looks for what is wrong with the policy. */
export async function policyCheck(args: Arguments, streams: Streams): Promise<number> {
  const [file] = args.positionals;
  const { findings, exitCode, files, digest } = await checkPolicy({
    file,
    cwd: streams.cwd,
    now: streams.now(),
  });
  const fields = { digest, files: Object.fromEntries(files) };
  return printOutcome("policy check", args, streams, { findings, exitCode, fields }, () => "");
}
