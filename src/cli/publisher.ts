import { exitCodeOf } from "../exit-code.ts";
import type { expectationsOf } from "../operations/attestation-expectations.ts";
import { expectedPublishers, identityOfPublisher } from "../operations/expected-publishers.ts";
import { namedPublishType } from "../operations/named-index.ts";
import { loadTrustRoots } from "../operations/trust-source.ts";
import { verifyAttestations } from "../operations/verify-attestation.ts";
import { verifyIndexFiles } from "../operations/verify-index-files.ts";
import { type Arguments, UsageError } from "./command.ts";
import { printOutcome } from "./outcome.ts";
import type { Streams } from "./streams.ts";

const NAME = "attestation verify";
type Expectations = Exclude<Awaited<ReturnType<typeof expectationsOf>>, string>;
type Identity = ReturnType<typeof identityOfPublisher>;

/** Other ways to say whom an attestation is believed from, and where it is. */
const INSTEAD = [
  "expectations",
  "key",
  "signer-workflow",
  "builders",
  "certificate-identity",
  "certificate-identity-pattern",
  "certificate-oidc-issuer",
  "bundle",
  "attestations",
  "npm-keys",
  "expectations",
  "vsa",
  "package-name",
  "package-version",
];
/** What the build has to have been. */
const BUILD = [
  "source-uri",
  "source-tag",
  "source-versioned-tag",
  "source-branch",
  "source-digest",
  "builder-id",
  "build-type",
  "build-workflow-input",
  "external-parameter",
  "deny-self-hosted-runners",
];

/**
 * Verifies who published files of a package index, and where something is expected of the build, its provenance by the same
 * publisher.
 * @param expectationsBy makes the expectations of what was said, with an identity for the signer.
 */
export async function verifyPublished(
  args: Arguments,
  streams: Streams,
  expectationsBy: (identity: Identity, predicateTypes: readonly string[]) => Promise<Expectations>,
  maxRootAgeMs: number | null,
): Promise<number> {
  const { cwd, env } = streams;
  const [first, ...rest] = args.many("publisher");
  if (first === undefined) throw new TypeError("publisher: expected one, found none");
  const instead = INSTEAD.find((name) => args.many(name).length > 0);
  if (instead !== undefined)
    throw new UsageError(`${NAME}: expected --publisher or --${instead}, found both`);
  const provenance = args.text("provenance");
  if (provenance !== undefined && args.positionals.length > 1)
    throw new UsageError(`${NAME}: expected one FILE with --provenance, found several`);
  const publishers = expectedPublishers([first, ...rest]);
  const publishType = readPublishType(args, streams);
  const trust = await loadTrustRoots(args.text("trusted-root"), cwd, env);
  const by = { cwd, trust, maxRootAgeMs, now: streams.now() };
  const published = await verifyIndexFiles({
    ...by,
    files: args.positionals,
    attestations: provenance === undefined ? undefined : [provenance],
    publishers,
    publishType,
  });
  const isBuildExpected = BUILD.some((name) => args.flag(name) || args.many(name).length > 0);
  if (!isBuildExpected) {
    const { findings, exitCode, evidence } = published;
    const outcome = { findings, exitCode, fields: { ledger: [], evidence } };
    return printOutcome(NAME, args, streams, outcome, () => "");
  }
  const expectations = await expectationsBy(identityOfPublisher(publishers[0]), PROVENANCE);
  const identities = publishers.map(identityOfPublisher);
  const built = await verifyAttestations({
    ...by,
    subjects: args.positionals,
    expectations: { ...expectations, signer: { ...expectations.signer, identities } },
    bundle: provenance,
  });
  // What is said there of provenance, that nothing was compared, no longer holds.
  const others = published.findings.filter(({ rule }) => rule !== "ATTESTATION");
  const findings = [...others, ...built.findings];
  const fields = {
    ledger: built.ledger,
    evidence: [...published.evidence, ...built.evidence],
  };
  const outcome = { findings, exitCode: exitCodeOf(findings), fields };
  return printOutcome(NAME, args, streams, outcome, () => "");
}

/** What PEP 740 has beside a publication. */
const PROVENANCE = ["https://slsa.dev/provenance/v1"];

function readPublishType(args: Arguments, { cwd, now }: Streams): string {
  const [type, ...more] = args.many("predicate-type");
  const index = args.text("index");
  if (more.length > 0)
    throw new UsageError(`${NAME}: expected --predicate-type once with --publisher, found several`);
  if (type !== undefined && index !== undefined)
    throw new UsageError(`${NAME}: expected --index or --predicate-type, found both`);
  return type ?? namedPublishType(index, cwd, now());
}
