import { isRefused } from "../finding.ts";
import { expectedIdentity } from "../operations/expected-identity.ts";
import type { ArtifactSigner } from "../operations/judge-bundle.ts";
import { parseMaxAge } from "../operations/root-age.ts";
import { loadTrustRoots } from "../operations/trust-source.ts";
import { verifyArtifact } from "../operations/verify-artifact.ts";
import { type Arguments, UsageError } from "./command.ts";
import { formatInstall } from "./install.ts";
import { refuseLockOptions } from "./lock-options.ts";
import { printOutcome } from "./outcome.ts";
import type { Streams } from "./streams.ts";

type IdentitySigner = Extract<ArtifactSigner, { kind: "identity" }>;

/** Verifies by the identity of a keyless signer, against a trust root that is at hand. */
export async function verifyByIdentity(
  args: Arguments,
  streams: Streams,
  files: readonly string[],
): Promise<number> {
  const { cwd } = streams;
  const signer = await readSigner(args, streams);
  // Part of a workflow's identity, and then of use whatever was signed.
  const used = signer.identity.kind === "workflow" ? ["repository"] : [];
  if (args.flag("message")) refuseLockOptions(args, "with --message", used);
  const { findings, exitCode, evidence, install } = await verifyArtifact({
    subjects: files,
    signer,
    cwd,
    now: streams.now(),
    bundle: args.text("bundle"),
    predicateType: args.text("predicate-type"),
    message: args.flag("message"),
    root: args.text("root"),
    repository: args.text("repository"),
    minSequence: args.integer("min-sequence"),
    copyTo: args.text("copy-to"),
  });
  if (!isRefused(findings) && install.length === 0)
    refuseLockOptions(args, "without a requirements file", used);
  return printOutcome(
    "verify",
    args,
    streams,
    { findings, exitCode, fields: { evidence, install } },
    () => formatInstall(install, args.text("copy-to") !== undefined),
  );
}

/** Makes of what was said whose signature counts. */
export async function readSigner(args: Arguments, { cwd, env }: Streams): Promise<IdentitySigner> {
  if (args.integer("threshold") !== undefined)
    throw new UsageError(
      "verify: expected no --threshold with an identity, found it: it counts keys",
    );
  const identity = expectedIdentity({
    identity: args.text("certificate-identity"),
    pattern: args.text("certificate-identity-pattern"),
    issuer: args.text("certificate-oidc-issuer"),
    repository: args.text("repository"),
    workflow: args.text("workflow"),
    ref: args.text("ref"),
    repositoryId: args.text("repository-id"),
    trigger: args.text("trigger"),
    runner: args.text("runner"),
  });
  if (typeof identity === "string") throw new UsageError(`verify: expected ${identity}`);
  const maxRootAgeMs = readMaxRootAge(args.text("max-root-age"));
  const trust = await loadTrustRoots(args.text("trusted-root"), cwd, env);
  return { kind: "identity", identity, trust, maxRootAgeMs };
}

function readMaxRootAge(text: string | undefined): number | null {
  if (text === undefined) return null;
  const age = parseMaxAge(text);
  if (age !== undefined) return age;
  throw new UsageError(`verify: expected --max-root-age such as 180d, 12h or 26w, found ${text}`);
}
