import type { Digest } from "../bytes/digest.ts";
import type { PublicKey } from "../key/public-key.ts";
import type { PolicySigner, SignedBy, TrustedTime } from "../policy/signer.ts";
import type { TrustSection } from "../policy/table/trust.ts";
import type { Statement } from "../statement/statement.ts";
import type { TrustSources } from "./trust-source.ts";
import type { TrustLimits } from "./verify-by-root.ts";

/** Whose statements are read. */
export interface StatementTrust {
  readonly signers: readonly PolicySigner[];
  /** The keys that the signers name by their fingerprints. */
  readonly keys: readonly PublicKey[];
  /** For keyless signatures: they, or what loads them when the first is met; null where there is none to judge by. */
  readonly roots: TrustSources | (() => Promise<TrustSources>) | null;
  /** What counts as a clock for those, and how old a root may be; default: every clock, `MAX_CLOCK_SKEW_MS`, and any age. */
  readonly time?: Pick<TrustSection, "clocks" | "maxClockSkewMs"> & TrustLimits;
}

/** Gives the roots of a trust; null where there are none. @throws Refusal see `rootsOfPolicy`. */
export async function rootsOf({
  roots,
}: Pick<StatementTrust, "roots">): Promise<TrustSources | null> {
  return typeof roots === "function" ? roots() : roots;
}

/** A statement that somebody of the policy signed. What it says is not judged. */
export interface SignedStatement {
  readonly statement: Statement;
  /** SHA-256 of the payload that was signed. */
  readonly digest: Digest;
  readonly by: SignedBy;
  /** None for a key alone. */
  readonly times: readonly TrustedTime[];
}
