import { explainApprovals } from "../../operations/explain-approvals.ts";
import type { Arguments } from "../command.ts";
import { printOutcome } from "../outcome.ts";
import type { Streams } from "../streams.ts";

/** Says what the change of a lock still lacks, from whom it could come, and what they type. */
export async function policyExplain(args: Arguments, streams: Streams): Promise<number> {
  const [file = ""] = args.positionals;
  const { cwd, env } = streams;
  const { findings, exitCode, changes } = await explainApprovals({
    file,
    cwd,
    env,
    now: streams.now(),
    root: args.text("root"),
    base: args.text("base"),
    ref: args.text("into"),
  });
  return printOutcome(
    "policy explain",
    args,
    streams,
    { findings, exitCode, fields: { changes } },
    () => "",
  );
}
