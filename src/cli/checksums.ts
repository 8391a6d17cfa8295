import { thresholdOf } from "../operations/count-signers.ts";
import { readPublicKey } from "../operations/key-source.ts";
import { namesOwnFormat } from "../operations/names-own-format.ts";
import { verifyChecksums } from "../operations/verify-checksums.ts";
import { type Arguments, UsageError } from "./command.ts";
import { readSigner } from "./keyless.ts";
import { refuseLockOptions } from "./lock-options.ts";
import { printOutcome } from "./outcome.ts";
import type { Streams } from "./streams.ts";

/** Verifies the files that a list of checksums names: by the signature of the list, or by their own. */
export async function verifyByChecksums(
  args: Arguments,
  streams: Streams,
  checksums: string,
): Promise<number> {
  const { cwd } = streams;
  if (args.flag("message"))
    throw new UsageError(
      "verify: expected --checksums or --message, found both",
      "a list is verified by its bytes as it is",
    );
  const keys = args.many("key");
  const signer = keys.length > 0 ? keysOf(args, streams) : await readSigner(args, streams);
  const workflow = args.text("workflow") === undefined ? [] : ["repository"];
  refuseLockOptions(args, "with --checksums", workflow);
  const { findings, exitCode, evidence } = await verifyChecksums({
    checksums,
    files: args.positionals,
    ignoreMissing: args.flag("ignore-missing"),
    signer,
    cwd,
    now: streams.now(),
    bundle: args.text("bundle"),
    predicateType: args.text("predicate-type"),
  });
  const outcome = { findings, exitCode, fields: { evidence, install: [] } };
  return printOutcome("verify", args, streams, outcome, () => "");
}

function keysOf(args: Arguments, { cwd, env }: Streams) {
  const references = args.many("key");
  if (references.some((reference) => namesOwnFormat(reference, { cwd, env })))
    throw new UsageError(
      "verify: expected keys in PEM with --checksums, found one of another format",
      "verify the list first, lockseal verify LIST --key PUB, then its files by sha256sum -c --strict LIST",
    );
  const keys = references.map((reference) => readPublicKey(reference, { cwd, env }));
  return { kind: "keys", keys, threshold: thresholdOf(args.integer("threshold"), keys) } as const;
}
