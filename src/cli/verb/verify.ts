import { verifyLock } from "../../operations/verify-lock.ts";
import { escapeText } from "../../report/escape.ts";
import { type Arguments, UsageError } from "../command.ts";
import { printOutcome } from "../outcome.ts";
import type { Streams } from "../streams.ts";

/** Verifies locks, or with `--message` the bytes of any file. */
export async function verify(args: Arguments, streams: Streams): Promise<number> {
  const keys = args.many("key");
  const threshold = args.integer("threshold");
  if (keys.length > 1 && threshold === undefined) {
    throw new UsageError(
      `verify: expected --threshold N with ${keys.length} keys, found none`,
      `--threshold ${keys.length} demands them all, --threshold 1 any of them`,
    );
  }
  if (args.text("bundle") !== undefined && args.positionals.length > 1)
    throw new UsageError("verify: expected one FILE with --bundle, found several");
  const context = {
    cwd: streams.cwd,
    env: streams.env,
    files: args.positionals,
    keys,
    bundle: args.text("bundle"),
  };
  if (args.flag("message"))
    return verifyMessage(args, streams, { ...context, threshold: threshold ?? 1 });
  const report = verifyLock({
    ...context,
    threshold,
    now: streams.now(),
    root: args.text("root"),
    repository: args.text("repository"),
    minSequence: args.integer("min-sequence"),
    copyTo: args.text("copy-to"),
  });
  const { findings, exitCode, evidence, install } = report;
  const copied = args.text("copy-to") !== undefined;
  return printOutcome(
    "verify",
    args,
    streams,
    { findings, exitCode, fields: { evidence, install } },
    () =>
      install.length === 0
        ? ""
        : `verified; install it with:\n${install.map((line) => `  ${escapeText(line)}\n`).join("")}${copied ? "" : UNCOPIED}`,
  );
}

const UNCOPIED =
  "warning: these files may change before pip reads them; --copy-to DIR installs the very bytes that were verified\n";

async function verifyMessage(
  args: Arguments,
  streams: Streams,
  options: Parameters<typeof import("../../operations/verify-message.ts").verifyMessageFile>[0],
): Promise<number> {
  const lockOnly = ["copy-to", "min-sequence", "repository", "root"].find(
    (name) => args.text(name) !== undefined,
  );
  if (lockOnly !== undefined)
    throw new UsageError(
      `verify: expected no --${lockOnly} with --message, found it: it is about locks`,
    );
  const { verifyMessageFile } = await import("../../operations/verify-message.ts");
  const { findings, exitCode } = verifyMessageFile(options);
  return printOutcome("verify", args, streams, { findings, exitCode, fields: {} }, () => "");
}
