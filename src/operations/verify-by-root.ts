import { Refusal } from "../errors.ts";
import type { TrustSection } from "../policy/table/trust.ts";
import type { Bundle } from "../sigstore/bundle.ts";
import { chooseRoot } from "../sigstore/choose-root.ts";
import type { Artifact } from "../sigstore/content.ts";
import { isOfAnotherRoot } from "../sigstore/instance.ts";
import { type Evidence, verifyBundle } from "../sigstore/verify.ts";
import type { ExpectedIdentity } from "../trust/identity.ts";
import { judgeRootAge } from "./root-age.ts";
import { nameTrust, type TrustSource } from "./trust-root-file.ts";
import type { TrustSources } from "./trust-source.ts";

/** Evidence, and the root that it stands on. */
export interface RootedEvidence {
  readonly evidence: Evidence;
  readonly trust: TrustSource;
}

/** What a policy says of evidence and of roots, besides whom it trusts. */
export type TrustLimits = Partial<Pick<TrustSection, "maxClockSkewMs" | "maxRootAgeMs">>;

function checkAge(trust: TrustSource, maxAgeMs: number | undefined, now: Date): void {
  if (maxAgeMs === undefined) return;
  const age = judgeRootAge(trust, maxAgeMs, now);
  if (age?.verdict !== "refused") return;
  const { subject, message, expected = "", found = "", help } = age;
  throw new Refusal(
    "TRUST_ROOT_STALE",
    `${subject}: ${message}`,
    { expected, found },
    help === undefined ? {} : { hint: help },
  );
}

/**
 * Verifies a bundle by the one trust root that it is of. Where none of several is, it is refused by the first, and the
 * refusal names all that were looked at: a bundle is never tried with one root after the other until one takes it.
 * @param limits by how much evidence may be newer than `now`, and how old its root may be; default: `MAX_CLOCK_SKEW_MS`, and any age.
 * @throws Refusal `TRUST_ROOT_STALE` — see `judgeRootAge`.
 * @throws Refusal see `verifyBundle`.
 */
export async function verifyByRoot(
  artifact: Artifact,
  bundle: Bundle,
  expected: { readonly identity: ExpectedIdentity; readonly predicateType: string | null },
  sources: TrustSources,
  now: Date,
  limits?: TrustLimits,
): Promise<RootedEvidence> {
  const { identity, predicateType } = expected;
  const roots = sources.map(({ root }) => root);
  const chosen = sources.length === 1 ? 0 : chooseRoot(bundle, roots);
  const trust = sources[chosen ?? 0] ?? sources[0];
  const expectation = { signer: { kind: "identity", identity }, predicateType } as const;
  try {
    const skew = limits?.maxClockSkewMs;
    const evidence = await verifyBundle(artifact, bundle, expectation, trust.root, now, skew);
    checkAge(trust, limits?.maxRootAgeMs ?? undefined, now);
    return { evidence, trust };
  } catch (error) {
    if (sources.length === 1 || !isOfAnotherRoot(error)) throw error;
    const looked =
      chosen === undefined
        ? `none of the trust roots issued its certificate: looked at ${sources.map(nameTrust).join(", ")}`
        : `judged by ${nameTrust(trust)}, which issued its certificate`;
    const { code, message, details, hint, cause } = error;
    throw new Refusal(code, `${message}; ${looked}`, details, { hint, cause });
  }
}
