import { createLayout } from "../../operations/create-layout.ts";
import type { Arguments } from "../command.ts";
import { printOutcome } from "../outcome.ts";
import { say } from "../say.ts";
import type { Streams } from "../streams.ts";

/** Makes a layout of TOML that people write. */
export async function layoutCreate(args: Arguments, streams: Streams): Promise<number> {
  const { cwd, env } = streams;
  const created = createLayout({
    draft: args.positionals[0] ?? "",
    output: args.text("output") ?? "root.layout",
    expires: args.text("expires"),
    cwd,
    env,
    now: streams.now(),
  });
  const finding = {
    rule: "LAYOUT_CREATED",
    verdict: "passed",
    subject: created.output,
    message: `${created.steps} ${created.steps === 1 ? "step" : "steps"}, until ${created.expires}; nobody has signed it yet`,
  } as const;
  const outcome = { findings: [finding], exitCode: 0, fields: { created } };
  const code = printOutcome("layout create", args, streams, outcome, () => "");
  say(streams, "hint", `lockseal layout sign --layout ${created.output} --key OWNER.key`);
  return code;
}
