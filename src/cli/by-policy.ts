import { openPolicy } from "../operations/open-policy.ts";
import { expandSubjects } from "../operations/subjects.ts";
import { verifyByPolicy } from "../operations/verify-by-policy.ts";
import { type Arguments, UsageError } from "./command.ts";
import { formatInstall } from "./install.ts";
import { printOutcome } from "./outcome.ts";
import type { Streams } from "./streams.ts";

/** Options that a policy has no use for. */
const OTHERS = ["threshold", "bundle", "checksums", "predicate-type"] as const;

/** Verifies locks by the signers of the policy. */
export async function verifyWithPolicy(args: Arguments, streams: Streams): Promise<number> {
  const { cwd, env } = streams;
  const other = OTHERS.find(
    (name) => args.text(name) !== undefined || args.integer(name) !== undefined,
  );
  const flag = ["message", "ignore-missing"].find((name) => args.flag(name));
  if (other !== undefined || flag !== undefined)
    throw new UsageError(
      `verify: expected no --${other ?? flag} with a policy, found it`,
      "name whom you trust yourself: --key PUB, or --certificate-identity NAME",
    );
  if (args.positionals.length === 0)
    throw new UsageError("verify: expected FILE…, found none", "name the locks");
  const policy = openPolicy(cwd, args.text("policy"), streams.now());
  const files = expandSubjects(args.positionals, cwd);
  if ("rule" in files) {
    const outcome = { findings: [files], exitCode: 3, fields: { evidence: [], install: [] } };
    return printOutcome("verify", args, streams, outcome, () => "");
  }
  const { findings, exitCode, evidence, install } = await verifyByPolicy({
    policy,
    files,
    cwd,
    env,
    now: streams.now(),
    root: args.text("root"),
    repository: args.text("repository"),
    minSequence: args.integer("min-sequence"),
    copyTo: args.text("copy-to"),
  });
  const outcome = { findings, exitCode, fields: { evidence, install } };
  return printOutcome("verify", args, streams, outcome, () =>
    formatInstall(install, args.text("copy-to") !== undefined),
  );
}
