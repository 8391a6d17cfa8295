import { verifyLayoutFiles } from "../../operations/verify-layout-files.ts";
import { type Arguments, UsageError } from "../command.ts";
import { printOutcome } from "../outcome.ts";
import type { Streams } from "../streams.ts";

/** Verifies a layout and the links that belong to it. */
export async function layoutVerify(args: Arguments, streams: Streams): Promise<number> {
  const { cwd, env } = streams;
  const keys = args.many("key");
  if (keys.length === 0 || keys.length > 32)
    throw new UsageError(
      `layout verify: expected 1 to 32 times --key, found ${keys.length}`,
      "name the public key of the layout's owner: --key OWNER.pub",
    );
  const artifacts = args.text("artifacts");
  const [isRun, isSkipped] = [args.flag("run-inspections"), args.flag("skip-inspections")];
  if (isRun && isSkipped)
    throw new UsageError(
      "layout verify: expected --run-inspections or --skip-inspections, found both",
    );
  if (isRun && artifacts === undefined)
    throw new UsageError(
      "layout verify: expected --artifacts DIR with --run-inspections, found none",
      "name the folder of the final product: inspections run in a copy of it",
    );
  const seconds = args.integer("max-seconds") ?? 60;
  if (seconds < 1 || seconds > 86_400)
    throw new UsageError(`layout verify: expected --max-seconds from 1 to 86400, found ${seconds}`);
  const { findings, exitCode, steps } = await verifyLayoutFiles({
    layout: args.text("layout") ?? "",
    keys,
    links: args.text("links") ?? ".",
    parameters: parametersOf(args.many("param")),
    allowSublayouts: args.many("allow-sublayout"),
    allowProvenance: args.many("allow-provenance"),
    inspections: isRun ? "run" : isSkipped ? "skip" : "refuse",
    timeoutMs: seconds * 1000,
    artifacts,
    cwd,
    env,
    now: streams.now(),
    machine: streams.machine,
  });
  const outcome = { findings, exitCode, fields: { steps } };
  return printOutcome("layout verify", args, streams, outcome, () => "");
}

function parametersOf(words: readonly string[]): ReadonlyMap<string, string> {
  const parameters = new Map<string, string>();
  for (const word of words) {
    const [, name, value] = /^([A-Za-z0-9_-]+)=(.*)$/s.exec(word) ?? [];
    if (name === undefined || value === undefined)
      throw new UsageError(
        `layout verify: expected --param NAME=VALUE, found ${JSON.stringify(word)}`,
      );
    if (parameters.has(name))
      throw new UsageError(`layout verify: expected --param ${name} once, found it twice`);
    parameters.set(name, value);
  }
  return parameters;
}
