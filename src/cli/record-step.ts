import { readPassword } from "../operations/ask-password.ts";
import { DEFAULT_EXCLUDE } from "../operations/excluded.ts";
import { openPrivateKey } from "../operations/open-private-key.ts";
import type { RecordedStep, RecordOptions } from "../operations/record-step.ts";
import { type Arguments, UsageError } from "./command.ts";
import { printOutcome } from "./outcome.ts";
import type { Streams } from "./streams.ts";

/** Opens the key and takes what a step is recorded with from the command line. */
export async function recordOptions(
  command: string,
  args: Arguments,
  streams: Streams,
): Promise<RecordOptions> {
  const { cwd, env } = streams;
  const step = args.text("step") ?? "";
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is refused
  if (/^\.{0,2}$|[/\\\u0000-\u001f\u007f]/.test(step))
    throw new UsageError(
      `${command}: expected --step with a name that can be that of a file, found ${JSON.stringify(step)}`,
    );
  const reference = args.text("key") ?? "";
  const key = await openPrivateKey({
    reference,
    cwd,
    env,
    password: () => readPassword(reference, streams, false),
  });
  const exclude = args.many("exclude");
  return {
    step,
    key,
    materials: args.many("materials"),
    products: args.many("products"),
    exclude: exclude.length === 0 ? DEFAULT_EXCLUDE : exclude,
    form: args.flag("dsse") ? "dsse" : "metablock",
    layout: args.text("layout"),
    output: args.text("output") ?? ".",
    cwd,
    env: withoutSecrets(env, reference),
    now: streams.now(),
  };
}

/** The command that is recorded has no use for the key, nor for its password. */
function withoutSecrets(env: Streams["env"], reference: string): Streams["env"] {
  const secrets = ["LOCKSEAL_PASSWORD", reference.replace(/^env:\/\//, "")];
  return Object.fromEntries(Object.entries(env).filter(([name]) => !secrets.includes(name)));
}

/** Says what was recorded. */
export function sayRecorded(
  command: string,
  args: Arguments,
  streams: Streams,
  { step, key }: RecordOptions,
  recorded: RecordedStep,
): number {
  const { materials, products, link, exitCode } = recorded;
  const finding = {
    rule: "LINK_WRITTEN",
    verdict: "passed",
    subject: link ?? step,
    message: `step ${step}: ${counted(materials, "material")}, ${counted(products, "product")}, signed by key ${key.publicKey.fingerprint}`,
  } as const;
  const outcome = { findings: [finding], exitCode, fields: { recorded } };
  return printOutcome(command, args, streams, outcome, () => "");
}

function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? "" : "s"}`;
}
