import { relative } from "node:path";
import type { Finding } from "../finding.ts";
import { expectationsOf } from "../operations/attestation-expectations.ts";
import { expectedIdentity } from "../operations/expected-identity.ts";
import { parseMaxAge } from "../operations/root-age.ts";
import { loadTrustRoots, type TrustSources } from "../operations/trust-source.ts";
import type { VerifyAttestationsOptions } from "../operations/verify-attestation.ts";
import { type Arguments, UsageError } from "./command.ts";
import type { Streams } from "./streams.ts";

const NAME = "attestation verify";
const NEXT =
  "nothing is verified without saying whom it is believed from: lockseal attestation verify --help";

/** What a policy says in place of options; keys stand beside it where they sign. */
const SAID = [
  "source-uri",
  "source-tag",
  "source-versioned-tag",
  "source-branch",
  "source-digest",
  "builder-id",
  "builders",
  "build-type",
  "signer-workflow",
  "certificate-identity",
  "certificate-identity-pattern",
  "certificate-oidc-issuer",
  "predicate-type",
  "build-workflow-input",
  "external-parameter",
  "package-name",
  "package-version",
  "deny-self-hosted-runners",
];

type Expectations = Exclude<Awaited<ReturnType<typeof expectationsOf>>, string>;
type Trust = Pick<VerifyAttestationsOptions, "expectations" | "trust" | "maxRootAgeMs"> & {
  /** What is to be said of where it comes from. */
  readonly said: readonly Finding[];
};

/** What else than the options decides what is expected. */
export interface Said {
  /** Those that are trusted, where another of `--key` signs. */
  readonly keys?: readonly string[] | undefined;
  /** Of the build of what was published. */
  readonly published?: {
    readonly identity: Parameters<typeof expectationsOf>[0]["identity"];
    readonly types: readonly string[];
  };
}

/** Makes of what was said, or of a policy, what is expected and by which roots it is judged. */
export async function readTrust(
  args: Arguments,
  streams: Streams,
  { keys: trusted = args.many("key") }: Said,
): Promise<Trust> {
  const { cwd, env } = streams;
  const isSaid =
    trusted.length > 0 || SAID.some((name) => args.many(name).length > 0 || args.flag(name));
  const named = args.text("expectations");
  const file = named ?? (isSaid ? undefined : await findPolicy(cwd));
  const [given, age] = [args.text("trusted-root"), readMaxRootAge(args)];
  if (file === undefined) {
    const expectations = await readExpectations(args, streams, { keys: trusted });
    const { keys, identities, workflows } = expectations.signer;
    // A key needs no root, and no root that is damaged keeps it from being used.
    const isKeyed =
      keys.length > 0 &&
      identities.length + workflows.length === 0 &&
      args.text("attestations") === undefined;
    const trust = isKeyed ? null : await loadTrustRoots(given, cwd, env);
    return { expectations, trust, maxRootAgeMs: age, said: [] };
  }
  const other =
    trusted.length > 0 ? "key" : SAID.find((name) => args.many(name).length > 0 || args.flag(name));
  if (other !== undefined)
    throw new UsageError(`${NAME}: expected --expectations or --${other}, found both`);
  const { loadAttestationPolicy } = await import("../operations/attestation-policy.ts");
  const policy = loadAttestationPolicy(file, cwd, streams.now());
  const { root, maxRootAgeMs } = policy;
  if (root !== null && given !== undefined && named !== undefined)
    throw new UsageError(`${NAME}: expected no --trusted-root, for ${file} has one, found it`);
  // One that is named takes the place of what a policy in place says of roots, and of their age.
  const isOwn = given !== undefined && named === undefined;
  const trust: TrustSources =
    root === null || isOwn ? await loadTrustRoots(given, cwd, env) : [root];
  const said = named === undefined ? [inTree(file)] : [];
  return { expectations: policy, trust, maxRootAgeMs: age ?? (isOwn ? null : maxRootAgeMs), said };
}

/** Finds the policy that is in place, relative to the folder that is worked in. */
async function findPolicy(cwd: string): Promise<string | undefined> {
  const { locatePolicy } = await import("../operations/policy-files.ts");
  const { hasExpectations } = await import("../operations/attestation-policy.ts");
  const located = locatePolicy(cwd, undefined);
  if (located === undefined) return undefined;
  const file = relative(cwd, located.path);
  if (hasExpectations(located.path, file)) return file;
  throw new UsageError(
    `${NAME}: expected options that say whom it is believed from, or a table [provenance.NAME] of ${file}, found neither`,
    NEXT,
  );
}

/** Trust that comes from the tree that is judged is named. */
function inTree(file: string): Finding {
  return {
    rule: "POLICY_IN_TREE",
    verdict: "warned",
    subject: file,
    message: `judged by ${file}, since no option says by whom: whoever changes the tree can change it too`,
    help: "name one that lies elsewhere: --expectations FILE; or say what is expected: lockseal attestation verify --help",
  };
}

/** Makes expectations of what was said. */
export async function readExpectations(
  args: Arguments,
  { cwd, env }: Streams,
  { keys = args.many("key"), published }: Said,
): Promise<Expectations> {
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
  const expectations = await expectationsOf(said, { cwd, env });
  if (typeof expectations !== "string") return expectations;
  throw new UsageError(`${NAME}: expected ${expectations}`, NEXT);
}

/** Reads how old a trust root may be; null for any age. */
export function readMaxRootAge(args: Arguments): number | null {
  const text = args.text("max-root-age");
  if (text === undefined) return null;
  const age = parseMaxAge(text);
  if (age !== undefined) return age;
  throw new UsageError(`${NAME}: expected --max-root-age such as 180d, 12h or 26w, found ${text}`);
}
