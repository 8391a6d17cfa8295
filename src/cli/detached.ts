import { readAllowedSigners, readSignerKey } from "../operations/signer-key-source.ts";
import { verifyDetachedFiles } from "../operations/verify-detached-files.ts";
import { type Arguments, UsageError } from "./command.ts";
import { refuseLockOptions } from "./lock-options.ts";
import { printOutcome } from "./outcome.ts";
import type { Streams } from "./streams.ts";

/** Verifies by keys whose signatures are in a format of their own, such as minisign's. */
export async function verifyByOwnFormat(
  args: Arguments,
  streams: Streams,
  files: readonly string[],
): Promise<number> {
  const { cwd, env } = streams;
  refuseLockOptions(args, "with a key of this kind", []);
  if (args.text("predicate-type") !== undefined)
    throw new UsageError(
      "verify: expected no --predicate-type with a key of this kind, found it: it is about statements",
    );
  const allowed = args.text("allowed-signers");
  const keys =
    allowed === undefined
      ? await Promise.all(
          args
            .many("key")
            .map((reference) => readSignerKey(reference, { cwd, env }, args.text("fingerprint"))),
        )
      : [readAllowedSigners(allowed, args.text("principal") ?? "", { cwd, env })];
  const { findings, exitCode, evidence } = await verifyDetachedFiles({
    files,
    keys,
    threshold: args.integer("threshold"),
    signature: args.text("bundle"),
    message: args.flag("message"),
    namespace: args.text("namespace") ?? "file",
    now: streams.now(),
    unsafeAllowLegacy: args.flag("unsafe-legacy"),
    cwd,
  });
  const outcome = { findings, exitCode, fields: { evidence, install: [] } };
  return printOutcome("verify", args, streams, outcome, () => "");
}
