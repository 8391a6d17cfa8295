import { expectationsOf } from "../../operations/attestation-expectations.ts";
import { expectedIdentity } from "../../operations/expected-identity.ts";
import { parseMaxAge } from "../../operations/root-age.ts";
import { loadTrustRoots } from "../../operations/trust-source.ts";
import { verifyAttestations } from "../../operations/verify-attestation.ts";
import { type Arguments, UsageError } from "../command.ts";
import { printOutcome } from "../outcome.ts";
import type { Streams } from "../streams.ts";

const NAME = "attestation verify";
const NEXT =
  "nothing is verified without saying whom it is believed from: lockseal attestation verify --help";

/** Verifies what attestations say about files. */
export async function verifyAttestation(args: Arguments, streams: Streams): Promise<number> {
  if (args.text("vsa") !== undefined) {
    const { verifyBySummary } = await import("../summary.ts");
    return verifyBySummary(args, streams);
  }
  const isEmitting = args.text("emit-vsa") !== undefined || args.text("emit-svr") !== undefined;
  refuseSummaryOptions(args, isEmitting);
  if (args.many("publisher").length > 0) {
    if (isEmitting)
      throw new UsageError(
        `${NAME}: expected --publisher or --emit-vsa and --emit-svr, found both: a publication is no build that a summary could be of`,
      );
    const { verifyPublished } = await import("../publisher.ts");
    return verifyPublished(
      args,
      streams,
      (identity, types) => readExpectations(args, streams, { published: { identity, types } }),
      readMaxRootAge(args.text("max-root-age")),
    );
  }
  refuseAlone(args);
  const { cwd, env } = streams;
  const subjects = args.positionals;
  const [bundle, attestations] = [args.text("bundle"), args.text("attestations")];
  if (bundle !== undefined && attestations !== undefined)
    throw new UsageError(`${NAME}: expected --bundle or --attestations, found both`);
  if (attestations !== undefined && subjects.length > 1)
    throw new UsageError(`${NAME}: expected one FILE with --attestations, found several`);
  // Loaded where it is used: what verifies has nothing in it that signs.
  const emission = isEmitting ? (await import("../emit.ts")).readEmission(args, streams) : null;
  const expectations = readExpectations(args, streams, { keys: emission?.trustedKeys });
  const { keys, identities, workflows } = expectations.signer;
  const isKeyed =
    keys.length > 0 && identities.length + workflows.length === 0 && attestations === undefined;
  const report = await verifyAttestations({
    subjects,
    cwd,
    expectations,
    bundle,
    attestations,
    trust: isKeyed ? null : await loadTrustRoots(args.text("trusted-root"), cwd, env),
    maxRootAgeMs: readMaxRootAge(args.text("max-root-age")),
    now: streams.now(),
  });
  const { exitCode, ledger, evidence } = report;
  const emitted =
    exitCode === 0 && emission !== null
      ? await emission.emit({ subjects: evidence, expectations })
      : [];
  const findings = [...report.findings, ...emitted];
  const outcome = { findings, exitCode, fields: { ledger, evidence } };
  return printOutcome(NAME, args, streams, outcome, () => "");
}

/** Options that say nothing without a publisher. */
function refuseAlone(args: Arguments): void {
  const alone = ["provenance", "index"].find((name) => args.text(name) !== undefined);
  if (alone !== undefined)
    throw new UsageError(`${NAME}: expected --publisher with --${alone}, found none`);
}

/** What is expected of the build of what was published. */
interface Published {
  readonly identity: Parameters<typeof expectationsOf>[0]["identity"];
  readonly types: readonly string[];
}

/** What is about summaries alone says nothing where none is read or written: whoever gave it expects it to be checked. */
function refuseSummaryOptions(args: Arguments, isEmitting: boolean): void {
  const names = ["verifier-id", "resource-uri", "verified-level"];
  const other = names.find((name) => !isEmitting && args.many(name).length > 0);
  if (other !== undefined)
    throw new UsageError(
      `${NAME}: expected --vsa, --emit-vsa or --emit-svr with --${other}, found none`,
      "verify by a summary: --vsa FILE; or write one: --emit-vsa OUT",
    );
}

/** What else than the options decides what is expected. */
interface Said {
  /** Those that are trusted, where another of `--key` signs. */
  readonly keys?: readonly string[] | undefined;
  readonly published?: Published;
}

function readExpectations(
  args: Arguments,
  { cwd, env }: Streams,
  { keys = args.many("key"), published }: Said = {},
): Exclude<ReturnType<typeof expectationsOf>, string> {
  const issuer = args.text("certificate-oidc-issuer");
  const [name, pattern] = [
    args.text("certificate-identity"),
    args.text("certificate-identity-pattern"),
  ];
  const isNamed = name !== undefined || pattern !== undefined;
  const identity = isNamed ? expectedIdentity({ identity: name, pattern, issuer }) : undefined;
  if (typeof identity === "string") throw new UsageError(`${NAME}: expected ${identity}`);
  const said = {
    identity: published?.identity ?? identity,
    issuer: isNamed ? undefined : issuer,
    signerWorkflows: args.many("signer-workflow"),
    keys,
    builderIds: args.many("builder-id"),
    builders: args.many("builders"),
    buildTypes: args.many("build-type"),
    predicateTypes: published?.types ?? args.many("predicate-type"),
    sources: args.many("source-uri"),
    branch: args.text("source-branch"),
    tag: args.text("source-tag"),
    versionedTag: args.text("source-versioned-tag"),
    sourceDigest: args.text("source-digest"),
    inputs: args.many("build-workflow-input"),
    externalParameters: args.many("external-parameter"),
    packageName: args.text("package-name"),
    packageVersion: args.text("package-version"),
    denySelfHosted: args.flag("deny-self-hosted-runners"),
  };
  const expectations = expectationsOf(said, { cwd, env });
  if (typeof expectations !== "string") return expectations;
  throw new UsageError(`${NAME}: expected ${expectations}`, NEXT);
}

function readMaxRootAge(text: string | undefined): number | null {
  if (text === undefined) return null;
  const age = parseMaxAge(text);
  if (age !== undefined) return age;
  throw new UsageError(`${NAME}: expected --max-root-age such as 180d, 12h or 26w, found ${text}`);
}
