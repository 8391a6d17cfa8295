import { verifyEnvelope } from "../envelope/dsse.ts";
import { Refusal } from "../errors.ts";
import type { PublicKey } from "../key/public-key.ts";
import type { Vsa } from "../statement/predicate/vsa.ts";
import {
  parseStatement,
  STATEMENT_V1,
  STATEMENT_V01,
  type Statement,
} from "../statement/statement.ts";
import type { ExpectedIdentity } from "../trust/identity.ts";
import type { TrustRoot } from "../trust/trust-root.ts";
import type { Bundle } from "./bundle.ts";
import { type FoundSignature, parseAnySignatures } from "./detect.ts";
import { judgeVsa, type VsaCheck, type VsaSubject } from "./judge-vsa.ts";
import { kindMismatch, type VerifiedTime, verifyBundle } from "./verify.ts";

/** Who may say what. */
export interface VsaExpectation {
  /** At least one. Whoever signs may speak for the verifiers of its own pairs, and for no other. */
  readonly pairs: readonly VsaPair[];
  readonly resourceUri: string;
  /** Each has to be verified, or a higher level of its track; none for any. */
  readonly levels: readonly string[];
}

export interface VsaPair {
  readonly signer:
    | { readonly kind: "key"; readonly key: PublicKey }
    | { readonly kind: "identity"; readonly identity: ExpectedIdentity };
  readonly verifierId: string;
}

/** What a summary proves, and every step on the way. */
export interface VsaVerdict {
  readonly verdict: "passed" | "refused";
  readonly checks: readonly VsaCheck[];
  /** Null where it could not be read, or nobody who counts signed it. */
  readonly vsa: Vsa | null;
}

/**
 * Verifies a verification summary of SLSA about an artifact, by the seven steps of its specification. Pure and offline. Believes
 * the verifier: **none of what it verified is looked at again**, and a verifier that errs, or was taken over, is believed too.
 * Does not ask how old the summary is.
 *
 * @param envelope a DSSE envelope or a Sigstore bundle; more than one in it is refused.
 * @param trust judges certificates; null where only keys are expected.
 * @returns a verdict, for hostile bytes too: what cannot be read is refused with its code as the rule.
 * @throws RangeError — no pair. @throws TypeError — an identity without a trust root.
 * @see https://slsa.dev/spec/v1.2/verification_summary#how-to-verify
 */
export async function verifyVsa(
  subject: VsaSubject,
  envelope: Uint8Array,
  expected: VsaExpectation,
  trust: TrustRoot | null,
  now: Date,
): Promise<VsaVerdict> {
  if (expected.pairs.length === 0) throw new RangeError("pairs: expected at least one, found none");
  try {
    const [found, ...more] = parseAnySignatures(envelope, "summary");
    if (found !== undefined && more.length === 0)
      return await judgeFoundVsa(subject, found, expected, trust, now);
    throw new Refusal(
      "BUNDLE_MALFORMED",
      `summary: expected one summary, found ${more.length + 1}`,
      { at: "" },
      { hint: "give them one by one" },
    );
  } catch (error) {
    if (error instanceof Refusal) return refusedVsa(error);
    throw error;
  }
}

/** Does what `verifyVsa` does, with a signature that was read before. */
export async function judgeFoundVsa(
  subject: VsaSubject,
  found: FoundSignature,
  expected: VsaExpectation,
  trust: TrustRoot | null,
  now: Date,
): Promise<VsaVerdict> {
  try {
    const { statement, pairs, by } = await verifySignature(subject, found, expected, trust, now);
    const { checks, vsa } = judgeVsa(statement, subject, {
      verifierIds: pairs.map(({ verifierId }) => verifierId),
      resourceUri: expected.resourceUri,
      levels: expected.levels,
    });
    const all: VsaCheck[] = [
      {
        rule: "VSA_SIGNATURE",
        verdict: "passed",
        expected: "a trusted signer",
        found: by,
        field: "",
      },
      ...checks,
    ];
    const verdict = all.some((one) => one.verdict === "refused") ? "refused" : "passed";
    return { verdict, checks: all, vsa };
  } catch (error) {
    if (error instanceof Refusal) return refusedVsa(error);
    throw error;
  }
}

interface Signed {
  readonly statement: Statement;
  /** Those whose signer it is. */
  readonly pairs: readonly VsaPair[];
  readonly by: string;
}

/** 1. Somebody who counts signed it. */
async function verifySignature(
  subject: VsaSubject,
  found: FoundSignature,
  { pairs }: VsaExpectation,
  trust: TrustRoot | null,
  now: Date,
): Promise<Signed> {
  const { content, signer } = found;
  if (content.kind !== "dsse")
    throw new Refusal(
      "DSSE_MALFORMED",
      "summary: expected an envelope with a statement, found a signature over bytes",
      { at: "" },
      { hint: "name the summary itself: --vsa FILE" },
    );
  if (!("kind" in found) && signer?.kind === "certificate")
    return byIdentity(subject, found, pairs, trust, now);
  const keys = pairs.flatMap((pair) => (pair.signer.kind === "key" ? [pair.signer.key] : []));
  if (keys.length === 0) throw kindMismatch("an identity", "a key");
  // Verifiers write r and s as they are; which key a signature names decides nothing.
  const { payload, signers } = verifyEnvelope(content.envelope, distinct(keys), "der-or-raw");
  const prints = new Set(signers.map(({ fingerprint }) => fingerprint));
  return {
    statement: readStatement(payload, subject),
    pairs: pairs.filter(
      (pair) => pair.signer.kind === "key" && prints.has(pair.signer.key.fingerprint),
    ),
    by: [...prints].map((one) => `key ${one.slice(0, 12)}`).join(" and "),
  };
}

async function byIdentity(
  subject: VsaSubject,
  bundle: Bundle,
  pairs: readonly VsaPair[],
  trust: TrustRoot | null,
  now: Date,
): Promise<Signed> {
  let refusal: unknown;
  for (const [identity, same] of byItsIdentity(pairs)) {
    try {
      const expected = { signer: { kind: "identity", identity }, predicateType: null } as const;
      const digests = "digests" in subject ? subject.digests : new Map();
      const artifact = { name: "artifact", digests };
      const evidence = await verifyBundle(artifact, bundle, expected, trust, now);
      const { statement, times, signer } = evidence;
      if (statement === undefined || signer.kind !== "certificate")
        throw new TypeError("evidence: expected a statement and a certificate, found neither");
      const { name, issuer } = signer.identity;
      return { statement, pairs: same, by: `${name} (${issuer})${at(times)}` };
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      refusal ??= error;
    }
  }
  throw refusal ?? kindMismatch("a key", "a certificate");
}

/** One identity may speak for several verifiers. */
function byItsIdentity(pairs: readonly VsaPair[]): ReadonlyMap<ExpectedIdentity, VsaPair[]> {
  const known = new Map<
    string,
    { readonly identity: ExpectedIdentity; readonly same: VsaPair[] }
  >();
  for (const pair of pairs) {
    if (pair.signer.kind !== "identity") continue;
    const { identity } = pair.signer;
    const name = JSON.stringify(identity);
    const entry = known.get(name) ?? { identity, same: [] };
    entry.same.push(pair);
    known.set(name, entry);
  }
  return new Map([...known.values()].map(({ identity, same }) => [identity, same]));
}

function at([time]: readonly VerifiedTime[]): string {
  return time === undefined ? "" : ` at ${new Date(time.time).toISOString()}`;
}

function readStatement(payload: Uint8Array, subject: VsaSubject): Statement {
  const types = [STATEMENT_V1, STATEMENT_V01] as const;
  const identifiers = "identifier" in subject ? [subject.identifier.name] : [];
  return parseStatement(payload, { what: "summary", types, identifiers });
}

function distinct(keys: readonly PublicKey[]): readonly PublicKey[] {
  return [...new Map(keys.map((key) => [key.fingerprint, key])).values()];
}

/** Makes the verdict of a summary that could not be read or verified. */
export function refusedVsa(refusal: Refusal): VsaVerdict {
  const [, expected = "a summary that holds", found = refusal.message] =
    /expected (.+), found (.+)$/s.exec(refusal.message) ?? [];
  const { code: rule, hint: help } = refusal;
  const verdict = "refused" as const;
  const check: VsaCheck = { rule, verdict, expected, found, field: "" };
  return { verdict, checks: [help === undefined ? check : { ...check, help }], vsa: null };
}
