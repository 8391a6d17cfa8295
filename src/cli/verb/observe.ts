import { exitCodeOf } from "../../exit-code.ts";
import type { Finding } from "../../finding.ts";
import type { AskedIndex } from "../../operations/ask-index.ts";
import { nameIndex } from "../../operations/asked-indexes.ts";
import { type ObservedLock, observeLock } from "../../operations/observe-lock.ts";
import { createTransport } from "../../operations/signing-source.ts";
import { type Arguments, UsageError } from "../command.ts";
import { printOutcome } from "../outcome.ts";
import { readStatementSigner } from "../statement-signer.ts";
import type { Streams } from "../streams.ts";

/** Records which files locks newly allow, with what an index says of them. */
export async function observe(args: Arguments, streams: Streams): Promise<number> {
  const { cwd, env } = streams;
  const index = readIndex(args);
  const signer = await readStatementSigner("observe", args, streams);
  const findings: Finding[] = [];
  const observed: Pick<ObservedLock, "path" | "files">[] = [];
  for (const file of args.positionals) {
    const one = await observeLock({
      file,
      cwd,
      env,
      now: streams.now(),
      root: args.text("root"),
      base: args.text("base"),
      index,
      http: createTransport(env, streams.patience),
      trustedRoot: args.text("trusted-root"),
      isAll: args.flag("all"),
      signer,
    });
    findings.push(...one.findings);
    observed.push({ path: one.path, files: one.files });
  }
  const exitCode = exitCodeOf(findings);
  return printOutcome(
    "observe",
    args,
    streams,
    { findings, exitCode, fields: { observed } },
    () => "",
  );
}

function readIndex(args: Arguments): AskedIndex | null {
  const [given, name] = [args.text("index"), args.text("index-name")];
  if (given === undefined) {
    if (name === undefined) return null;
    throw new UsageError("observe: expected --index URL with --index-name, found none");
  }
  return nameIndex(given, name);
}
