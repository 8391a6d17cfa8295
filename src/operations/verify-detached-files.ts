import { digestOfBytes } from "../bytes/digest.ts";
import { digestOfContent, type SignedContent } from "../bytes/signed-content.ts";
import { MAX_SIGNATURE_FILE_BYTES } from "../envelope/detect-signature.ts";
import type { SignerKey } from "../envelope/signer-key.ts";
import {
  type DetachedEvidence,
  type DetachedExpectation,
  verifyDetached,
} from "../envelope/verify-detached.ts";
import { Refusal } from "../errors.ts";
import { type ExitCode, exitCodeOf } from "../exit-code.ts";
import { type Finding, findingOfRefusal, isRefused } from "../finding.ts";
import { nameBeside } from "../io/beside.ts";
import { findDetached } from "../io/detached-beside.ts";
import { contentOfFile, type FileContent } from "../io/file-content.ts";
import { isThere, missingFile, readFile } from "../io/files.ts";
import { locateFile, resolvePath } from "../io/root.ts";
import { messageOnly, tooFewKeys } from "./artifact-findings.ts";
import { thresholdWithin } from "./count-signers.ts";
import { detachedFormat, detachedSigned, noDetached } from "./detached-findings.ts";
import { judgeText, onlyText } from "./judge-text.ts";
import type { KeyContext } from "./key-source.ts";
import { keysInTree } from "./keys-in-tree.ts";
import type { TrustedSignerKey } from "./signer-key-source.ts";
import { isForPip } from "./subject-kind.ts";

/** Which files to verify, by which keys. */
export interface VerifyDetachedOptions extends Pick<KeyContext, "cwd"> {
  readonly files: readonly string[];
  readonly keys: readonly TrustedSignerKey[];
  /** How many different keys must have signed; default: the one. */
  readonly threshold: number | undefined;
  /** The one signature file to read, for one file only; default: all that stand beside the file. */
  readonly signature?: string | undefined;
  /** Take a signature over the bytes of a lock for what it is, although it says nothing about what pip will see. */
  readonly message: boolean;
  /** What a signature of SSH has to be for, to the letter; `file` is usual. */
  readonly namespace: string;
  /** See `DetachedExpectation`. */
  readonly unsafeAllowLegacy: boolean;
  /** What the times of allowed signers are judged by. */
  readonly now: Date;
}

/** What was verified of one file with one signature. */
export interface DetachedFileEvidence {
  readonly subject: string;
  /** The signature file. */
  readonly bundle: string;
  readonly format: DetachedEvidence["format"];
  readonly signer: DetachedEvidence["signer"];
  readonly digests: readonly string[];
  readonly comment: string | null;
  /** ISO 8601; what the signer says, and nobody vouches for. */
  readonly claimedTime: string | null;
}

/** The verdict over all files. */
export interface VerifyDetachedReport {
  readonly findings: readonly Finding[];
  readonly exitCode: ExitCode;
  readonly evidence: readonly DetachedFileEvidence[];
}

/**
 * Verifies files against the signatures of minisign, signify and their like that stand beside them. Offline.
 * Says nothing about what the files mean: a lock is refused without `message`.
 * @throws Refusal `THRESHOLD_OUT_OF_REACH` — more than the given keys, fewer than one, or none with several keys.
 * @throws RangeError — no key, or `signature` with several files.
 */
export async function verifyDetachedFiles(
  options: VerifyDetachedOptions,
): Promise<VerifyDetachedReport> {
  const { keys, files, signature } = options;
  if (keys.length === 0) throw new RangeError("keys: expected at least one, found none");
  if (signature !== undefined && files.length !== 1)
    throw new RangeError("signature: expected one file to verify, found several");
  // Counted as the signatures are: one key in two files is one signer.
  const different = new Set(keys.map(({ key }) => nameOf(key))).size;
  const threshold = thresholdWithin(options.threshold, keys.length, different);
  const judged: Judged[] = [];
  for (const file of files) judged.push(await judgeFile(file, { ...options, threshold }));
  const findings = judged.flatMap((one) => one.findings);
  return {
    findings,
    exitCode: exitCodeOf(findings),
    evidence: judged.flatMap((one) => one.evidence),
  };
}

/** What makes two keys one signer. */
function nameOf(key: SignerKey): string {
  if (key.kind === "principal") return `principal ${key.principal}`;
  return key.kind === "openpgp" ? key.key.fingerprint : key.key.key.fingerprint;
}

interface Limits extends VerifyDetachedOptions {
  readonly threshold: number;
}

interface Judged {
  readonly findings: readonly Finding[];
  readonly evidence: readonly DetachedFileEvidence[];
}

async function judgeFile(subject: string, options: Limits): Promise<Judged> {
  const { cwd, keys, signature } = options;
  try {
    const path = resolvePath(cwd, subject);
    if (!isThere(path)) throw missingFile(path, undefined);
    const paths = signature === undefined ? findDetached(path) : [resolvePath(cwd, signature)];
    if (paths.length === 0) return await judgeWhole(subject, path, options);
    const content = contentOfFile(path);
    const attempts: Judged[] = [];
    for (const one of paths) {
      const name = signature ?? nameBeside(subject, one);
      attempts.push(await judgeSignature(subject, name, one, content, options));
    }
    const inTree = keysInTree(subject, locateFile(path, cwd, undefined).root, keys);
    const { findings, evidence } = combine(subject, attempts, options);
    const [first] = evidence;
    // A signature over the bytes of a lock says nothing about what pip will see in it.
    if (first !== undefined && !options.message && isLock(path, content))
      return {
        findings: [...findings, messageOnly(subject, first.bundle), ...inTree],
        evidence: [],
      };
    return { findings: [...findings, ...inTree], evidence };
  } catch (error) {
    if (error instanceof Refusal)
      return { findings: [findingOfRefusal(error, subject)], evidence: [] };
    throw error;
  }
}

/** A file with no signature beside it may have one around its text. */
async function judgeWhole(subject: string, path: string, options: Limits): Promise<Judged> {
  const keys = options.keys.map(({ key }) => key);
  const verified = await judgeText(path, keys, expectationOf(subject, options), options.now);
  if (verified === undefined)
    return { findings: [noDetached(subject, options.keys)], evidence: [] };
  const { findings, evidence } = accepted(subject, subject, verified.evidence);
  return combine(
    subject,
    [{ findings: [...findings, onlyText(subject, verified)], evidence }],
    options,
  );
}

function expectationOf(
  what: string,
  { namespace, unsafeAllowLegacy }: Limits,
): DetachedExpectation {
  return { what, namespace, unsafeAllowLegacy };
}

/** Says whether pip would install what the verified bytes say. */
function isLock(path: string, content: FileContent): boolean {
  const digest = digestOfBytes("sha256", digestOfContent(content, "sha256"));
  return isForPip(path, { size: content.sizeBytes, digests: new Map([["sha256", digest]]) });
}

/** Beside signatures that count, one by somebody else or of another format is no objection; whatever else is wrong is. */
function combine(subject: string, attempts: readonly Judged[], { threshold }: Limits): Judged {
  const evidence = attempts.flatMap((one) => one.evidence);
  const signers = new Set(evidence.map(({ signer }) => signer.fingerprint)).size;
  const counts = signers >= threshold;
  const findings = attempts.flatMap((one) =>
    one.findings.map(
      (finding): Finding => (counts && SOMEBODY_ELSES.has(finding.rule) ? noted(finding) : finding),
    ),
  );
  if (!counts && !isRefused(findings)) findings.push(tooFewKeys(subject, signers, threshold));
  return { findings, evidence: isRefused(findings) ? [] : evidence };
}

/** What is no objection needs no advice. */
function noted({ help: _, ...finding }: Finding): Finding {
  return { ...finding, verdict: "noted" };
}

const SOMEBODY_ELSES: ReadonlySet<string> = new Set([
  "SIGNATURE_KEY_MISMATCH",
  "SIGNATURE_FORMAT_MISMATCH",
  "SIGNATURE_FORMAT_UNKNOWN",
]);

/** Tries the keys one after the other, until one made the signature. */
async function judgeSignature(
  subject: string,
  name: string,
  path: string,
  content: SignedContent,
  options: Limits,
): Promise<Judged> {
  let closest: Refusal | undefined;
  try {
    const signature = readFile(path, MAX_SIGNATURE_FILE_BYTES);
    for (const { key } of options.keys) {
      try {
        const evidence = await verifyDetached(
          content,
          signature,
          key,
          expectationOf(name, options),
          options.now,
        );
        return accepted(subject, name, evidence);
      } catch (error) {
        if (!(error instanceof Refusal)) throw error;
        // What is wrong with a signature by one of the keys says more than that the others did not make it.
        if (closest === undefined || SOMEBODY_ELSES.has(closest.code)) closest = error;
      }
    }
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    closest = error;
  }
  return {
    findings: closest === undefined ? [] : [findingOfRefusal(closest, subject)],
    evidence: [],
  };
}

function accepted(subject: string, bundle: string, evidence: DetachedEvidence): Judged {
  const { format, signer, digest, comment, claimedTime } = evidence;
  return {
    findings: [detachedSigned(subject, bundle, evidence), ...detachedFormat(subject, evidence)],
    evidence: [
      {
        subject,
        bundle,
        format,
        signer,
        digests: [`${digest.algorithm}:${digest.hex}`],
        comment,
        claimedTime: claimedTime?.toISOString() ?? null,
      },
    ],
  };
}
