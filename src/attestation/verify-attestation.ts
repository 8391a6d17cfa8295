import type { Digest } from "../bytes/digest.ts";
import { Refusal } from "../errors.ts";
import type { Artifact } from "../sigstore/content.ts";
import { type FoundSignature, parseAnySignatures } from "../sigstore/detect.ts";
import type { KnownDigests } from "../sigstore/subject.ts";
import type { Evidence } from "../sigstore/verify.ts";
import { PROVENANCE_TYPES, type Provenance } from "../statement/provenance/provenance.ts";
import { readProvenance } from "../statement/provenance/read.ts";
import type { Statement } from "../statement/statement.ts";
import { formatInstant, formatPeriod, isWithin } from "../trust/period.ts";
import type { TrustRoot } from "../trust/trust-root.ts";
import { anyOf, type Check, check } from "./check.ts";
import { type Expectations, missingTrust } from "./expectations.ts";
import { certified, claimed, type Facts, readings } from "./facts.ts";
import { judgeBuilder } from "./judge-builder.ts";
import { judgeClaims, judgeForgeable, judgeUnverifiable } from "./judge-certificate.ts";
import { judgePackage } from "./judge-package.ts";
import { judgeParameters } from "./judge-parameters.ts";
import { judgeRef } from "./judge-ref.ts";
import { judgeSource } from "./judge-source.ts";
import { type Clocks, type SignedBy, verifySigner } from "./verify-signer.ts";

/** What one attestation proves about one artifact, and every check on the way. */
export interface Verdict {
  readonly verdict: "passed" | "refused";
  readonly ledger: readonly Check[];
  /** Who signed and when; null where that does not hold, and then nothing else was looked at. */
  readonly evidence: Evidence | null;
  /** What was signed; null where nothing was. */
  readonly statement: Statement | null;
  readonly provenance: Provenance | null;
  /** The trust root that the evidence stands on; null for a key. */
  readonly root: TrustRoot | null;
}

/**
 * Verifies what an attestation says about an artifact, against what is expected: the signature first, then builder, source,
 * ref, parameters and the rest, each an entry of the ledger. Pure and offline.
 * Does not ask whether anybody revoked the attestation, nor how old the trust root is.
 *
 * @param artifactDigest one, or several of the same bytes: each that the statement has and that is given must be equal.
 * @param envelope a Sigstore bundle, a DSSE envelope, or whatever else `parseAnySignatures` reads that holds one of them.
 * @param trust the roots that may judge certificates; none is needed where keys alone are expected.
 * @param now refuses evidence from later than it.
 * @returns a verdict, for hostile bytes too: what cannot be read is refused with its code as the rule.
 * @throws RangeError when the expectations trust nobody, or there is no digest.
 * @see https://slsa.dev/spec/v1.0/verifying-artifacts
 */
export async function verifyAttestation(
  artifactDigest: Digest | readonly Digest[],
  envelope: Uint8Array,
  expectations: Expectations,
  trust: TrustRoot | readonly TrustRoot[],
  now: Date,
): Promise<Verdict> {
  const missing = missingTrust(expectations);
  if (missing !== undefined) throw new RangeError(`expectations: expected ${missing}`);
  const digests = "hex" in artifactDigest ? [artifactDigest] : artifactDigest;
  if (digests.length === 0) throw new RangeError("artifact: expected a digest, found none");
  const known: KnownDigests = new Map(digests.map((one) => [one.algorithm, one]));
  const roots = "logs" in trust ? [trust] : trust;
  try {
    const [found, ...more] = parseAnySignatures(envelope, "attestation");
    if (found === undefined || more.length > 0)
      throw new Refusal(
        "BUNDLE_MALFORMED",
        `attestation: expected one attestation, found ${more.length + 1}`,
        { at: "" },
        { hint: "give them one by one" },
      );
    return await judgeAttestation({ name: "artifact", digests: known }, found, expectations, {
      roots,
      now,
      isPackage: false,
    });
  } catch (error) {
    if (error instanceof Refusal) return refusedBy(error);
    throw error;
  }
}

/** By what an attestation is judged, beside what is expected of it. */
export interface JudgedWith {
  readonly roots: readonly TrustRoot[];
  readonly now: Date;
  /** Of the policy; default: every clock, and the usual skew. */
  readonly clocks?: Clocks | undefined;
  /** It came with a package, in a set of npm's. */
  readonly isPackage: boolean;
}

/** Does what `verifyAttestation` does, with an attestation that was read before. */
export async function judgeAttestation(
  artifact: Artifact,
  found: FoundSignature,
  expectations: Expectations,
  { roots, now, clocks, isPackage }: JudgedWith,
): Promise<Verdict> {
  try {
    const signed = await verifySigner(artifact, found, expectations, roots, now, clocks);
    const { evidence, root } = signed;
    const { statement } = evidence;
    const checks = [judgeSubject(evidence), ...judgePeriod(signed, expectations, now, clocks)];
    if (statement === undefined) {
      const types = expectations.predicateTypes;
      const wanted = anyOf(types.length > 0 ? types : PROVENANCE_TYPES);
      checks.push(
        check("ATTESTATION_PREDICATE", false, wanted, "a signature over the bytes alone", []),
      );
      return verdictOf(checks, { evidence, root, statement: null, provenance: null });
    }
    const predicate = judgePredicate(statement, expectations);
    checks.push(predicate);
    if (predicate.verdict === "refused")
      return verdictOf(checks, { evidence, root, statement, provenance: null });
    const isProvenance = PROVENANCE_TYPES.includes(statement.predicateType);
    const provenance = isProvenance ? readProvenance(statement) : null;
    const certificate = evidence.signer.kind === "certificate" ? evidence.signer.identity : null;
    const facts = { expectations, statement, provenance, certificate, isPackage };
    return verdictOf([...checks, ...judge(facts)], { evidence, root, statement, provenance });
  } catch (error) {
    if (error instanceof Refusal) return refusedBy(error);
    throw error;
  }
}

function judge(facts: Facts): readonly Check[] {
  const { checks, isRunner } = judgeBuilder(facts);
  const { packageName: name, packageVersion: version } = facts.expectations;
  return [
    ...judgeClaims(facts),
    ...checks,
    ...judgeSource(facts),
    ...judgeRef(facts),
    ...judgeParameters(facts),
    ...judgeForgeable(facts),
    ...(isRunner && facts.isPackage ? judgeUnverifiable(facts) : []),
    ...judgeMachine(facts),
    ...judgePackage(facts.statement, { name, version }),
  ];
}

function judgeSubject({ digests }: Evidence): Check {
  const found = digests.map(({ algorithm, hex }) => `${algorithm}:${hex}`);
  return check(
    "ATTESTATION_SUBJECT",
    true,
    "a subject with the artifact's digests",
    found.join(", "),
    found.map((value) => ({ document: "statement", field: "subject[].digest", value })),
    { agree: true },
  );
}

/** By the earliest time that somebody vouches for; without one by today, so that what a lost key signed falls with it. */
function judgePeriod(
  { evidence, by }: SignedBy,
  { signer }: Expectations,
  now: Date,
  clocks: Clocks | undefined,
): readonly Check[] {
  const period = signer.periods.get(by);
  if (period === undefined) return [];
  const times = evidence.times
    .filter(({ kind }) => clocks?.kinds.includes(kind) ?? true)
    .map(({ time }) => time);
  const time = times.length === 0 ? now.getTime() : Math.min(...times);
  return [
    check(
      "ATTESTATION_SIGNER",
      isWithin(period, time),
      `a signature within ${formatPeriod(period)}, when the signer's counts`,
      `one of ${formatInstant(time)}`,
      [],
    ),
  ];
}

function judgePredicate({ predicateType }: Statement, { predicateTypes }: Expectations): Check {
  const wanted = predicateTypes.length > 0 ? predicateTypes : PROVENANCE_TYPES;
  return check(
    "ATTESTATION_PREDICATE",
    wanted.includes(predicateType),
    anyOf(wanted),
    predicateType,
    [{ document: "statement", field: "predicateType", value: predicateType }],
    { help: "ask for that claim, if it is the one that is meant: --predicate-type" },
  );
}

/** Of one's own machine nobody but its owner knows what else runs on it. */
function judgeMachine({ expectations, certificate, provenance }: Facts): readonly Check[] {
  if (!expectations.denySelfHosted) return [];
  const ran = certified(certificate, "runnerEnvironment");
  const read = readings(ran, ...claimed(provenance?.runners ?? []));
  const holds = ran !== null && read.every(({ value }) => value === "github-hosted");
  const found = ran === null ? "nothing that says where it ran" : ran.value;
  return [check("BUILDER_RUNNER", holds, "github-hosted", found, read)];
}

function verdictOf(ledger: readonly Check[], rest: Omit<Verdict, "verdict" | "ledger">): Verdict {
  const isRefused = ledger.some(({ verdict }) => verdict === "refused");
  return { verdict: isRefused ? "refused" : "passed", ledger, ...rest };
}

/** Makes the verdict of an attestation that could not be read or verified. */
export function refusedBy(refusal: Refusal): Verdict {
  const [, expected = "an attestation that holds", found = refusal.message] =
    /expected (.+), found (.+)$/s.exec(refusal.message) ?? [];
  const entry: Check = {
    rule: refusal.code,
    verdict: "refused",
    expected,
    found,
    read: [],
    agree: null,
    ...(refusal.hint === undefined ? {} : { help: refusal.hint }),
  };
  return {
    verdict: "refused",
    ledger: [entry],
    evidence: null,
    statement: null,
    provenance: null,
    root: null,
  };
}
