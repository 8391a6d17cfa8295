import { digest } from "../bytes/digest.ts";
import { Refusal } from "../errors.ts";
import { findIdentity } from "../policy/signer.ts";
import { parseBundle } from "../sigstore/bundle.ts";
import { readIdentity } from "../sigstore/certificate.ts";
import { parseCertificate } from "../trust/x509.ts";
import { notAStatement, parseOwn } from "./own-statement.ts";
import { rootsOf, type SignedStatement, type StatementTrust } from "./statement-trust.ts";
import { verifyByRoot } from "./verify-by-root.ts";

/**
 * Verifies a bundle that holds a statement of ours, by an identity of the policy.
 * @param source names it in refusals.
 * @throws Refusal `IDENTITY_MISMATCH` — nobody of the policy signed it.
 * @throws Refusal see `parseBundle`, `verifyBundle`, `parseStatement`, `rootsOf`.
 */
export async function readKeylessStatement(
  bytes: Uint8Array,
  source: string,
  trust: StatementTrust,
  now: Date,
): Promise<SignedStatement> {
  const { signers, time } = trust;
  const bundle = parseBundle(bytes, source);
  const { signer, content } = bundle;
  if (signer.kind !== "certificate" || content.kind !== "dsse") throw notAStatement(source);
  const claimed = readIdentity(parseCertificate(signer.chain[0], source));
  const identity = signers
    .map((one) => findIdentity(one, claimed))
    .find((one) => one !== undefined);
  const roots = identity === undefined ? null : await rootsOf(trust);
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
