import { digest } from "../bytes/digest.ts";
import { MAX_BUNDLE_BYTES, parseKeyBundle } from "../envelope/bundle.ts";
import { verifyDsseBundle } from "../envelope/bundle-signature.ts";
import { Refusal } from "../errors.ts";
import type { PublicKey } from "../key/public-key.ts";
import {
  findIdentity,
  type PolicySigner,
  type SignedBy,
  type TrustedTime,
} from "../policy/signer.ts";
import type { TrustSection } from "../policy/table/trust.ts";
import { MAX_SIGSTORE_BUNDLE_BYTES, parseBundle } from "../sigstore/bundle.ts";
import { readIdentity } from "../sigstore/certificate.ts";
import { parseStatement, STATEMENT_V1, type Statement } from "../statement/statement.ts";
import { parseCertificate } from "../trust/x509.ts";
import type { TrustSources } from "./trust-source.ts";
import { type TrustLimits, verifyByRoot } from "./verify-by-root.ts";

/** Whose statements are read. */
export interface StatementTrust {
  readonly signers: readonly PolicySigner[];
  /** The keys that the signers name by their fingerprints. */
  readonly keys: readonly PublicKey[];
  /** For keyless signatures; null where there is none to judge by. */
  readonly roots: TrustSources | null;
  /** What counts as a clock for those, and how old a root may be; default: every clock, `MAX_CLOCK_SKEW_MS`, and any age. */
  readonly time?: Pick<TrustSection, "clocks" | "maxClockSkewMs"> & TrustLimits;
}

/** A statement that somebody of the policy signed. What it says is not judged. */
export interface SignedStatement {
  readonly statement: Statement;
  /** SHA-256 of the payload that was signed. */
  readonly digest: ReturnType<typeof digest>;
  readonly by: SignedBy;
  /** None for a key alone. */
  readonly times: readonly TrustedTime[];
}

/** More bytes than a bundle of either kind has. */
export const MAX_STATEMENT_BUNDLE_BYTES: number = Math.max(
  MAX_BUNDLE_BYTES,
  MAX_SIGSTORE_BUNDLE_BYTES,
);

/**
 * Verifies a bundle that holds a statement of ours, by a key or an identity of the policy.
 * @param source names it in refusals.
 * @throws Refusal `SIGNATURE_KEY_UNKNOWN`, `IDENTITY_MISMATCH` — nobody of the policy signed it.
 * @throws Refusal `TRUST_ROOT_STALE` — the root is older than the policy takes one.
 * @throws Refusal see `parseKeyBundle`, `verifyDsseBundle`, `parseBundle`, `verifyBundle`, `parseStatement`.
 */
export async function readSignedStatement(
  bytes: Uint8Array,
  source: string,
  trust: StatementTrust,
  now: Date,
): Promise<SignedStatement> {
  if (isKeyless(bytes)) return readKeyless(bytes, source, trust, now);
  const bundle = parseKeyBundle(bytes, source, "ours");
  if (bundle.kind !== "dsse") throw notAStatement(source);
  const { payload, signers } = verifyDsseBundle(bundle, trust.keys);
  const fingerprint = signers[0]?.fingerprint ?? "";
  return {
    statement: parseOwn(payload, source),
    digest: digest("sha256", payload),
    by: { kind: "key", fingerprint },
    times: [],
  };
}

/** Which reader it is for; what it is, that reader finds out. */
function isKeyless(bytes: Uint8Array): boolean {
  const text = Buffer.from(bytes);
  return text.includes('"certificate"') || text.includes('"x509CertificateChain"');
}

async function readKeyless(
  bytes: Uint8Array,
  source: string,
  { signers, roots, time }: StatementTrust,
  now: Date,
): Promise<SignedStatement> {
  const bundle = parseBundle(bytes, source);
  const { signer, content } = bundle;
  if (signer.kind !== "certificate" || content.kind !== "dsse") throw notAStatement(source);
  const claimed = readIdentity(parseCertificate(signer.chain[0], source));
  const identity = signers
    .map((one) => findIdentity(one, claimed))
    .find((one) => one !== undefined);
  if (identity === undefined || roots === null)
    throw new Refusal(
      "IDENTITY_MISMATCH",
      `${source}: expected a signer of the policy, found ${claimed.name} (${claimed.issuer})`,
      { expected: "a signer of the policy", found: claimed.name },
    );
  const { payload } = content.envelope;
  const statement = parseOwn(payload, source);
  // Of exactly these bytes is proven that they were signed; what the statement is about is held against the tree elsewhere.
  const artifact = { name: source, digests: statement.subjects[0]?.digests ?? new Map() };
  const expected = { identity, predicateType: statement.predicateType };
  const { evidence } = await verifyByRoot(artifact, bundle, expected, roots, now, time);
  if (evidence.signer.kind !== "certificate") throw notAStatement(source);
  return {
    statement,
    digest: digest("sha256", payload),
    by: { kind: "identity", identity: evidence.signer.identity },
    times: evidence.times.filter(({ kind }) => time?.clocks.includes(kind) ?? true),
  };
}

function parseOwn(payload: Uint8Array, source: string): Statement {
  return parseStatement(payload, { what: source, types: [STATEMENT_V1] });
}

function notAStatement(source: string): Refusal {
  return new Refusal(
    "BUNDLE_UNSUPPORTED",
    `${source}: expected a signed statement, found a signature over bytes`,
    { kind: "a signature over bytes" },
  );
}
