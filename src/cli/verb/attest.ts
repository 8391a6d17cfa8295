import { readPassword } from "../../operations/ask-password.ts";
import { type AttestSigner, attest as attestFiles } from "../../operations/attest.ts";
import type { Claim } from "../../operations/attestation-draft.ts";
import { openPrivateKey } from "../../operations/open-private-key.ts";
import { type Arguments, UsageError } from "../command.ts";
import { printOutcome } from "../outcome.ts";
import { say } from "../say.ts";
import type { Streams } from "../streams.ts";

const KEYLESS = ["identity-token", "signing-config", "trusted-root"];

/** Signs a statement about files: with a key, or as who this runs for. */
export async function attest(args: Arguments, streams: Streams): Promise<number> {
  const claim = readClaim(args);
  const signer = await readSigner(args, streams);
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

async function readSigner(args: Arguments, streams: Streams): Promise<AttestSigner> {
  const { cwd, env } = streams;
  const reference = args.text("key");
  if (reference === undefined) {
    // Loaded where it is used, as it is for sign.
    const { findKeylessSigner } = await import("../keyless-signer.ts");
    const now = streams.now();
    const announce = (text: string): void => say(streams, "note", text);
    return {
      kind: "identity",
      ...(await findKeylessSigner(args, streams, now)),
      now,
      announce,
    };
  }
  const keyless = KEYLESS.find((name) => args.text(name) !== undefined);
  if (keyless !== undefined)
    throw new UsageError(`attest: expected --key or an identity, found --key and --${keyless}`);
  const key = await openPrivateKey({
    reference,
    cwd,
    env,
    password: () => readPassword(reference, streams, false),
  });
  return { kind: "key", key };
}
