import { digest } from "../bytes/digest.ts";
import { MAX_BUNDLE_BYTES, parseKeyBundle } from "../envelope/bundle.ts";
import { verifyDsseBundle } from "../envelope/bundle-signature.ts";
import { MAX_SIGSTORE_BUNDLE_BYTES } from "../sigstore/bundle-limit.ts";
import { notAStatement, parseOwn } from "./own-statement.ts";
import type { SignedStatement, StatementTrust } from "./statement-trust.ts";

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
  if (isKeyless(bytes)) {
    // Loaded where there is one: it is as much as all the rest.
    const { readKeylessStatement } = await import("./read-keyless-statement.ts");
    return readKeylessStatement(bytes, source, trust, now);
  }
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
