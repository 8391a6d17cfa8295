import { createProvenance } from "../../operations/create-provenance.ts";
import { writeStatement } from "../../operations/write-statement.ts";
import type { Arguments } from "../command.ts";
import { printOutcome } from "../outcome.ts";
import { say } from "../say.ts";
import type { Streams } from "../streams.ts";

/** Says how files were built: as a statement on standard output, or into a file. */
export async function createProvenanceStatement(
  args: Arguments,
  streams: Streams,
): Promise<number> {
  const { cwd, env } = streams;
  const now = streams.now();
  const { payload, build, findings } = await createProvenance({
    files: args.positionals,
    cwd,
    env,
    now,
    // Loaded where it is used: no other build service is asked anything.
    jobWorkflow: async () =>
      (await import("../../operations/job-workflow.ts")).findJobWorkflow(env, now),
  });
  const out = args.text("out");
  if (out !== undefined) writeStatement(out, payload, cwd);
  if (out === undefined && !args.flag("json")) {
    // What can be piped is the statement alone.
    streams.stdout.write(`${Buffer.from(payload)}\n`);
    for (const { verdict, subject, message } of findings)
      if (verdict === "noted") say(streams, "note", `${subject}: ${message}`);
    return 0;
  }
  const fields = { builder: build.builder.id, statement: JSON.parse(`${Buffer.from(payload)}`) };
  return printOutcome(
    "provenance create",
    args,
    streams,
    { findings, exitCode: 0, fields },
    () => "",
  );
}
