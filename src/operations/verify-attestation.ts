import type { Expectations } from "../attestation/expectations.ts";
import { judgeAttestation, refusedBy, type Verdict } from "../attestation/verify-attestation.ts";
import type { Clocks } from "../attestation/verify-signer.ts";
import type { DigestAlgorithm } from "../bytes/digest.ts";
import { Refusal } from "../errors.ts";
import { type ExitCode, exitCodeOf } from "../exit-code.ts";
import { type Finding, findingOfRefusal, isRefused } from "../finding.ts";
import { digestOnce } from "../io/digest-file.ts";
import { isThere, missingFile, readFile } from "../io/files.ts";
import { resolvePath } from "../io/root.ts";
import type { Artifact } from "../sigstore/content.ts";
import type { FoundSignature } from "../sigstore/detect.ts";
import type { NpmKey } from "../trust/npm-keys.ts";
import type { TrustRoot } from "../trust/trust-root.ts";
import { ambiguous, signed, trusted } from "./artifact-findings.ts";
import {
  findingOfEntry,
  type LedgerEntry,
  noAttestation,
  notExpected,
  passedOver,
} from "./attestation-findings.ts";
import { type Offered, offerAttestations, offerBeside } from "./attestation-source.ts";
import { expectedOf, type LoadedPolicy } from "./expected-of.ts";
import { judgeRootAge } from "./root-age.ts";
import { digestOf } from "./subject-kind.ts";
import type { TrustSource } from "./trust-root-file.ts";
import type { TrustSources } from "./trust-source.ts";

/** What to verify, and what is expected of it. */
export interface VerifyAttestationsOptions {
  /** Files, absolute or relative to `cwd`; or `sha256:` and its hex digits, with `bundle`. */
  readonly subjects: readonly string[];
  readonly cwd: string;
  /** The same of every subject, or what a policy expects of each: all of it has to hold. */
  readonly expectations: Expectations | LoadedPolicy;
  /** A file of one attestation or one a line, or a folder of such files; default: what stands beside each subject. */
  readonly bundle?: string | undefined;
  /** npm's set of a provenance and a publication, for one subject. */
  readonly attestations?: string | undefined;
  /** The keys of the registry that it is of, in a file; default: see `loadNpmKeys`. */
  readonly npmKeys?: string | undefined;
  /** The roots that may judge; null where keys alone are expected. */
  readonly trust: TrustSources | null;
  readonly maxRootAgeMs?: number | null | undefined;
  readonly now: Date;
}

/** What was proved of one subject. */
export interface AttestedSubject {
  readonly subject: string;
  readonly attestation: string;
  readonly predicateType: string;
  readonly digests: readonly string[];
}

/** The verdict over all subjects. */
export interface VerifyAttestationsReport {
  readonly findings: readonly Finding[];
  readonly exitCode: ExitCode;
  /** Every check of the attestation that was taken; where none was, of those that came closest. */
  readonly ledger: readonly LedgerEntry[];
  readonly evidence: readonly AttestedSubject[];
  /** A verdict for each subject that passed, in the order of the subjects. */
  readonly verdicts: readonly Verdict[];
}

/** How many of the attestations that were not taken are shown with all their checks. */
const MAX_SHOWN = 3;

/**
 * Verifies that each subject has an attestation of whom its user trusts, which says what is expected of it. Of several one
 * suffices; what cannot be read, or is about something else, hides none. Where there is none, that is a finding. Offline.
 */
export async function verifyAttestations(
  options: VerifyAttestationsOptions,
): Promise<VerifyAttestationsReport> {
  const judged: JudgedSubject[] = [];
  for (const subject of options.subjects) judged.push(await judgeSubject(subject, options));
  const findings = judged.flatMap((one) => one.findings);
  return {
    findings,
    exitCode: exitCodeOf(findings),
    ledger: judged.flatMap((one) => one.ledger),
    evidence: judged.flatMap((one) => one.evidence),
    verdicts: judged.flatMap((one) => one.verdict ?? []),
  };
}

interface JudgedSubject {
  readonly findings: readonly Finding[];
  readonly ledger: readonly LedgerEntry[];
  readonly evidence: readonly AttestedSubject[];
  readonly verdict: Verdict | null;
}

/** A verdict, and the attestation that it is about. */
interface Named {
  readonly name: string;
  readonly verdict: Verdict;
}

async function judgeSubject(
  subject: string,
  options: VerifyAttestationsOptions,
): Promise<JudgedSubject> {
  const { expectations: expected, cwd, attestations } = options;
  try {
    const given = openSubject(subject, cwd);
    if ("rule" in given) return nothing(given);
    const all =
      "sections" in expected
        ? expectedOf(
            expected,
            digestOf(subject) === undefined ? resolvePath(cwd, subject) : undefined,
          )
        : [{ name: undefined, expectations: expected }];
    if (all.length === 0)
      return nothing(notExpected(subject, "file" in expected ? expected.file : ""));
    const judged: JudgedSubject[] = [];
    for (const { expectations, name } of all) {
      const clocks = "sections" in expected ? expected.clocks : undefined;
      const one = { ...options, expectations, clocks };
      const found =
        attestations === undefined
          ? await judgeOffered(subject, given, one)
          : await judgeNpmSet(subject, given, attestations, one);
      judged.push(
        name === undefined ? found : { ...found, findings: namedBy(name, found.findings) },
      );
    }
    return joined(judged);
  } catch (error) {
    if (error instanceof Refusal) return nothing(findingOfRefusal(error, subject));
    throw error;
  }
}

/** One section that does not hold refuses the subject, whatever the others say. */
function joined(judged: readonly JudgedSubject[]): JudgedSubject {
  const findings = judged.flatMap((one) => one.findings);
  const ledger = judged.flatMap((one) => one.ledger);
  const [first] = judged;
  if (isRefused(findings) || first === undefined)
    return { findings, ledger, evidence: [], verdict: null };
  return {
    findings,
    ledger,
    // Of several sections the same attestation may be the one that holds.
    evidence: judged
      .flatMap((one) => one.evidence)
      .filter(
        ({ attestation }, index, all) =>
          all.findIndex((one) => one.attestation === attestation) === index,
      ),
    verdict: first.verdict,
  };
}

function namedBy(name: string, findings: readonly Finding[]): readonly Finding[] {
  return findings.map((one) =>
    one.verdict === "refused" ? { ...one, message: `provenance.${name}: ${one.message}` } : one,
  );
}

/** By what one section, or the command line, expects. */
interface OneExpectation extends VerifyAttestationsOptions {
  readonly expectations: Expectations;
  readonly clocks: Clocks | undefined;
}

/** What is verified: gives the artifact with at least the digests asked for. */
type OpenedSubject = (algorithms: readonly DigestAlgorithm[]) => Artifact;

function openSubject(subject: string, cwd: string): OpenedSubject | Finding {
  const path = resolvePath(cwd, subject);
  const digest = digestOf(subject);
  if (digest !== undefined) {
    if (isThere(path)) return ambiguous(subject);
    return () => ({ name: subject, digests: new Map([[digest.algorithm, digest]]) });
  }
  if (!isThere(path)) throw missingFile(path, undefined);
  const digested = digestOnce(path);
  return (algorithms) => ({ name: subject, digests: digested(algorithms).digests });
}

const ALGORITHMS: readonly DigestAlgorithm[] = ["sha256", "sha384", "sha512"];

/** Which digests a statement may need: what is not verified yet decides no more than how the file is read. */
function algorithmsIn({ content }: FoundSignature): readonly DigestAlgorithm[] {
  if (content.kind !== "dsse") return ["sha256"];
  const payload = Buffer.from(content.envelope.payload);
  const named = ALGORITHMS.filter((algorithm) => payload.includes(algorithm));
  return named.length === 0 ? ALGORITHMS : named;
}

async function judgeOffered(
  subject: string,
  given: OpenedSubject,
  options: OneExpectation,
): Promise<JudgedSubject> {
  const { bundle, cwd, expectations, trust, now, clocks } = options;
  if (bundle !== undefined && !isThere(resolvePath(cwd, bundle)))
    return nothing(noAttestation(subject, `in ${bundle}`, "no such file"));
  const offers =
    bundle === undefined
      ? offerBeside(subject, resolvePath(cwd, subject))
      : offerAttestations(resolvePath(cwd, bundle), bundle);
  const by = { roots: (trust ?? []).map(({ root }) => root), now, clocks, isPackage: false };
  const passedBy = new Rejected();
  for await (const offered of offers) {
    if ("refusal" in offered) {
      passedBy.refusal(offered.name, offered.refusal);
      continue;
    }
    const artifact = given(algorithmsIn(offered.found));
    const verdict = await judgeAttestation(artifact, offered.found, expectations, by);
    if (verdict.verdict === "passed")
      return accepted(subject, { name: offered.name, verdict }, passedBy, options);
    passedBy.add(offered, verdict);
  }
  if (passedBy.count === 0) {
    const place = bundle === undefined ? `beside it` : `in ${bundle}`;
    return nothing(noAttestation(subject, place, "none"));
  }
  return passedBy.refuse(subject);
}

async function judgeNpmSet(
  subject: string,
  given: OpenedSubject,
  file: string,
  options: OneExpectation,
): Promise<JudgedSubject> {
  const [{ MAX_SIGSTORE_BUNDLE_BYTES }, { parseNpmSet }, { verifyNpmSet }, { loadNpmKeys }] =
    await Promise.all([
      import("../sigstore/bundle-limit.ts"),
      import("../sigstore/npm-set.ts"),
      import("../attestation/verify-npm-set.ts"),
      import("./npm-keys-source.ts"),
    ]);
  const { cwd, expectations, now, clocks } = options;
  const path = resolvePath(cwd, file);
  if (!isThere(path)) return nothing(noAttestation(subject, `in ${file}`, "no such file"));
  const trust = options.trust ?? [];
  const [first] = trust;
  if (first === undefined) throw new TypeError("trust: expected a trust root, found none");
  const set = parseNpmSet(readFile(path, 2 * MAX_SIGSTORE_BUNDLE_BYTES), file);
  const keys = (root: TrustRoot): readonly NpmKey[] =>
    loadNpmKeys(options.npmKeys, cwd, trust.find((one) => one.root === root) ?? first).keys;
  const by = { roots: trust.map(({ root }) => root), now, clocks };
  const verdict = await verifyNpmSet(given(["sha512"]), set, expectations, keys, by);
  const named = { name: file, verdict };
  const passedBy = new Rejected();
  if (verdict.verdict === "passed") return accepted(subject, named, passedBy, options);
  passedBy.add({ name: file }, verdict);
  return passedBy.refuse(subject);
}

/** Attestations that were not taken: as many of them as anybody reads, those that came furthest first. */
class Rejected {
  count = 0;
  #best: (Named & { readonly score: number })[] = [];

  /** Of what could not be read a few are kept, where nothing came further. */
  refusal(name: string, refusal: Refusal): void {
    if (this.#best.length < MAX_SHOWN) this.add({ name }, refusedBy(refusal));
    else this.count += 1;
  }

  add({ name }: Pick<Offered, "name">, verdict: Verdict): void {
    this.count += 1;
    const score = verdict.ledger.filter((one) => one.verdict === "passed").length;
    const last = this.#best.at(-1);
    if (this.#best.length >= MAX_SHOWN && last !== undefined && last.score >= score) return;
    this.#best.push({ name, verdict, score });
    this.#best.sort((one, other) => other.score - one.score);
    this.#best.splice(MAX_SHOWN);
  }

  refuse(subject: string): JudgedSubject {
    const [first] = this.#best;
    const ledger = first === undefined ? [] : ledgerOf(subject, first);
    const others = this.#best.slice(1).map(({ name, verdict }) => {
      const rules = verdict.ledger.filter((one) => one.verdict === "refused");
      return `${name} (${rules.map(({ rule }) => rule).join(", ")})`;
    });
    const findings = [
      ...ledger.map(findingOfEntry),
      ...(this.count > 1 ? [passedOver(subject, this.count - 1, others.join("; "))] : []),
    ];
    return { findings, ledger, evidence: [], verdict: null };
  }

  note(subject: string): readonly Finding[] {
    if (this.count === 0) return [];
    const why = this.#best.map(
      ({ name, verdict }) =>
        `${name} (${verdict.ledger.find((one) => one.verdict === "refused")?.rule})`,
    );
    return [passedOver(subject, this.count, why.join("; "))];
  }
}

function accepted(
  subject: string,
  { name, verdict }: Named,
  passedBy: Rejected,
  options: VerifyAttestationsOptions,
): JudgedSubject {
  const { evidence, statement } = verdict;
  if (evidence === null || statement === null)
    throw new TypeError("verdict: expected evidence with what passed, found none");
  const ledger = ledgerOf(subject, { name, verdict });
  const source = options.trust?.find(({ root }) => root === verdict.root);
  const findings = [
    signed(subject, name, evidence),
    ...(source === undefined ? [] : judgeTrust(subject, source, options)),
    ...ledger.map(findingOfEntry),
    ...passedBy.note(subject),
  ];
  if (findings.some((one) => one.verdict === "refused"))
    return { findings, ledger, evidence: [], verdict: null };
  const digests = evidence.digests.map(({ algorithm, hex }) => `${algorithm}:${hex}`);
  const { predicateType } = statement;
  return {
    findings,
    ledger,
    evidence: [{ subject, attestation: name, predicateType, digests }],
    verdict,
  };
}

function judgeTrust(
  subject: string,
  source: TrustSource,
  { maxRootAgeMs, now }: VerifyAttestationsOptions,
): readonly Finding[] {
  const age = judgeRootAge(source, maxRootAgeMs ?? undefined, now);
  return [trusted(subject, source, now), ...(age === undefined ? [] : [age])];
}

function ledgerOf(subject: string, { name, verdict }: Named): readonly LedgerEntry[] {
  return verdict.ledger.map((one) => ({
    subject,
    attestation: name,
    ...one,
    expected: cut(one.expected),
    found: cut(one.found),
    read: one.read.map((reading) => ({ ...reading, value: cut(reading.value) })),
  }));
}

/** A stranger may claim megabytes; whoever reads the ledger wants to see what differs. */
const LONGEST_SHOWN = 4096;

function cut(text: string): string {
  return text.length > LONGEST_SHOWN ? `${text.slice(0, LONGEST_SHOWN)}…` : text;
}

function nothing(finding: Finding): JudgedSubject {
  return { findings: [finding], ledger: [], evidence: [], verdict: null };
}
