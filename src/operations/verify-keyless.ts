import { basename } from "node:path";
import { type Digest, type DigestAlgorithm, HEX_LENGTHS } from "../bytes/digest.ts";
import { Refusal } from "../errors.ts";
import { type ExitCode, exitCodeOf } from "../exit-code.ts";
import { type Finding, findingOfRefusal, isRefused } from "../finding.ts";
import { findSignatures } from "../io/beside.ts";
import { digestFile } from "../io/digest-file.ts";
import { isThere, readFile } from "../io/files.ts";
import { resolvePath } from "../io/root.ts";
import { findingsOf } from "../lock/strict/source.ts";
import { type Bundle, MAX_SIGSTORE_BUNDLE_BYTES } from "../sigstore/bundle.ts";
import { type Artifact, digestAlgorithms } from "../sigstore/content.ts";
import { parseSignatures } from "../sigstore/detect.ts";
import { type Evidence, verifyBundle } from "../sigstore/verify.ts";
import { LOCK_PREDICATE_V01, parseLockStatement } from "../statement/lock-statement.ts";
import { parseRepository } from "../statement/repository.ts";
import type { ExpectedIdentity } from "../trust/identity.ts";
import { explainChange } from "./explain-change.ts";
import { copyClosures, installLine } from "./hand-over.ts";
import { judgeClaim, looksLikeLock } from "./judge-claim.ts";
import { judgeStatement } from "./judge-statement.ts";
import { type OpenedLock, openLock, repositoryOf } from "./open-lock.ts";
import { describeTrust, type TrustSource } from "./trust-source.ts";

/** What to verify, and whose signature counts. */
export interface VerifyKeylessOptions {
  /** Files, absolute or relative to `cwd`; or `sha256:` and 64 hex digits, with `bundle`. */
  readonly subjects: readonly string[];
  readonly identity: ExpectedIdentity;
  readonly trust: TrustSource;
  readonly cwd: string;
  /** What expiry is judged by; evidence from later than it is refused. */
  readonly now: Date;
  /** The one bundle to read, for one subject only; default: all that stand beside the file. */
  readonly bundle?: string | undefined;
  /** What a statement has to claim; default: every claim passes, and is named. */
  readonly predicateType?: string | undefined;
  /** Take a signature over the bytes of a lock for what it is, although it says nothing about what pip will see. */
  readonly message?: boolean | undefined;
  /** For locks: see `verifyLock`. */
  readonly root?: string | undefined;
  readonly repository?: string | undefined;
  readonly minSequence?: number | undefined;
  readonly copyTo?: string | undefined;
}

/** The verdict over all subjects. */
export interface VerifyKeylessReport {
  readonly findings: readonly Finding[];
  readonly exitCode: ExitCode;
  readonly evidence: readonly KeylessEvidence[];
  /** The commands that install verified locks. */
  readonly install: readonly string[];
}

/** What was verified of one subject with one bundle. */
export interface KeylessEvidence {
  readonly subject: string;
  readonly bundle: string;
  readonly identity: string;
  readonly issuer: string;
  readonly claims: Readonly<Record<string, string | undefined>>;
  readonly times: readonly { readonly kind: string; readonly time: string; readonly by: string }[];
  readonly digests: readonly string[];
  /** Null for a signature over the bytes themselves. */
  readonly predicateType: string | null;
}

interface Judged {
  readonly findings: readonly Finding[];
  readonly evidence: readonly KeylessEvidence[];
  readonly lock: OpenedLock | null;
}

/**
 * Verifies that each subject was signed by an identity that Sigstore certified: any file, or its digest alone.
 * A lock is judged as `verifyLock` judges it. Offline: the trust root is at hand, and nothing is asked of anybody.
 * @throws Refusal `FILE_EXISTS`, `FILE_UNWRITABLE`, `PATH_OUTSIDE_ROOT` — see `verifyLock`, of `copyTo`.
 */
export async function verifyKeyless(options: VerifyKeylessOptions): Promise<VerifyKeylessReport> {
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
  const install = locks.map((lock) => installLine(`${options.copyTo}/${lock.located.name}`));
  return { findings, exitCode: 0, evidence, install };
}

async function judgeSubject(subject: string, options: VerifyKeylessOptions): Promise<Judged> {
  try {
    const path = resolvePath(options.cwd, subject);
    const given = digestOf(subject);
    const isDigest = given !== undefined && !isThere(path);
    const paths =
      options.bundle !== undefined
        ? [resolvePath(options.cwd, options.bundle)]
        : isDigest
          ? []
          : findSignatures(path);
    if (paths.length === 0) return nothing(noBundle(subject, isDigest));
    const attempts: Judged[] = [];
    for (const file of paths)
      attempts.push(...(await judgeFile(subject, file, isDigest ? given : path, options)));
    return combine(attempts);
  } catch (error) {
    if (error instanceof Refusal) return nothing(findingOfRefusal(error, subject));
    throw error;
  }
}

/** Beside a signature that counts, one of somebody else is no objection; whatever else is wrong with a bundle is. */
function combine(attempts: readonly Judged[]): Judged {
  const counts = attempts.some((one) => !isRefused(one.findings) && one.evidence.length > 0);
  const findings = attempts.flatMap((one) =>
    one.findings.map(
      (finding): Finding =>
        counts && OTHERS.has(finding.rule) ? { ...finding, verdict: "noted" } : finding,
    ),
  );
  return {
    findings,
    evidence: attempts.flatMap((one) => one.evidence),
    lock: attempts.find((one) => one.lock !== null)?.lock ?? null,
  };
}

const OTHERS: ReadonlySet<string> = new Set([
  "IDENTITY_MISMATCH",
  "IDENTITY_ISSUER_MISMATCH",
  "IDENTITY_CLAIM_MISMATCH",
  "SIGNER_KIND_MISMATCH",
]);

/** One file may hold several signatures; each is judged by itself. */
async function judgeFile(
  subject: string,
  path: string,
  given: string | Digest,
  options: VerifyKeylessOptions,
): Promise<readonly Judged[]> {
  const beside = subject.slice(0, subject.length - basename(subject).length) + basename(path);
  const name = options.bundle ?? beside;
  let bundles: readonly Bundle[];
  try {
    bundles = parseSignatures(readFile(path, MAX_SIGSTORE_BUNDLE_BYTES), name);
  } catch (error) {
    if (error instanceof Refusal) return [nothing(findingOfRefusal(error, name))];
    throw error;
  }
  const judged: Judged[] = [];
  for (const bundle of bundles)
    judged.push(await judgeBundle(subject, name, bundle, given, options));
  return judged;
}

async function judgeBundle(
  subject: string,
  name: string,
  bundle: Bundle,
  given: string | Digest,
  options: VerifyKeylessOptions,
): Promise<Judged> {
  try {
    // What a bundle says it is about is not believed; it decides how the subject is read, and is then verified.
    const lock =
      typeof given === "string" && claimsLock(bundle)
        ? openLock({ file: subject, cwd: options.cwd, root: options.root })
        : null;
    const artifact = artifactOf(subject, given, bundle, lock);
    const signer = { kind: "identity", identity: options.identity } as const;
    const expected = { signer, predicateType: options.predicateType ?? null };
    const evidence = await verifyBundle(
      artifact,
      bundle,
      expected,
      options.trust.root,
      options.now,
    );
    return judgeEvidence(subject, name, given, evidence, lock, options);
  } catch (error) {
    if (error instanceof Refusal) return nothing(findingOfRefusal(error, subject));
    throw error;
  }
}

function claimsLock({ content }: Bundle): boolean {
  return (
    content.kind === "dsse" &&
    Buffer.from(content.envelope.payload).includes(`"${LOCK_PREDICATE_V01}"`)
  );
}

/** A lock's bytes are those that were judged; any other file is digested in one pass and never held. */
function artifactOf(
  name: string,
  given: string | Digest,
  bundle: Bundle,
  lock: OpenedLock | null,
): Artifact {
  const [root] = lock?.files ?? [];
  if (root !== undefined) return { name, bytes: root.bytes };
  const algorithms = [...new Set<DigestAlgorithm>(["sha256", ...digestAlgorithms(bundle.content)])];
  if (typeof given === "string") return { name, digests: digestFile(given, algorithms) };
  return { name, digests: new Map([[given.algorithm, given]]) };
}

function judgeEvidence(
  subject: string,
  bundle: string,
  given: string | Digest,
  evidence: Evidence,
  lock: OpenedLock | null,
  options: VerifyKeylessOptions,
): Judged {
  const findings: Finding[] = [signed(subject, bundle, evidence), trusted(subject, options)];
  const { statement } = evidence;
  const kept = [describe(subject, bundle, evidence)];
  if (statement === undefined) {
    const isLock = typeof given === "string" && options.message !== true && looksLikeLock(given);
    if (isLock) findings.push(messageOnly(subject, bundle));
    return { findings, evidence: isLock ? [] : kept, lock: null };
  }
  if (statement.predicateType !== LOCK_PREDICATE_V01) {
    findings.unshift(judgeClaim(subject, statement.predicateType));
    return { findings, evidence: isRefused(findings) ? [] : kept, lock: null };
  }
  const claim = parseLockStatement(statement);
  if (lock === null) {
    findings.push(notALock(subject));
    return { findings, evidence: [], lock: null };
  }
  const facts = {
    lock,
    name: lock.located.name,
    repository:
      options.repository === undefined
        ? repositoryOf(lock.located)
        : parseRepository(options.repository),
    now: options.now,
    minSequence: options.minSequence,
  };
  findings.push(
    ...judgeStatement(subject, claim, facts),
    ...explainChange(subject, lock, claim),
    ...findingsOf(lock.problems),
  );
  return { findings, evidence: isRefused(findings) ? [] : kept, lock };
}

function describe(
  subject: string,
  bundle: string,
  { signer, times, digests, statement }: Evidence,
): KeylessEvidence {
  const identity = signer.kind === "certificate" ? signer.identity : undefined;
  return {
    subject,
    bundle,
    identity: identity?.name ?? "",
    issuer: identity?.issuer ?? "",
    claims: identity?.claims ?? {},
    times: times.map(({ kind, time, by }) => ({ kind, time: new Date(time).toISOString(), by })),
    digests: digests.map(({ algorithm, hex }) => `${algorithm}:${hex}`),
    predicateType: statement?.predicateType ?? null,
  };
}

function signed(subject: string, bundle: string, { signer, times }: Evidence): Finding {
  const who =
    signer.kind === "certificate" ? `${signer.identity.name} (${signer.identity.issuer})` : "a key";
  const when = times
    .map(({ kind, time, by }) => `${new Date(time).toISOString()} by ${by} (${kind})`)
    .join(", ");
  return {
    rule: "SIGNATURE",
    verdict: "passed",
    subject,
    message: `${bundle}: signed by ${who}, at ${when}`,
  };
}

function trusted(subject: string, { trust, now }: VerifyKeylessOptions): Finding {
  return {
    rule: "TRUST_ROOT",
    verdict: "passed",
    subject,
    message: `judged by ${describeTrust(trust, now)}`,
  };
}

function digestOf(subject: string): Digest | undefined {
  const hex = /^sha256:([0-9a-f]+)$/.exec(subject)?.[1];
  return hex?.length === HEX_LENGTHS.sha256 ? { algorithm: "sha256", hex } : undefined;
}

function noBundle(subject: string, isDigest: boolean): Finding {
  const expected = isDigest
    ? "--bundle FILE with a digest"
    : `a bundle ${basename(subject)}.sigstore.json beside it`;
  return {
    rule: "SIGNATURE_NONE",
    verdict: "refused",
    subject,
    message: `expected ${expected}, found none`,
    expected,
    found: "none",
    help: "name the bundle: --bundle FILE",
  };
}

function messageOnly(subject: string, bundle: string): Finding {
  return {
    rule: "MESSAGE_SIGNATURE",
    verdict: "refused",
    subject,
    message: `${bundle}: expected a lock signature for a requirements file, found a signature over its bytes, which says nothing about what pip will see`,
    expected: "a lock signature",
    found: "a message signature",
    help: "sign it as a lock: lockseal sign; or check the bytes alone with --message",
  };
}

function notALock(subject: string): Finding {
  return {
    rule: "LOCK_NOT_READ",
    verdict: "refused",
    subject,
    message:
      "expected the lock itself for a lock signature, found its digest alone, from which nobody can tell what pip will see",
    expected: "a requirements file",
    found: "a digest",
    help: "name the file",
  };
}

function nothing(finding: Finding): Judged {
  return { findings: [finding], evidence: [], lock: null };
}
