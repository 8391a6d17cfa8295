import { type Digest, type DigestAlgorithm, isDigestAlgorithm } from "../bytes/digest.ts";
import { Refusal } from "../errors.ts";
import type { Bundle } from "../sigstore/bundle.ts";
import { digestAlgorithms } from "../sigstore/content.ts";
import { parseSignatures } from "../sigstore/detect.ts";
import type { Evidence } from "../sigstore/verify.ts";
import type { PinnedSigner } from "../tool/pinned.ts";
import type { Claims } from "../trust/identity.ts";
import { formatTime } from "./expiry.ts";
import { judgeClaim } from "./judge-claim.ts";
import type { TrustSources } from "./trust-source.ts";
import { verifyByRoot } from "./verify-by-root.ts";

/** What a signature has to be over. */
export interface SignedAsset {
  readonly name: string;
  /** By SHA-256, SHA-384 and SHA-512. */
  readonly digests: ReadonlyMap<string, string>;
}

/** What a signature turned out to say. */
export interface SignatureFacts {
  /** Who signed, in words. */
  readonly by: string;
  /** What the certificate says of the run; none for a key. */
  readonly claims: Claims;
  /** The first verified time, to the second; null where nobody of the trust root says when. */
  readonly time: string | null;
}

/**
 * Verifies a signature file over a downloaded file by its pinned signer. A statement of provenance counts as one; one
 * that judges something does not.
 * @param what names the signature in refusals.
 * @throws Refusal what the first of its signatures is refused with, where none is by the signer: see `verifyByRoot`, `parseSignatures`.
 */
export async function verifySignature(
  asset: SignedAsset,
  signature: Uint8Array,
  what: string,
  signer: PinnedSigner,
  trust: () => Promise<TrustSources>,
  now: Date,
): Promise<SignatureFacts> {
  if (signer.kind === "key") throw new RangeError("signer: expected an identity, found a key");
  const expected = { identity: signer, predicateType: null };
  let refusal: unknown;
  for (const bundle of parseSignatures(signature, what)) {
    try {
      const artifact = { name: asset.name, digests: digestsFor(asset, bundle) };
      const { evidence } = await verifyByRoot(artifact, bundle, expected, await trust(), now);
      refuseVerdict(asset.name, evidence);
      return factsOf(evidence);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      refusal ??= error;
    }
  }
  throw refusal;
}

function digestsFor(asset: SignedAsset, bundle: Bundle): ReadonlyMap<DigestAlgorithm, Digest> {
  const wanted = new Set<string>(["sha256", ...digestAlgorithms(bundle.content)]);
  return new Map(
    [...asset.digests].flatMap(([algorithm, hex]) =>
      isDigestAlgorithm(algorithm) && wanted.has(algorithm)
        ? [[algorithm, { algorithm, hex }] as const]
        : [],
    ),
  );
}

/** A verdict about a file is signed by whoever judged it, and may be that it is bad. */
function refuseVerdict(name: string, { statement }: Evidence): void {
  if (statement === undefined) return;
  const finding = judgeClaim(name, statement.predicateType);
  if (finding.verdict !== "refused") return;
  throw new Refusal(
    "PREDICATE_TYPE_UNSUPPORTED",
    `${name}: ${finding.message}`,
    { expected: finding.expected ?? "", found: statement.predicateType },
    { hint: finding.help },
  );
}

function factsOf({ signer, times }: Evidence): SignatureFacts {
  const first = times.map(({ time }) => time).sort((a, b) => a - b)[0];
  const time = first === undefined ? null : formatTime(new Date(first));
  if (signer.kind === "key")
    return { by: `key ${signer.key.fingerprint.slice(0, 12)}`, claims: {}, time };
  const { name, issuer, claims } = signer.identity;
  return { by: `${name}, certified for ${issuer}`, claims, time };
}
