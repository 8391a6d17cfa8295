import type { Digest } from "../bytes/digest.ts";
import { quote } from "../bytes/quote.ts";
import { Refusal } from "../errors.ts";
import type { PublicKey } from "../key/public-key.ts";
import type { Statement } from "../statement/statement.ts";
import { checkIdentity, type ExpectedIdentity, type Identity } from "../trust/identity.ts";
import { formatInstant, isWithin } from "../trust/period.ts";
import type { Log, TrustRoot } from "../trust/trust-root.ts";
import { type Certificate, isSelfIssued, parseCertificate } from "../trust/x509.ts";
import type { Bundle } from "./bundle.ts";
import { checkLeafUsage, readIdentity } from "./certificate.ts";
import { verifyChain } from "./chain.ts";
import { type Artifact, verifyContent } from "./content.ts";
import { adviseInstance } from "./instance.ts";
import { isLogOf, type VerifiedEntry, verifyEntry } from "./log-entry.ts";
import { verifyScts } from "./sct.ts";
import { logNotValid } from "./set.ts";
import { verifyTimestamp } from "./timestamp.ts";

/** What a bundle has to be for its evidence to count. */
export interface Expectation {
  readonly signer: ExpectedSigner;
  /** What a statement has to claim; null takes every claim, and bytes that were signed as they are. */
  readonly predicateType: string | null;
}

export type ExpectedSigner =
  | { readonly kind: "identity"; readonly identity: ExpectedIdentity }
  | { readonly kind: "key"; readonly key: PublicKey };

/** What was verified, and with what. */
export interface Evidence {
  readonly signer: VerifiedSigner;
  /** At least one, in the order in which the bundle has them; none for a key without log entry and timestamp. */
  readonly times: readonly VerifiedTime[];
  /** At least one for a certificate where the trust root has logs. */
  readonly entries: readonly VerifiedEntry[];
  /** Of the artifact, each that the signature covers. */
  readonly digests: readonly Digest[];
  /** What was claimed about the artifact; undefined where its bytes themselves were signed. */
  readonly statement: Statement | undefined;
}

export type VerifiedSigner =
  | {
      readonly kind: "certificate";
      readonly identity: Identity;
      readonly certificate: Certificate;
      /** The URLs of the logs that promised to log the certificate; none where the trust root has no such logs. */
      readonly certificateLogs: readonly string[];
    }
  | { readonly kind: "key"; readonly key: PublicKey };

/** A time at which the signature existed, by somebody of the trust root. */
export interface VerifiedTime {
  readonly kind: "rekor-v1" | "rfc3161";
  /** In milliseconds since 1970. */
  readonly time: number;
  /** The URL of the log or the authority. */
  readonly by: string;
}

/** Clocks of logs and of this machine differ by seconds; more is a wrong clock or a made-up time. */
export const MAX_CLOCK_SKEW_MS: number = 5 * 60 * 1000;

/**
 * Verifies a Sigstore bundle about an artifact, offline. Every log entry and every timestamp in it has to hold. A
 * certificate needs a verified time always, and an entry and a certificate log's promise where the trust root has such
 * logs: GitHub's own instance has none, and stamps instead. What a bundle lacks lowers nothing. A key needs none of these.
 * Does not ask whether a key was revoked, and does not judge what a statement claims.
 *
 * @param trust null for a key that is trusted alone: entries and timestamps are then not looked at, and not in the evidence.
 * @param now refuses evidence from later than it, by more than `maxSkewMs`.
 * @throws Refusal `SIGNER_KIND_MISMATCH` — a key is expected and a certificate signed, or the other way round.
 * @throws Refusal `TLOG_ENTRY_MISSING`, `TLOG_ENTRY_DUPLICATE`, `VERIFIED_TIME_MISSING`, `CLOCK_BEHIND`.
 * @throws Refusal `CERTIFICATE_ROOT_IN_BUNDLE` — the bundle brings a root that the trust root has not.
 * @throws Refusal `PREDICATE_TYPE_UNSUPPORTED` — another claim than the expected one.
 * @throws Refusal `TLOG_…` — see `verifyEntry`; `TIMESTAMP_…` — see `verifyTimestamp`; `CERTIFICATE_…`, `SCT_…` — see `verifyChain`, `checkLeafUsage`, `verifyScts`; `IDENTITY_…` — see `checkIdentity`; others see `verifyContent`.
 * @throws TypeError when an identity is expected and `trust` is null.
 * @see https://github.com/sigstore/architecture-docs/blob/main/client-spec.md#4-verification
 */
export async function verifyBundle(
  artifact: Artifact,
  bundle: Bundle,
  expected: Expectation,
  trust: TrustRoot | null,
  now: Date,
  maxSkewMs: number = MAX_CLOCK_SKEW_MS,
): Promise<Evidence> {
  if (expected.signer.kind === "identity" && trust === null)
    throw new TypeError("trust: expected a trust root for an identity, found null");
  const signer = readSigner(bundle, expected.signer, trust);
  // What the signature is about comes first: a wrong file is the common mistake, and no trust root explains it.
  const content = await verifyContent(bundle.content, signer.key, artifact);
  checkPredicateType(content.statement, expected.predicateType);
  if (trust === null)
    return { signer: { kind: "key", key: signer.key }, times: [], entries: [], ...content };
  try {
    const witnesses = verifyWitnesses(bundle, signer.der, trust, now, maxSkewMs);
    return {
      signer: verifySigner(signer, witnesses, expected.signer, trust),
      ...witnesses,
      ...content,
    };
  } catch (error) {
    throw adviseInstance(error, bundle, signer.certificate);
  }
}

/** Who signed, as the bundle and the expectation have it. */
interface Signer {
  readonly key: PublicKey;
  readonly certificate: Certificate | undefined;
  /** The certificate, or the key as SPKI: what log entries have to name. */
  readonly der: Uint8Array;
}

function readSigner(bundle: Bundle, expected: ExpectedSigner, trust: TrustRoot | null): Signer {
  if (expected.kind === "key") {
    if (bundle.signer.kind !== "key") throw kindMismatch("a key", "a certificate");
    return { key: expected.key, certificate: undefined, der: expected.key.spki };
  }
  if (bundle.signer.kind !== "certificate") throw kindMismatch("an identity", "a key");
  const [der, ...rest] = bundle.signer.chain;
  refuseRoots(rest, trust);
  const certificate = parseCertificate(der, "certificate");
  return { key: certificate.key, certificate, der };
}

function verifySigner(
  signer: Signer,
  witnesses: Witnesses,
  expected: ExpectedSigner,
  trust: TrustRoot,
): VerifiedSigner {
  const { certificate, key } = signer;
  if (certificate === undefined || expected.kind === "key") return { kind: "key", key };
  // What is demanded is up to the root, never to the bundle: whoever made that could leave out what speaks against it.
  if (trust.logs.length > 0 && witnesses.entries.length === 0) throw noEntry();
  const times = witnesses.times.map(({ time }) => time);
  if (times.length === 0) throw noTime();
  const issuer = verifyChain(certificate, trust.certificateAuthorities, times);
  checkLeafUsage(certificate);
  const certificateLogs =
    trust.certificateLogs.length === 0
      ? []
      : verifyScts(certificate, issuer, trust.certificateLogs);
  const identity = readIdentity(certificate);
  checkIdentity(identity, expected.identity);
  return { kind: "certificate", identity, certificate, certificateLogs };
}

type Witnesses = Pick<Evidence, "times" | "entries">;

/** Verifies who saw the signature, and when. */
function verifyWitnesses(
  bundle: Bundle,
  signer: Uint8Array,
  trust: TrustRoot,
  now: Date,
  maxSkewMs: number,
): Witnesses {
  const subject = { content: bundle.content, signer };
  const verified = bundle.entries.map((entry) =>
    verifyEntry(entry, bundle.version, subject, trust.logs),
  );
  refuseDuplicates(bundle);
  const stamps = bundle.timestamps.map((der) =>
    verifyTimestamp(der, bundle.content.signature, trust.timestampAuthorities),
  );
  const times = [
    ...verified.flatMap(({ time, log }): VerifiedTime[] =>
      time === undefined ? [] : [{ kind: "rekor-v1", time, by: log.url }],
    ),
    ...stamps.map(
      ({ time, authority }): VerifiedTime => ({ kind: "rfc3161", time, by: authority.uri }),
    ),
  ];
  checkClock(times, now, maxSkewMs);
  const entries = verified.map((entry, index) => {
    // A proof says not when: a log's key that was given up must not speak for what was signed after that.
    const late = entry.time === undefined && times.find(({ time }) => !isInUse(entry.log, time));
    const bundled = bundle.entries[index];
    if (!late || bundled === undefined) return entry;
    // One log can stand in a root twice, with two periods of use.
    const inUse = trust.logs.filter((log) => times.every(({ time }) => isInUse(log, time)));
    if (!inUse.some((log) => isLogOf(log, bundled))) throw logNotValid(entry.log, late.time);
    return verifyEntry(bundled, bundle.version, subject, inUse);
  });
  return { times, entries };
}

function isInUse({ validFor }: Log, time: number): boolean {
  return isWithin(validFor, time);
}

/** Early bundles bring the chain with its root. One that the trust root has as well says nothing new, and stays. */
function refuseRoots(certificates: readonly Uint8Array[], trust: TrustRoot | null): void {
  const known = (trust?.certificateAuthorities ?? []).flatMap(({ chain }) => chain);
  for (const der of certificates) {
    if (known.some((one) => Buffer.compare(one.der, der) === 0)) continue;
    if (!isSelfIssued(parseCertificate(der, "certificate chain"))) continue;
    throw new Refusal(
      "CERTIFICATE_ROOT_IN_BUNDLE",
      "bundle: expected no root certificate but the trust root's own, found another in the chain",
      { length: certificates.length + 1 },
    );
  }
}

function refuseDuplicates({ entries }: Bundle): void {
  if (entries.length < 2) return;
  const names = entries.map(
    ({ logId, body }) => `${logId} ${Buffer.from(body).toString("latin1")}`,
  );
  if (new Set(names).size === names.length) return;
  throw new Refusal(
    "TLOG_ENTRY_DUPLICATE",
    `bundle: expected each log entry once, found ${names.length} with one that stands twice`,
    { entries: names.length },
  );
}

function checkClock(times: readonly VerifiedTime[], now: Date, maxSkewMs: number): void {
  const latest = now.getTime() + maxSkewMs;
  const ahead = times.find(({ time }) => !(time <= latest));
  if (ahead === undefined) return;
  throw new Refusal(
    "CLOCK_BEHIND",
    `${ahead.by}: the clock is behind: expected a time up to now, ${formatInstant(now.getTime())}, found ${formatInstant(ahead.time)}`,
    { now: now.getTime(), time: ahead.time },
    { hint: "set this machine's clock, which is behind the evidence" },
  );
}

function checkPredicateType(statement: Statement | undefined, expected: string | null): void {
  if (expected === null || statement?.predicateType === expected) return;
  const found = statement?.predicateType ?? "a signature over the bytes themselves";
  throw new Refusal(
    "PREDICATE_TYPE_UNSUPPORTED",
    `bundle: expected the claim ${quote(expected)}, found ${quote(found)}`,
    { expected, found },
  );
}

/** Makes the refusal of a key where an identity is expected, or the other way round. */
export function kindMismatch(expected: string, found: string): Refusal {
  return new Refusal(
    "SIGNER_KIND_MISMATCH",
    `bundle: expected a signature by ${expected}, found one by ${found}`,
    { expected, found },
    {
      hint:
        found === "a key"
          ? "give the public key: --key FILE"
          : "give the identity: --certificate-identity NAME --certificate-oidc-issuer URL",
    },
  );
}

function noEntry(): Refusal {
  return new Refusal(
    "TLOG_ENTRY_MISSING",
    "bundle: expected an entry of a transparency log with a certificate, found none",
    { entries: 0 },
  );
}

function noTime(): Refusal {
  return new Refusal(
    "VERIFIED_TIME_MISSING",
    "bundle: expected a timestamp by a log or an authority with a certificate, found none",
    { times: 0 },
  );
}
