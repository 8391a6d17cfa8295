import { attest as attestFiles } from "../../operations/attest.ts";
import type { Claim } from "../../operations/attestation-draft.ts";
import { type Arguments, UsageError } from "../command.ts";
import { printOutcome } from "../outcome.ts";
import { readStatementSigner } from "../statement-signer.ts";
import type { Streams } from "../streams.ts";

/** Signs a statement about files: with a key, or as who this runs for. */
export async function attest(args: Arguments, streams: Streams): Promise<number> {
  const claim = readClaim(args);
  const signer = await readStatementSigner("attest", args, streams);
  const { findings, exitCode, signed } = await attestFiles({
    files: args.positionals,
    claim,
    signer,
    cwd: streams.cwd,
    bundle: args.text("bundle"),
  });
  return printOutcome(
    "attest",
    args,
    streams,
    { findings, exitCode, fields: { signed } },
    () => "",
  );
}

function readClaim(args: Arguments): Claim {
  const predicate = args.text("predicate");
  const type = args.text("type");
  const statement = args.text("statement");
  if (statement !== undefined) {
    const other = ["predicate", "type"].find((name) => args.text(name) !== undefined);
    if (other === undefined) return { kind: "statement", path: statement };
    throw new UsageError(
      `attest: expected no --${other} with --statement, found it: a statement has its own`,
    );
  }
  if (predicate === undefined)
    throw new UsageError(
      "attest: expected --predicate JSON with --type TYPE, or --statement JSON, found neither",
      "say what the statement claims: lockseal attest FILE --predicate sbom.json --type spdx",
    );
  if (type === undefined)
    throw new UsageError(
      "attest: expected --type TYPE with --predicate, found none",
      "name the predicate's type, such as --type spdx, or its URI",
    );
  return { kind: "predicate", path: predicate, type };
}
