import type { Finding } from "../finding.ts";
import { readPassword } from "../operations/ask-password.ts";
import { type EmitSummaryOptions, emitSummary } from "../operations/emit-summary.ts";
import { openPrivateKey } from "../operations/open-private-key.ts";
import { isPrivateReference } from "../operations/private-reference.ts";
import { type Arguments, UsageError } from "./command.ts";
import type { Streams } from "./streams.ts";

const NAME = "attestation verify";
const KINDS = ["vsa", "svr"] as const;

/** Which summaries are to be written, once everything is verified. */
export interface Emission {
  /** Those of `--key` that are not the one that signs them. */
  readonly trustedKeys: readonly string[];
  /** Opens the key and writes them. */
  readonly emit: (
    verified: Pick<EmitSummaryOptions, "subjects" | "expectations">,
  ) => Promise<readonly Finding[]>;
}

/** Reads what is to be written, before anything is verified: a command line that cannot be run does nothing. */
export function readEmission(args: Arguments, streams: Streams): Emission {
  const { cwd, env } = streams;
  const keys = args.many("key");
  const signing = keys.filter((reference) => isPrivateReference(reference, { cwd, env }));
  const [reference, ...more] = signing;
  if (reference === undefined || more.length > 0)
    throw new UsageError(
      `${NAME}: expected one private key in --key to sign with, found ${signing.length === 0 ? "none" : signing.length}`,
      "name the key that signs the summary beside those that are trusted: --key verifier.key",
    );
  const verifierId = required(args, "verifier-id", "who says so");
  const isVsa = args.text("emit-vsa") !== undefined;
  const resourceUri = isVsa
    ? required(args, "resource-uri", "what the artifact is fetched as")
    : args.text("resource-uri");
  if (isVsa && args.positionals.length > 1)
    throw new UsageError(
      `${NAME}: expected one FILE with --emit-vsa, found several: a summary is about one resource`,
    );
  return {
    trustedKeys: keys.filter((one) => one !== reference),
    async emit(verified) {
      const key = await openPrivateKey({
        reference,
        cwd,
        env,
        password: () => readPassword(reference, streams, false),
      });
      const levels = args.many("verified-level");
      const now = streams.now();
      return KINDS.flatMap((kind) => {
        const out = args.text(`emit-${kind}`);
        if (out === undefined) return [];
        return [
          emitSummary({ ...verified, kind, out, cwd, key, verifierId, resourceUri, levels, now }),
        ];
      });
    },
  };
}

function required(args: Arguments, name: string, what: string): string {
  const value = args.text(name);
  if (value !== undefined) return value;
  throw new UsageError(
    `${NAME}: expected --${name} URI with --emit-vsa or --emit-svr, found none`,
    `say ${what}: --${name} URI`,
  );
}
