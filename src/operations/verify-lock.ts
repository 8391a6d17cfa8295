import { basename } from "node:path";
import { sha256Hex } from "../bytes/digest.ts";
import { Refusal } from "../errors.ts";
import { type ExitCode, exitCodeOf } from "../exit-code.ts";
import { type Finding, findingOfRefusal, isRefused } from "../finding.ts";
import { findBundles, nameBeside } from "../io/beside.ts";
import { resolvePath } from "../io/root.ts";
import { findingsOf } from "../lock/strict/source.ts";
import { quoteForShell } from "../shell-word.ts";
import type { LockStatement } from "../statement/lock-statement.ts";
import { parseRepository } from "../statement/repository.ts";
import { type Agreeing, judgeThreshold, pickStatement, thresholdOf } from "./count-signers.ts";
import { explainChange } from "./explain-change.ts";
import { copyClosures, installLine } from "./hand-over.ts";
import { judgeStatement } from "./judge-statement.ts";
import { type KeyContext, readPublicKey, type TrustedKey } from "./key-source.ts";
import { keysInTree } from "./keys-in-tree.ts";
import { type OpenedLock, openLock, repositoryOf } from "./open-lock.ts";
import { readTrustedBundle } from "./trusted-bundle.ts";

/** What to verify, and whom to trust. */
export interface VerifyOptions extends KeyContext {
  /** Requirements files, absolute or relative to `cwd`. */
  readonly files: readonly string[];
  /** Public keys: paths, or `env://NAME`. At least one. */
  readonly keys: readonly string[];
  /** How many different keys must have signed the same statement; required with more than one key. */
  readonly threshold?: number | undefined;
  /** What expiry is judged by. */
  readonly now: Date;
  /** The one bundle to read, for one file only; default: all that stand beside the file. */
  readonly bundle?: string | undefined;
  /** The folder that names are relative to; default: the git top level, else the lock's folder. */
  readonly root?: string | undefined;
  /** Which repository this is; default: the checkout's origin. */
  readonly repository?: string | undefined;
  /** The newest sequence that is known: an older lock is refused. */
  readonly minSequence?: number | undefined;
  /** A folder that does not exist yet: the verified bytes are written into it once all files are verified. */
  readonly copyTo?: string | undefined;
}

/** The verdict over all files. */
export interface VerifyReport {
  readonly findings: readonly Finding[];
  readonly exitCode: ExitCode;
  /** One a file that was verified. */
  readonly evidence: readonly LockEvidence[];
  /** The commands that install what was verified, one a file; empty when anything is refused. */
  readonly install: readonly string[];
}

/** What was verified of one lock. */
export interface LockEvidence {
  /** As given. */
  readonly file: string;
  readonly statement: LockStatement;
  /** The keys that signed it, each once. */
  readonly signers: readonly {
    readonly reference: string;
    readonly fingerprint: string;
    readonly bundle: string;
  }[];
  readonly files: readonly { readonly name: string; readonly sha256: string }[];
}

interface Verified {
  readonly findings: readonly Finding[];
  readonly lock: OpenedLock | null;
  readonly evidence: LockEvidence | null;
}

/**
 * Verifies that each lock is, byte for byte and pin for pin, what the given keys signed for this path and repository.
 * Reaches no network, and starts no program unless a lock has changed and the change is to be explained.
 * Does not say that the packages are harmless, nor that their dependencies are complete.
 * @throws Refusal `KEY_UNREADABLE`, `KEY_MALFORMED`, `KEY_WRONG_KIND`, `KEY_UNSUPPORTED`, `THRESHOLD_OUT_OF_REACH`, `REPOSITORY_MALFORMED` — before any file is read.
 * @throws Refusal `FILE_EXISTS`, `FILE_UNWRITABLE` — `copyTo` cannot be written.
 * @throws Refusal `PATH_OUTSIDE_ROOT` — with `copyTo`, the files do not share one root.
 * @throws RangeError — no key, or `bundle` with several files.
 */
export function verifyLock(options: VerifyOptions): VerifyReport {
  if (options.keys.length === 0) throw new RangeError("keys: expected at least one, found none");
  if (options.bundle !== undefined && options.files.length !== 1)
    throw new RangeError("bundle: expected one file to verify, found several");
  const keys = options.keys.map((reference) => readPublicKey(reference, options));
  const threshold = thresholdOf(options.threshold, keys);
  const repository =
    options.repository === undefined ? undefined : parseRepository(options.repository);
  const verified = options.files.map((file) =>
    verifyFile(file, { ...options, repository }, keys, threshold),
  );
  const findings = verified.flatMap((one) => one.findings);
  const evidence = verified.flatMap((one) => one.evidence ?? []);
  if (isRefused(findings))
    return { findings, exitCode: exitCodeOf(findings), evidence, install: [] };
  const locks = verified.flatMap((one) => one.lock ?? []);
  if (options.copyTo === undefined)
    return { findings, exitCode: 0, evidence, install: options.files.map(installLine) };
  copyClosures(resolvePath(options.cwd, options.copyTo), locks);
  const folder = options.copyTo.replace(/(?<=.)\/+$/, "");
  return {
    findings,
    exitCode: 0,
    evidence,
    install: locks.map((lock) => installLine(`${folder}/${lock.located.name}`)),
  };
}

function verifyFile(
  file: string,
  options: VerifyOptions,
  keys: readonly TrustedKey[],
  threshold: number,
): Verified {
  try {
    const lock = openLock({ ...options, file });
    return verifyOpened(file, lock, options, keys, threshold);
  } catch (error) {
    if (error instanceof Refusal)
      return { findings: [findingOfRefusal(error, file)], lock: null, evidence: null };
    throw error;
  }
}

function verifyOpened(
  file: string,
  lock: OpenedLock,
  options: VerifyOptions,
  keys: readonly TrustedKey[],
  threshold: number,
): Verified {
  const problems = findingsOf(lock.problems);
  const paths =
    options.bundle === undefined
      ? findBundles(lock.located.path)
      : [resolvePath(options.cwd, options.bundle)];
  if (paths.length === 0)
    return { findings: [...problems, noSignature(file)], lock, evidence: null };
  const read = paths.map((path) =>
    readTrustedBundle(file, path, keys, options.bundle ?? nameBeside(file, path)),
  );
  const picked = pickStatement(read.flatMap((one) => one.signed ?? []));
  const findings: Finding[] = [
    ...keysInTree(file, lock.located.root, keys),
    ...read.flatMap((one) => one.findings),
  ];
  if (picked === undefined) {
    if (!isRefused(findings)) findings.push(noTrustedSignature(file, keys));
    return { findings: [...findings, ...problems], lock, evidence: null };
  }
  findings.push(...judgeThreshold(file, picked.chosen, picked.others, threshold));
  const [first] = picked.chosen;
  if (first === undefined) return { findings, lock, evidence: null };
  const repository = options.repository ?? repositoryOf(lock.located);
  findings.push(
    ...judgeStatement(file, first.statement, {
      lock,
      name: lock.located.name,
      repository,
      now: options.now,
      minSequence: options.minSequence,
    }),
  );
  findings.push(...explainChange(file, lock, first.statement));
  for (const problem of problems) findings.push(problem);
  return {
    findings,
    lock,
    evidence: isRefused(findings) ? null : evidenceOf(file, lock, picked.chosen),
  };
}

function noSignature(file: string): Finding {
  return {
    rule: "SIGNATURE_NONE",
    verdict: "refused",
    subject: file,
    message: `expected a bundle ${basename(file)}.sigstore.json beside the lock, found none`,
    expected: `${basename(file)}.sigstore.json`,
    found: "none",
    help: `sign the lock: lockseal sign ${quoteForShell(file)} --key lockseal.key; or name its bundle: --bundle FILE`,
  };
}

function noTrustedSignature(file: string, keys: readonly TrustedKey[]): Finding {
  return {
    rule: "SIGNER_UNTRUSTED",
    verdict: "refused",
    subject: file,
    message: `expected a lock signature by ${keys.map(({ reference }) => reference).join(" or ")}, found only what is named above`,
    expected: keys.map(({ key }) => key.fingerprint).join(" or "),
    found: "no such signature",
    help: "check that the key is the signer's, or let that signer sign",
  };
}

function evidenceOf(file: string, lock: OpenedLock, chosen: Agreeing): LockEvidence | null {
  const [first] = chosen;
  if (first === undefined) return null;
  const signers = new Map(
    chosen.map(({ signer, bundle }) => [
      signer.key.fingerprint,
      { reference: signer.reference, fingerprint: signer.key.fingerprint, bundle },
    ]),
  );
  return {
    file,
    statement: first.statement,
    signers: [...signers.values()],
    files: lock.files.map(({ name, bytes }) => ({ name, sha256: sha256Hex(bytes) })),
  };
}
