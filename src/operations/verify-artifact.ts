import { Refusal } from "../errors.ts";
import { type ExitCode, exitCodeOf } from "../exit-code.ts";
import { type Finding, findingOfRefusal, isRefused } from "../finding.ts";
import { findSignatures, nameBeside } from "../io/beside.ts";
import { digestOnce } from "../io/digest-file.ts";
import { isThere, missingFile } from "../io/files.ts";
import { locateFile, resolvePath } from "../io/root.ts";
import type { FoundSignature } from "../sigstore/detect.ts";
import { ambiguous, noBundle, tooFewKeys } from "./artifact-findings.ts";
import type { GivenSubject } from "./artifact-of.ts";
import { findingOfBundle } from "./bundle-help.ts";
import { copyClosures, installLine } from "./hand-over.ts";
import { judgeBare } from "./judge-bare.ts";
import {
  type ArtifactEvidence,
  type Judged,
  type JudgeOptions,
  judgeBundle,
  nothing,
} from "./judge-bundle.ts";
import { keysInTree } from "./keys-in-tree.ts";
import { openLockOnce } from "./open-lock.ts";
import { readSignatures } from "./read-signatures.ts";
import { rootsInTree } from "./roots-in-tree.ts";
import { digestOf } from "./subject-kind.ts";

/** What to verify, and whose signature counts. */
export interface VerifyArtifactOptions extends JudgeOptions {
  /** Files, absolute or relative to `cwd`; or `sha256:` and 64 hex digits, with `bundle`. */
  readonly subjects: readonly string[];
  /** The one bundle to read, for one subject only; default: all that stand beside the file. */
  readonly bundle?: string | undefined;
  /** For locks: a folder that does not exist yet, for the verified bytes. */
  readonly copyTo?: string | undefined;
}

/** The verdict over all subjects. */
export interface VerifyArtifactReport {
  readonly findings: readonly Finding[];
  readonly exitCode: ExitCode;
  readonly evidence: readonly ArtifactEvidence[];
  /** The commands that install verified locks. */
  readonly install: readonly string[];
}

/**
 * Verifies that each subject was signed by whom its user trusts: any file, or its digest alone, by an identity that
 * Sigstore certified or by keys. With an identity a lock is judged as `verifyLock` judges it with keys.
 * Offline: the trust root is at hand, and nothing is asked of anybody.
 * @throws Refusal `FILE_EXISTS`, `FILE_UNWRITABLE`, `PATH_OUTSIDE_ROOT` — see `verifyLock`, of `copyTo`.
 */
export async function verifyArtifact(
  options: VerifyArtifactOptions,
): Promise<VerifyArtifactReport> {
  const judged: Judged[] = [];
  for (const subject of options.subjects) judged.push(await judgeSubject(subject, options));
  const findings = judged.flatMap((one) => one.findings);
  const evidence = judged.flatMap((one) => one.evidence);
  if (isRefused(findings))
    return { findings, exitCode: exitCodeOf(findings), evidence, install: [] };
  const locks = judged.flatMap((one) => one.lock ?? []);
  if (options.copyTo === undefined || locks.length === 0) {
    const install = options.subjects
      .filter((_, index) => judged[index]?.lock !== null)
      .map(installLine);
    return { findings, exitCode: 0, evidence, install };
  }
  copyClosures(resolvePath(options.cwd, options.copyTo), locks);
  const folder = options.copyTo.replace(/(?<=.)\/+$/, "");
  const install = locks.map((lock) => installLine(`${folder}/${lock.located.name}`));
  return { findings, exitCode: 0, evidence, install };
}

async function judgeSubject(subject: string, options: VerifyArtifactOptions): Promise<Judged> {
  try {
    const path = resolvePath(options.cwd, subject);
    const digest = digestOf(subject);
    if (digest !== undefined && isThere(path)) return nothing(ambiguous(subject));
    // Said before its signature is missed: the path was mistyped, or the download failed.
    if (digest === undefined && !isThere(path)) throw missingFile(path, undefined);
    const { signer, cwd, root } = options;
    const opened = openLockOnce({ file: subject, cwd, root });
    const given = digest ?? { path, digested: digestOnce(path), opened };
    const beside = digest === undefined ? findSignatures(path) : [];
    const paths =
      options.bundle === undefined ? beside : [resolvePath(options.cwd, options.bundle)];
    if (paths.length === 0) return nothing(noBundle(subject, digest !== undefined));
    const attempts: Judged[] = [];
    for (const file of paths) attempts.push(...(await judgeFile(subject, file, given, options)));
    // What lies there may all be of other tools.
    if (attempts.length === 0) return nothing(noBundle(subject, digest !== undefined));
    const judged = combine(subject, attempts, options);
    if (digest !== undefined) return judged;
    const tree = locateFile(path, cwd, undefined).root;
    const inTree =
      signer.kind === "keys"
        ? keysInTree(subject, tree, signer.keys)
        : rootsInTree(subject, tree, signer.trust, judged.evidence);
    return { ...judged, findings: [...judged.findings, ...inTree] };
  } catch (error) {
    if (error instanceof Refusal) return nothing(findingOfRefusal(error, subject));
    throw error;
  }
}

/** Beside a signature that counts, one of somebody else is no objection; whatever else is wrong with a bundle is. */
function combine(
  subject: string,
  attempts: readonly Judged[],
  { signer, predicateType }: JudgeOptions,
): Judged {
  const evidence = attempts.flatMap((one) => one.evidence);
  const counts = evidence.length > 0;
  // Where one type is asked for, a set holds others beside it: a publication beside a provenance.
  const others = predicateType === undefined ? OTHERS : OTHERS_BY_TYPE;
  const findings = attempts.flatMap((one) =>
    one.findings.map(
      (finding): Finding =>
        counts && others.has(finding.rule) ? { ...finding, verdict: "noted" } : finding,
    ),
  );
  if (signer.kind === "keys" && !isRefused(findings)) {
    const keys = countAgreeing(evidence);
    if (keys < signer.threshold) findings.push(tooFewKeys(subject, keys, signer.threshold));
  }
  // No bundle, no key, no evidence: whatever led here, silence is not success.
  if (!counts && !isRefused(findings)) findings.push(noBundle(subject, false));
  return { findings, evidence, lock: attempts.find((one) => one.lock !== null)?.lock ?? null };
}

/** Keys add up when they signed the bytes, or statements of one kind about them. */
function countAgreeing(evidence: readonly ArtifactEvidence[]): number {
  const kinds = new Map<string | null, Set<string>>();
  for (const { predicateType, signer } of evidence) {
    if (!("fingerprint" in signer)) continue;
    kinds.set(predicateType, (kinds.get(predicateType) ?? new Set()).add(signer.fingerprint));
  }
  return Math.max(0, ...[...kinds.values()].map((keys) => keys.size));
}

const OTHERS: ReadonlySet<string> = new Set([
  "IDENTITY_MISMATCH",
  "IDENTITY_ISSUER_MISMATCH",
  "IDENTITY_CLAIM_MISMATCH",
  "SIGNER_KIND_MISMATCH",
  "SIGNATURE_UNDATED",
]);
const OTHERS_BY_TYPE: ReadonlySet<string> = new Set([...OTHERS, "PREDICATE_TYPE_UNSUPPORTED"]);

/** One file may hold several signatures; each is judged by itself. */
async function judgeFile(
  subject: string,
  path: string,
  given: GivenSubject,
  options: VerifyArtifactOptions,
): Promise<readonly Judged[]> {
  const file = options.bundle ?? nameBeside(subject, path);
  let found: readonly FoundSignature[];
  try {
    found = readSignatures(path, file);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return [nothing(findingOfBundle(error, subject, file))];
  }
  const judged: Judged[] = [];
  for (const [index, one] of found.entries()) {
    const name = found.length === 1 ? file : `${file} (${index + 1} of ${found.length})`;
    judged.push(
      "kind" in one
        ? await judgeBare(subject, { bare: one, file, name }, given, options)
        : await judgeBundle(subject, { bundle: one, file, name }, given, options),
    );
  }
  return judged;
}
