import { digest } from "../bytes/digest.ts";
import { Refusal } from "../errors.ts";
import { type Finding, findingOfRefusal, isRefused } from "../finding.ts";
import { readFile } from "../io/files.ts";
import { findSigner, type PolicySigner } from "../policy/signer.ts";
import { parseBundle } from "../sigstore/bundle.ts";
import { MAX_SIGSTORE_BUNDLE_BYTES } from "../sigstore/bundle-limit.ts";
import { readIdentity } from "../sigstore/certificate.ts";
import { LOCK_PREDICATE_V01, parseLockStatement } from "../statement/lock-statement.ts";
import { checkIdentity, type ExpectedIdentity, type Identity } from "../trust/identity.ts";
import { parseCertificate } from "../trust/x509.ts";
import { trusted } from "./artifact-findings.ts";
import type { OpenedLock } from "./open-lock.ts";
import { rootOfPolicy } from "./pinned-root.ts";
import type { RoleStatement, VerifyByPolicyOptions } from "./role-statement.ts";
import { judgeRootAge } from "./root-age.ts";
import { loadTrustRoots, type TrustSources } from "./trust-source.ts";
import { verifyByRoot } from "./verify-by-root.ts";

interface KeylessLock {
  readonly findings: readonly Finding[];
  readonly signed: Omit<RoleStatement, "bundle"> | null;
}

/**
 * Reads a bundle with a certificate beside a lock, and verifies it where one of the signers is named in it. One of anybody
 * else says nothing; one that names a signer and does not hold is refused, whatever else stands there.
 */
export async function readKeylessLock(
  file: string,
  path: string,
  lock: OpenedLock,
  signers: readonly PolicySigner[],
  { policy, cwd, env, now }: Pick<VerifyByPolicyOptions, "policy" | "cwd" | "env" | "now">,
): Promise<KeylessLock> {
  try {
    const bundle = parseBundle(readFile(path, MAX_SIGSTORE_BUNDLE_BYTES), path);
    if (bundle.signer.kind === "key") return { findings: [], signed: null };
    const claimed = readIdentity(parseCertificate(bundle.signer.chain[0], path));
    const signer = findSigner(signers, { kind: "identity", identity: claimed });
    const identity = signer?.identities.find((one) => isNamed(claimed, one));
    if (signer === undefined || identity === undefined)
      return { findings: [unknown(file, path, claimed)], signed: null };
    const pinned = rootOfPolicy(policy.closure);
    const sources: TrustSources =
      pinned === undefined ? await loadTrustRoots(undefined, cwd, env) : [pinned];
    const bytes = lock.files[0]?.bytes ?? Buffer.alloc(0);
    const artifact = {
      name: file,
      digests: new Map([["sha256", digest("sha256", bytes)] as const]),
    };
    const expected = { identity, predicateType: LOCK_PREDICATE_V01 };
    const { clocks, maxClockSkewMs, maxRootAgeMs } = policy.closure.policy.trust;
    const { evidence, trust } = await verifyByRoot(artifact, bundle, expected, sources, now, {
      maxClockSkewMs,
    });
    const findings = [trusted(file, trust, now)];
    const age = judgeRootAge(trust, maxRootAgeMs ?? undefined, now);
    if (age !== undefined) findings.push(age);
    const { statement } = evidence;
    if (statement === undefined || isRefused(findings)) return { findings, signed: null };
    const times = evidence.times.filter(({ kind }) => clocks.includes(kind));
    if (times.length === 0)
      return { findings: [...findings, noClock(file, path, clocks)], signed: null };
    findings.push({
      rule: "SIGNATURE",
      verdict: "passed",
      subject: file,
      message: `${path}: signed by ${signer.name}, ${claimed.name}`,
    });
    return { findings, signed: { signer, statement: parseLockStatement(statement), times } };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { findings: [findingOfRefusal(error, file)], signed: null };
  }
}

function isNamed(identity: Identity, expected: ExpectedIdentity): boolean {
  try {
    checkIdentity(identity, expected);
    return true;
  } catch (error) {
    if (error instanceof Refusal) return false;
    throw error;
  }
}

/** The certificate was of minutes: held against a clock that the policy does not take, it proves nothing. */
function noClock(subject: string, bundle: string, clocks: readonly string[]): Finding {
  return {
    rule: "VERIFIED_TIME_MISSING",
    verdict: "refused",
    subject,
    message: `${bundle}: expected a time by ${clocks.join(" or ")}, as the policy asks, found none`,
    expected: clocks.join(" or "),
    found: "none",
    help: "let it be signed with such a time, or take the clock into trust.time of the policy",
  };
}

function unknown(subject: string, bundle: string, { name, issuer }: Identity): Finding {
  return {
    rule: "SIGNER_UNKNOWN",
    verdict: "noted",
    subject,
    message: `${bundle}: names ${name} (${issuer}), who has not the role in the policy, so it was not verified`,
  };
}
