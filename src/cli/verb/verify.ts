import { isRefused } from "../../finding.ts";
import { expandSubjects } from "../../operations/subjects.ts";
import { verifyByKeys } from "../../operations/verify-by-keys.ts";
import { type Arguments, UsageError } from "../command.ts";
import { formatInstall } from "../install.ts";
import { refuseLockOptions } from "../lock-options.ts";
import { printOutcome } from "../outcome.ts";
import { asksForOwnFormat } from "../own-format.ts";
import type { Streams } from "../streams.ts";

const KEYLESS = [
  "certificate-identity",
  "certificate-identity-pattern",
  "certificate-oidc-issuer",
  "workflow",
  "ref",
  "repository-id",
  "trigger",
  "runner",
  "trusted-root",
  "max-root-age",
];

/** Verifies locks and other files, by keys or by the identity of a keyless signer. */
export async function verify(args: Arguments, streams: Streams): Promise<number> {
  const keys = args.many("key");
  const keyless = KEYLESS.find((name) => args.text(name) !== undefined);
  if (keyless !== undefined && keys.length > 0)
    throw new UsageError(`verify: expected --key or an identity, found --key and --${keyless}`);
  const isOwn = asksForOwnFormat(args, streams, keyless);
  const named = args.text("policy");
  if (named !== undefined && (keyless !== undefined || keys.length > 0 || isOwn))
    throw new UsageError("verify: expected --policy, or a key or an identity, found both");
  if (keyless === undefined && keys.length === 0 && !isOwn) {
    const { locatePolicy } = await import("../../operations/policy-files.ts");
    if (locatePolicy(streams.cwd, named) !== undefined)
      return (await import("../by-policy.ts")).verifyWithPolicy(args, streams);
    throw new UsageError(
      "verify: expected --key PUB, or --certificate-identity NAME with --certificate-oidc-issuer URL, found neither",
      "nothing is verified without saying whose signature counts: lockseal verify --help; or in a policy, lockseal.toml",
    );
  }
  if (keys.length > 1 && args.integer("threshold") === undefined) {
    throw new UsageError(
      `verify: expected --threshold N with ${keys.length} keys, found none`,
      `--threshold ${keys.length} demands them all, --threshold 1 any of them`,
    );
  }
  if (args.flag("message") && args.text("predicate-type") !== undefined)
    throw new UsageError(
      "verify: expected --message or --predicate-type, found both",
      "--message is about a file's bytes, --predicate-type about a statement",
    );
  const checksums = args.text("checksums");
  if (checksums !== undefined)
    return (await import("../checksums.ts")).verifyByChecksums(args, streams, checksums);
  if (args.flag("ignore-missing"))
    throw new UsageError("verify: expected --ignore-missing with --checksums, found it alone");
  if (args.positionals.length === 0)
    throw new UsageError("verify: expected FILE… or --checksums LIST, found neither");
  const files = expandSubjects(args.positionals, streams.cwd);
  if ("rule" in files) {
    const outcome = { findings: [files], exitCode: 3, fields: { evidence: [], install: [] } };
    return printOutcome("verify", args, streams, outcome, () => "");
  }
  if (args.text("bundle") !== undefined && Math.max(args.positionals.length, files.length) > 1)
    throw new UsageError("verify: expected one FILE with --bundle, found several");
  if (isOwn) return (await import("../detached.ts")).verifyByOwnFormat(args, streams, files);
  if (keyless === undefined) return verifyWithKeys(args, streams, files);
  return (await import("../keyless.ts")).verifyByIdentity(args, streams, files);
}

async function verifyWithKeys(
  args: Arguments,
  streams: Streams,
  files: readonly string[],
): Promise<number> {
  const { cwd, env } = streams;
  const context = { cwd, env, files, keys: args.many("key"), bundle: args.text("bundle") };
  const threshold = args.integer("threshold");
  if (args.flag("message"))
    return verifyMessage(args, streams, { ...context, threshold: threshold ?? 1 });
  const { findings, exitCode, evidence, install } = await verifyByKeys({
    ...context,
    threshold,
    now: streams.now(),
    root: args.text("root"),
    repository: args.text("repository"),
    minSequence: args.integer("min-sequence"),
    copyTo: args.text("copy-to"),
    predicateType: args.text("predicate-type"),
  });
  if (!isRefused(findings) && install.length === 0)
    refuseLockOptions(args, "without a requirements file", []);
  const outcome = { findings, exitCode, fields: { evidence, install } };
  return printOutcome("verify", args, streams, outcome, () =>
    formatInstall(install, args.text("copy-to") !== undefined),
  );
}

async function verifyMessage(
  args: Arguments,
  streams: Streams,
  options: Parameters<typeof import("../../operations/verify-message.ts").verifyMessageFile>[0],
): Promise<number> {
  refuseLockOptions(args, "with --message", []);
  const { verifyMessageFile } = await import("../../operations/verify-message.ts");
  const { findings, exitCode } = verifyMessageFile(options);
  return printOutcome("verify", args, streams, { findings, exitCode, fields: {} }, () => "");
}
