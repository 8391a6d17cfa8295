import { gate as judge } from "../../operations/gate.ts";
import type { Arguments } from "../command.ts";
import { formatInstall } from "../install.ts";
import { printOutcome } from "../outcome.ts";
import { createSteps } from "../steps.ts";
import type { Streams } from "../streams.ts";

/** Judges everything that the policy demands of a checkout. */
export async function gate(args: Arguments, streams: Streams): Promise<number> {
  const { cwd, env } = streams;
  const copyTo = args.text("copy-to");
  const steps = createSteps(args, streams);
  const { findings, exitCode, base, policy, locks, install } = await judge({
    cwd,
    env,
    now: streams.now(),
    base: args.text("base"),
    ref: args.text("into"),
    isRelease: args.flag("release"),
    copyTo,
    onLock: steps.show,
  }).finally(steps.end);
  const fields = { base, policy, locks, install };
  return printOutcome("gate", args, streams, { findings, exitCode, fields }, () =>
    install.length === 0 ? "" : formatInstall(install, copyTo !== undefined),
  );
}
