import { quote } from "../bytes/quote.ts";
import { exitCodeOf } from "../exit-code.ts";
import { type Finding, isRefused } from "../finding.ts";
import { isThere } from "../io/files.ts";
import { resolvePath } from "../io/root.ts";
import { LOCK_PREDICATE_V01 } from "../statement/lock-statement.ts";
import { thresholdOf } from "./count-signers.ts";
import type { ArtifactEvidence } from "./judge-bundle.ts";
import { readPublicKey } from "./key-source.ts";
import { isArtifact } from "./subject-kind.ts";
import {
  type LockEvidence,
  type VerifyOptions,
  type VerifyReport,
  verifyLock,
} from "./verify-lock.ts";

/** What to verify with keys: locks, and any other file or `sha256:` digest. */
export interface VerifyByKeysOptions extends VerifyOptions {
  /** What a statement about a file that is no lock has to claim; default: every claim passes, and is named. */
  readonly predicateType?: string | undefined;
}

/** The verdict over all subjects. */
export interface VerifyByKeysReport extends Omit<VerifyReport, "evidence"> {
  readonly evidence: readonly (LockEvidence | ArtifactEvidence)[];
}

/**
 * Verifies with keys whatever is named: a lock as `verifyLock` does, everything else by what stands beside it.
 * @throws Refusal as `verifyLock` does. @throws RangeError as `verifyLock` does.
 */
export async function verifyByKeys(options: VerifyByKeysOptions): Promise<VerifyByKeysReport> {
  const { files, cwd, bundle, now, predicateType } = options;
  const subjects = files.filter((file) => isArtifact(file, cwd, bundle));
  const locks = files.filter((file) => !subjects.includes(file));
  // A lock is judged by its own statement: whoever asks for another must not get this one's verdict.
  if (predicateType !== undefined && predicateType !== LOCK_PREDICATE_V01) {
    const there = locks.filter((lock) => isThere(resolvePath(cwd, lock)));
    const findings = there.map((lock) => otherClaim(lock, predicateType));
    if (isRefused(findings))
      return { findings, exitCode: exitCodeOf(findings), evidence: [], install: [] };
  }
  if (subjects.length === 0) return verifyLock(options);
  const keys = options.keys.map((reference) => readPublicKey(reference, options));
  const signer = { kind: "keys", keys, threshold: thresholdOf(options.threshold, keys) } as const;
  // Loaded for files that are no locks: verifying a lock needs nothing of it.
  const { verifyArtifact } = await import("./verify-artifact.ts");
  const others = await verifyArtifact({ subjects, signer, cwd, now, bundle, predicateType });
  if (locks.length === 0) return { ...others, install: [] };
  // Nothing is handed over unless all that was named is verified.
  const copyTo = isRefused(others.findings) ? undefined : options.copyTo;
  const report = verifyLock({ ...options, files: locks, copyTo });
  const findings = [...others.findings, ...report.findings];
  return {
    findings,
    exitCode: exitCodeOf(findings),
    evidence: [...others.evidence, ...report.evidence],
    install: isRefused(findings) ? [] : report.install,
  };
}

function otherClaim(subject: string, asked: string): Finding {
  return {
    rule: "PREDICATE_TYPE_UNSUPPORTED",
    verdict: "refused",
    subject,
    message: `expected --predicate-type ${LOCK_PREDICATE_V01} or none for a requirements file, found ${quote(asked)}`,
    expected: LOCK_PREDICATE_V01,
    found: asked,
    help: "leave --predicate-type out to verify the lock; a statement of another type is verified by its signer's identity",
  };
}
