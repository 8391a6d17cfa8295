import { basename } from "node:path";
import { Refusal } from "../errors.ts";
import { type ExitCode, exitCodeOf } from "../exit-code.ts";
import { type Finding, findingOfRefusal, isRefused } from "../finding.ts";
import { digestOnce } from "../io/digest-file.ts";
import { isThere, missingFile } from "../io/files.ts";
import { locateFile, resolvePath } from "../io/root.ts";
import type { Bundle } from "../sigstore/bundle.ts";
import { type Artifact, digestAlgorithms } from "../sigstore/content.ts";
import { formatPublisher, type Publisher } from "../trust/publisher.ts";
import { signed, trusted } from "./artifact-findings.ts";
import { findingOfBundle } from "./bundle-help.ts";
import { type ExpectedPublishers, identityOfPublisher } from "./expected-publishers.ts";
import { readIndexAttestations } from "./index-attestations.ts";
import { claimed, noAttestation, noPublication } from "./index-file-findings.ts";
import { checkIndexSubject } from "./index-subject.ts";
import { type ArtifactEvidence, describeEvidence } from "./judge-bundle.ts";
import { judgeRootAge } from "./root-age.ts";
import { rootsInTree } from "./roots-in-tree.ts";
import type { TrustSources } from "./trust-source.ts";
import { type RootedEvidence, verifyByRoot } from "./verify-by-root.ts";

/** Which files of an index to verify, and who may have published them. */
export interface VerifyIndexFilesOptions {
  /** Absolute, or relative to `cwd`. */
  readonly files: readonly string[];
  /** Provenance or attestations of the one file; default: what lies beside each. */
  readonly attestations?: readonly string[] | undefined;
  /** Any one of them. */
  readonly publishers: ExpectedPublishers;
  /** What a publication claims, to the letter: see `publishTypeOf`. */
  readonly publishType: string;
  /** See `loadTrustRoots`. */
  readonly trust: TrustSources;
  /** Refuse evidence by a root older than this; null for no limit. */
  readonly maxRootAgeMs: number | null;
  readonly cwd: string;
  readonly now: Date;
}

/** The verdict over all files. */
export interface VerifyIndexFilesReport {
  readonly findings: readonly Finding[];
  readonly exitCode: ExitCode;
  readonly evidence: readonly ArtifactEvidence[];
}

/**
 * Verifies that each file of an index was published by the expected publisher: at least one publish attestation of PEP
 * 740 by it, about this file by its digest and its name, that claims exactly what the index documents. Provenance of the
 * build by the same publisher is verified and named; what it says of the build is not compared with anything. One
 * attestation that does not hold, or is of somebody else, hides no other that does. What the index itself says about
 * publishers is not signed, and not looked at. Offline.
 *
 * @throws RangeError — `attestations` with several files.
 */
export async function verifyIndexFiles(
  options: VerifyIndexFilesOptions,
): Promise<VerifyIndexFilesReport> {
  if (options.attestations !== undefined && options.files.length !== 1)
    throw new RangeError("attestations: expected one file to verify, found several");
  const judged: Judged[] = [];
  for (const file of options.files) judged.push(await judgeFile(file, options));
  const findings = judged.flatMap((one) => one.findings);
  return {
    findings,
    exitCode: exitCodeOf(findings),
    evidence: judged.flatMap((one) => one.evidence),
  };
}

interface Judged {
  readonly findings: readonly Finding[];
  readonly evidence: readonly ArtifactEvidence[];
}

/** One attestation that holds, by whom, and whether it is what was asked for. */
interface Attested extends Judged {
  readonly publication: boolean;
}

async function judgeFile(file: string, options: VerifyIndexFilesOptions): Promise<Judged> {
  try {
    const path = resolvePath(options.cwd, file);
    if (!isThere(path)) throw missingFile(path, undefined);
    const digested = digestOnce(path);
    const attested: Attested[] = [];
    const read = readIndexAttestations(file, path, options.attestations, options.cwd);
    const others = [...read.findings];
    for (const { name, bundle } of read.attestations) {
      try {
        const { digests, head } = digested(["sha256", ...digestAlgorithms(bundle.content)]);
        const artifact = { name: file, digests, head };
        attested.push(await judgeAttestation(file, name, artifact, bundle, options));
      } catch (error) {
        if (!(error instanceof Refusal)) throw error;
        others.push(findingOfBundle(error, file, name));
      }
    }
    return combine(file, path, attested, others, options);
  } catch (error) {
    if (error instanceof Refusal)
      return { findings: [findingOfRefusal(error, file)], evidence: [] };
    throw error;
  }
}

async function judgeAttestation(
  file: string,
  name: string,
  artifact: Artifact,
  bundle: Bundle,
  options: VerifyIndexFilesOptions,
): Promise<Attested> {
  const { evidence, trust, publisher } = await verifyByAny(artifact, bundle, options);
  const { statement } = evidence;
  if (statement === undefined) throw new TypeError("statement: expected one, found none");
  checkIndexSubject(statement, basename(file));
  const findings = [signed(file, name, evidence), trusted(file, trust, options.now)];
  const age = judgeRootAge(trust, options.maxRootAgeMs ?? undefined, options.now);
  if (age !== undefined) findings.push(age);
  const { predicateType } = statement;
  const { publishType } = options;
  findings.push(claimed(file, name, predicateType, publishType, formatPublisher(publisher)));
  return {
    findings,
    evidence: isRefused(findings) ? [] : [describeEvidence(file, name, evidence, trust)],
    publication: predicateType === publishType,
  };
}

interface Published extends RootedEvidence {
  readonly publisher: Publisher;
}

/** The first publisher that it is of; the refusal of the first where it is of none. */
async function verifyByAny(
  artifact: Artifact,
  bundle: Bundle,
  { publishers, trust, now }: VerifyIndexFilesOptions,
): Promise<Published> {
  let refusal: Refusal | undefined;
  for (const publisher of publishers) {
    const identity = identityOfPublisher(publisher);
    try {
      const expected = { identity, predicateType: null };
      return { ...(await verifyByRoot(artifact, bundle, expected, trust, now)), publisher };
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      refusal ??= error;
      if (!error.code.startsWith("IDENTITY_")) break;
    }
  }
  throw refusal;
}

/** Where one publication holds, what is wrong with others is noted: nobody can hide it by adding to a file. */
function combine(
  file: string,
  path: string,
  attested: readonly Attested[],
  others: readonly Finding[],
  options: VerifyIndexFilesOptions,
): Judged {
  const findings = attested.flatMap((one) => one.findings);
  const evidence = attested.flatMap((one) => one.evidence);
  if (attested.some(({ publication }) => publication)) {
    const { root } = locateFile(path, options.cwd, undefined);
    const noted = others.map((one): Finding => ({ ...one, verdict: "noted" }));
    const inTree = rootsInTree(file, root, options.trust, evidence);
    return { findings: [...findings, ...noted, ...inTree], evidence };
  }
  if (others.length > 0) return { findings: [...findings, ...others], evidence };
  const missing =
    attested.length === 0
      ? noAttestation(file)
      : noPublication(file, options.publishType, evidence);
  return { findings: [...findings, missing], evidence };
}
