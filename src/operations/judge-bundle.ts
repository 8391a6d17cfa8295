import { Refusal } from "../errors.ts";
import { type Finding, isRefused } from "../finding.ts";
import { findingsOf } from "../lock/strict/source.ts";
import type { Bundle } from "../sigstore/bundle.ts";
import type { Artifact } from "../sigstore/content.ts";
import { type Evidence, verifyBundle } from "../sigstore/verify.ts";
import { LOCK_PREDICATE_V01, parseLockStatement } from "../statement/lock-statement.ts";
import { parseRepository } from "../statement/repository.ts";
import type { ExpectedIdentity } from "../trust/identity.ts";
import {
  foreignOnly,
  messageOnly,
  notALock,
  signed,
  trusted,
  unknownSigner,
} from "./artifact-findings.ts";
import { artifactOf, type GivenSubject } from "./artifact-of.ts";
import { findingOfBundle } from "./bundle-help.ts";
import { explainChange } from "./explain-change.ts";
import { judgeClaim } from "./judge-claim.ts";
import { judgeStatement } from "./judge-statement.ts";
import type { TrustedKey } from "./key-source.ts";
import { type OpenedLock, repositoryOf } from "./open-lock.ts";
import { judgeRootAge } from "./root-age.ts";
import { isForPip, readsLikeLock } from "./subject-kind.ts";
import type { TrustSource } from "./trust-root-file.ts";
import type { TrustSources } from "./trust-source.ts";
import { verifyByRoot } from "./verify-by-root.ts";

/** What was verified of one subject with one bundle. */
export interface ArtifactEvidence {
  readonly subject: string;
  readonly bundle: string;
  readonly signer: SignerEvidence;
  readonly times: readonly { readonly kind: string; readonly time: string; readonly by: string }[];
  readonly digests: readonly string[];
  /** Null for a signature over the bytes themselves. */
  readonly predicateType: string | null;
  /** The trust root that it stands on; null for a key, which is trusted by itself. */
  readonly trustRoot: TrustRootEvidence | null;
}

/** Which trust root, without what is in it. */
export type TrustRootEvidence = Pick<TrustSource, "kind" | "name" | "date" | "sha256">;

/** How one bundle about one subject was judged. */
export interface Judged {
  readonly findings: readonly Finding[];
  readonly evidence: readonly ArtifactEvidence[];
  readonly lock: OpenedLock | null;
}

/** Who signed: an identity that was certified, or a key by the SHA-256 of its SPKI in hex. */
export type SignerEvidence =
  | {
      readonly name: string;
      readonly issuer: string;
      readonly claims: Readonly<Record<string, string | undefined>>;
    }
  | { readonly fingerprint: string };

/** Whose signature counts. */
export type ArtifactSigner =
  | {
      readonly kind: "identity";
      readonly identity: ExpectedIdentity;
      /** The roots that may judge: see `loadTrustRoots`. A bundle is judged by the one that it is of. */
      readonly trust: TrustSources;
      /** Refuse evidence by a root older than this; null for no limit: see `judgeRootAge`. */
      readonly maxRootAgeMs: number | null;
    }
  | {
      readonly kind: "keys";
      readonly keys: readonly TrustedKey[];
      /** How many different keys must have signed. */
      readonly threshold: number;
    };

/** What a bundle is judged by. */
export interface JudgeOptions {
  readonly signer: ArtifactSigner;
  readonly cwd: string;
  /** What expiry is judged by; evidence from later than it is refused. */
  readonly now: Date;
  /** What a statement has to claim; default: every claim passes, and is named. */
  readonly predicateType?: string | undefined;
  /** Take a signature over the bytes of a lock for what it is, although it says nothing about what pip will see. */
  readonly message?: boolean | undefined;
  /** For locks: see `verifyLock`. */
  readonly root?: string | undefined;
  readonly repository?: string | undefined;
  readonly minSequence?: number | undefined;
}

/** A bundle, and where it was found. */
export interface ReadBundle {
  readonly bundle: Bundle;
  /** The file that it is in, as the user would name it. */
  readonly file: string;
  /** The file, and which of several bundles in it this is. */
  readonly name: string;
}

/**
 * Judges one bundle about one subject: verifies it, and where it is about a lock holds it against the lock.
 */
export async function judgeBundle(
  subject: string,
  read: ReadBundle,
  given: GivenSubject,
  options: JudgeOptions,
): Promise<Judged> {
  const { bundle, name } = read;
  try {
    // What a bundle says it is about is not believed; it decides how the subject is read, and is then verified.
    const lock = "path" in given && claimsLock(bundle) ? given.opened() : null;
    // A lock's bytes are those that were judged.
    const [root] = lock?.files ?? [];
    const artifact =
      root === undefined
        ? artifactOf(subject, given, bundle.content, mayBeEd25519(bundle, options.signer))
        : { name: subject, bytes: root.bytes };
    const verified = await verifyBy(artifact, bundle, options);
    if (verified === undefined) return { ...nothing(unknownSigner(subject, name)), lock: null };
    return judgeEvidence(subject, read, given, verified, lock, options);
  } catch (error) {
    if (error instanceof Refusal) return nothing(findingOfBundle(error, subject, name));
    throw error;
  }
}

/** What was verified, and by which root, if by any. */
interface Verified {
  readonly evidence: Evidence;
  readonly trust: TrustSource | null;
}

/** Gives nothing for a bundle of a key when none of the keys that are trusted made it. */
async function verifyBy(
  artifact: Artifact,
  bundle: Bundle,
  options: JudgeOptions,
): Promise<Verified | undefined> {
  const { signer, now } = options;
  const predicateType = options.predicateType ?? null;
  if (signer.kind === "identity") {
    const expected = { identity: signer.identity, predicateType };
    return verifyByRoot(artifact, bundle, expected, signer.trust, now);
  }
  const { signer: by } = bundle;
  // The hint is a claim that saves work; other writers give the key other names, and then each is tried.
  const named = signer.keys.filter(({ key }) => by.kind === "key" && key.hint === by.hint);
  const isOurs = by.kind === "key" && /^[A-Za-z0-9+/]{43}=$/.test(by.hint);
  if (isOurs && named.length === 0) return undefined;
  let refusal: unknown;
  for (const { key } of named.length > 0 ? named : signer.keys) {
    try {
      const expected = { signer: { kind: "key", key }, predicateType } as const;
      const evidence = await verifyBundle(artifact, bundle, expected, null, now);
      return { evidence, trust: null };
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      refusal ??= error;
    }
  }
  throw refusal;
}

/** Says whether a bundle claims to be about a lock. The claim decides how the subject is read, and nothing else. */
export function claimsLock({ content }: Bundle): boolean {
  return (
    content.kind === "dsse" &&
    Buffer.from(content.envelope.payload).includes(`"${LOCK_PREDICATE_V01}"`)
  );
}

/** Says whether Ed25519 may have signed, of which a digest alone may not suffice. */
function mayBeEd25519({ signer: by }: Bundle, signer: ArtifactSigner): boolean {
  if (signer.kind === "keys") return signer.keys.some(({ key }) => key.type === "ed25519");
  // The name of the algorithm, RFC 8410 §3; where it stands for another thing, the file is held in vain.
  return by.kind === "certificate" && Buffer.from(by.chain[0]).includes("06032b6570", 0, "hex");
}

function judgeEvidence(
  subject: string,
  { file, name: bundle }: ReadBundle,
  given: GivenSubject,
  { evidence, trust }: Verified,
  lock: OpenedLock | null,
  options: JudgeOptions,
): Judged {
  const findings: Finding[] = [signed(subject, bundle, evidence)];
  if (options.signer.kind === "identity" && trust !== null) {
    findings.push(trusted(subject, trust, options.now));
    const limit = options.signer.maxRootAgeMs ?? undefined;
    const age = judgeRootAge(trust, limit, options.now);
    if (age !== undefined) findings.push(age);
    if (isRefused(findings)) return { findings, evidence: [], lock: null };
  }
  const { statement } = evidence;
  const kept = [describeEvidence(subject, file, evidence, trust)];
  // Without what pip would see, an identity vouches for bytes that pip may read in another way than its holder.
  const isLock = (): boolean =>
    "path" in given && options.message !== true && isVerifiedForPip(given, lock);
  if (statement === undefined) {
    const refused = isLock();
    if (refused) findings.push(messageOnly(subject, bundle));
    return { findings, evidence: refused ? [] : kept, lock: null };
  }
  if (statement.predicateType !== LOCK_PREDICATE_V01) {
    findings.unshift(judgeClaim(subject, statement.predicateType));
    // Whoever names the type asks for that statement, and not for what pip will see.
    if (options.predicateType === undefined && !isRefused(findings) && isLock())
      findings.push(foreignOnly(subject, bundle, statement.predicateType));
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

/** Judges the bytes that were verified: those of an opened lock, else those that were digested. */
function isVerifiedForPip(
  { path, digested }: Extract<GivenSubject, { path: string }>,
  lock: OpenedLock | null,
): boolean {
  const [root] = lock?.files ?? [];
  return root === undefined
    ? isForPip(path, digested(["sha256"]))
    : readsLikeLock(path, root.bytes);
}

/** Describes what was verified, for a report. */
export function describeEvidence(
  subject: string,
  bundle: string,
  { signer, times, digests, statement }: Evidence,
  trust: TrustSource | null,
): ArtifactEvidence {
  return {
    subject,
    bundle,
    signer:
      signer.kind === "certificate"
        ? { ...signer.identity }
        : { fingerprint: signer.key.fingerprint },
    times: times.map(({ kind, time, by }) => ({ kind, time: new Date(time).toISOString(), by })),
    digests: digests.map(({ algorithm, hex }) => `${algorithm}:${hex}`),
    predicateType: statement?.predicateType ?? null,
    trustRoot:
      trust === null
        ? null
        : { kind: trust.kind, name: trust.name, date: trust.date, sha256: trust.sha256 },
  };
}

/** What is judged when there is nothing but an objection. */
export function nothing(finding: Finding): Judged {
  return { findings: [finding], evidence: [], lock: null };
}
