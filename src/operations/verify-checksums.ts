import { dirname, relative } from "node:path";
import { type Digest, type DigestAlgorithm, digest, isDigestAlgorithm } from "../bytes/digest.ts";
import { Refusal } from "../errors.ts";
import { type ExitCode, exitCodeOf } from "../exit-code.ts";
import { type Finding, findingOfRefusal, isRefused } from "../finding.ts";
import { findBelow } from "../io/below.ts";
import { findSignatures } from "../io/beside.ts";
import { digestFile } from "../io/digest-file.ts";
import { readFile } from "../io/files.ts";
import { resolvePath } from "../io/root.ts";
import {
  type Checksum,
  type ChecksumList,
  MAX_CHECKSUMS_BYTES,
  parseChecksums,
  plainName,
} from "../tool/checksums.ts";
import { findChecksum } from "../tool/find-checksum.ts";
import {
  checksumHolds,
  checksumWrong,
  listChanged,
  listedFileMissing,
  listUnsigned,
  noneThere,
  signatureWithin,
  tooWeak,
} from "./checksum-findings.ts";
import type { ArtifactEvidence, JudgeOptions } from "./judge-bundle.ts";
import { type VerifyArtifactReport, verifyArtifact } from "./verify-artifact.ts";

/** Which list to verify, by whom it has to be signed, and what of it. */
export interface VerifyChecksumsOptions extends JudgeOptions {
  /** The list, absolute or relative to `cwd`. Its names are relative to its own folder. */
  readonly checksums: string;
  /** Listed files to verify; none for all that the list names. */
  readonly files: readonly string[];
  /** A listed file that is not there is noted, and not refused. */
  readonly ignoreMissing: boolean;
  /** The one bundle of the list; default: all that stand beside it. */
  readonly bundle?: string | undefined;
}

/** The verdict over the list and all its files. */
export interface VerifyChecksumsReport {
  readonly findings: readonly Finding[];
  readonly exitCode: ExitCode;
  readonly evidence: readonly ArtifactEvidence[];
}

/**
 * Verifies files by a list of checksums. Where the list is signed, its signature is verified, and each file is held against
 * it; where it is not, its digests prove nothing, and each file needs a signature of its own beside it. Offline.
 * Never looks outside of the list's folder.
 */
export async function verifyChecksums(
  options: VerifyChecksumsOptions,
): Promise<VerifyChecksumsReport> {
  try {
    return await verifyList(options);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const findings = [findingOfRefusal(error, options.checksums)];
    return { findings, exitCode: exitCodeOf(findings), evidence: [] };
  }
}

async function verifyList(options: VerifyChecksumsOptions): Promise<VerifyChecksumsReport> {
  const { checksums, cwd } = options;
  const path = resolvePath(cwd, checksums);
  const bytes = readFile(path, MAX_CHECKSUMS_BYTES);
  const list = parseChecksums(bytes, { what: checksums });
  const wanted = choose(list, options, dirname(path));
  const findings: Finding[] = [];
  const evidence: ArtifactEvidence[] = [];
  if (list.signed !== null) findings.push(signatureWithin(checksums, list.signed.kind));
  const judged = await judgeList(path, options);
  const isSigned = judged !== undefined;
  if (isSigned) {
    findings.push(...judged.findings);
    evidence.push(...judged.evidence);
    if (!isRefused(findings) && !isAbout(judged.evidence, bytes))
      findings.push(listChanged(checksums));
    // From a list that nobody vouches for nothing is to be learnt, not even that a file is wrong.
    if (isRefused(findings)) return { findings, exitCode: exitCodeOf(findings), evidence };
  } else findings.push(listUnsigned(checksums));
  let verified = 0;
  for (const file of wanted) {
    const one = await verifyListed(file, isSigned, options, dirname(path));
    findings.push(...one.findings);
    evidence.push(...one.evidence);
    if (one.isThere) verified += 1;
  }
  if (verified === 0 && !isRefused(findings)) findings.push(noneThere(checksums, wanted.length));
  return { findings, exitCode: exitCodeOf(findings), evidence };
}

/** Gives nothing where no signature stands beside the list, or only such as are of other tools. */
async function judgeList(
  path: string,
  options: VerifyChecksumsOptions,
): Promise<VerifyArtifactReport | undefined> {
  if (options.bundle === undefined && findSignatures(path).length === 0) return undefined;
  const { files: _, ...judge } = options;
  const judged = await verifyArtifact({ ...judge, subjects: [options.checksums], message: true });
  const isNone = judged.findings.every(({ rule }) => rule === "SIGNATURE_NONE");
  return isNone && options.bundle === undefined ? undefined : judged;
}

type Entries = readonly [Checksum, ...Checksum[]];

/** A file to verify, and what the list says about it. */
interface Wanted {
  /** Relative to the list's folder: as the user names the file, whatever longer path the list has it under. */
  readonly name: string;
  readonly entries: Entries;
}

/** Groups what the list says about each file; `findChecksum` finds every algorithm of a name at once. */
function choose(
  list: ChecksumList,
  { files, cwd }: VerifyChecksumsOptions,
  folder: string,
): readonly Wanted[] {
  if (files.length > 0)
    return files.map((file) => {
      const name = relative(folder, resolvePath(cwd, file));
      return { name, entries: findChecksum(list, name) };
    });
  const groups = new Map<string, [Checksum, ...Checksum[]]>();
  for (const entry of list.entries) {
    const group = groups.get(plainName(entry.name));
    if (group === undefined) groups.set(plainName(entry.name), [entry]);
    else group.push(entry);
  }
  return [...groups.values()].map((entries) => ({ name: entries[0].name, entries }));
}

/** The signature has to be about the bytes that were read: the list is opened once for each. */
function isAbout(evidence: readonly ArtifactEvidence[], bytes: Uint8Array): boolean {
  const algorithms: readonly DigestAlgorithm[] = ["sha256", "sha384", "sha512"];
  const own = new Set(algorithms.map((name) => `${name}:${digest(name, bytes).hex}`));
  return (
    evidence.length > 0 && evidence.every(({ digests }) => digests.some((one) => own.has(one)))
  );
}

interface Listed {
  readonly findings: readonly Finding[];
  readonly evidence: readonly ArtifactEvidence[];
  readonly isThere: boolean;
}

async function verifyListed(
  { name, entries }: Wanted,
  isSigned: boolean,
  options: VerifyChecksumsOptions,
  folder: string,
): Promise<Listed> {
  const [{ line }] = entries;
  const listed = `${options.checksums}:${line}`;
  try {
    const path = findBelow(folder, plainName(name));
    if (path === undefined) {
      const missing = listedFileMissing(
        name,
        listed,
        // A file that its user names is one that was asked for.
        options.ignoreMissing && options.files.length === 0,
      );
      return { findings: [missing], evidence: [], isThere: false };
    }
    const compared = compare(name, path, entries, options.checksums);
    if (isSigned || isRefused(compared)) return { findings: compared, evidence: [], isThere: true };
    const { files: _, bundle: __, ...judge } = options;
    const subject = relative(options.cwd, path) || path;
    const own = await verifyArtifact({ ...judge, subjects: [subject] });
    return { findings: [...own.findings, ...compared], evidence: own.evidence, isThere: true };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { findings: [findingOfRefusal(error, name)], evidence: [], isThere: false };
  }
}

/** Every digest that is strong enough has to be the file's; weak ones say nothing either way. */
function compare(name: string, path: string, entries: Entries, list: string): readonly Finding[] {
  const strong = entries.flatMap((entry): { entry: Checksum; wanted: Digest }[] =>
    isDigestAlgorithm(entry.algorithm)
      ? [{ entry, wanted: { algorithm: entry.algorithm, hex: entry.digest } }]
      : [],
  );
  if (strong.length === 0)
    return [
      tooWeak(
        name,
        list,
        entries.map(({ algorithm }) => algorithm),
      ),
    ];
  const { digests } = digestFile(
    path,
    strong.map(({ wanted }) => wanted.algorithm),
  );
  return strong.map(({ entry, wanted }) => {
    const found = digests.get(wanted.algorithm);
    const place = `${list}:${entry.line}`;
    return found?.hex === wanted.hex
      ? checksumHolds(name, place, wanted)
      : checksumWrong(name, place, wanted, found ?? wanted);
  });
}
