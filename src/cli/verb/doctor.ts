import { doctor as examine } from "../../operations/doctor.ts";
import type { Arguments } from "../command.ts";
import { printOutcome } from "../outcome.ts";
import type { Streams } from "../streams.ts";

/** Looks for what would make verifying worth less here. */
export async function doctor(args: Arguments, streams: Streams): Promise<number> {
  const { findings, exitCode, states } = await examine({
    cwd: streams.cwd,
    env: streams.env,
    now: streams.now(),
    node: process.versions.node,
  });
  return printOutcome("doctor", args, streams, { findings, exitCode, fields: { states } }, () => {
    const counts = Object.entries(states).map(([state, count]) => `${count} ${state}`);
    return `${counts.join(", ")}\n`;
  });
}
