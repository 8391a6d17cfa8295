import { type Digest, parseDigest } from "../bytes/digest.ts";
import { Refusal } from "../errors.ts";
import type { SignedBy } from "../policy/signer.ts";
import { type ApprovedChange, approveChange } from "./approve-change.ts";
import { parseExpiry } from "./expiry.ts";
import { findApprover } from "./judging-policy.ts";
import type { Review } from "./open-review.ts";
import type { StatementSigner } from "./sign-statement.ts";

/** What a person says, as they type it. */
export interface ApproveWord {
  readonly decision: "approve" | "reject";
  /** The name that the policy gives the person; undefined to find it by the key or identity. */
  readonly reviewer: string | undefined;
  readonly notes: string;
  readonly emergency: { readonly reason: string; readonly advisory: string } | null;
  /** A span or a time, see `parseExpiry`; undefined for 30 days, of an emergency 72 hours. */
  readonly expires: string | undefined;
  /** Digests in hex, of earlier words of the same person. */
  readonly supersedes: readonly string[];
}

/**
 * Signs what was shown, and nothing else: the review holds the values that its lines were made of.
 * @throws Refusal `EXPIRY_MALFORMED` — the end is none, or has passed.
 * @throws Refusal `DIGEST_MALFORMED` — what is to be superseded is not named by its SHA-256.
 * @throws Refusal see `approveChange`.
 */
export function approve(
  review: Review,
  word: ApproveWord,
  signer: StatementSigner,
  now: Date,
): Promise<ApprovedChange> {
  const given = word.expires ?? (word.emergency === null ? "30d" : "72h");
  const expires = parseExpiry(given, now);
  if (expires === undefined)
    throw new Refusal(
      "EXPIRY_MALFORMED",
      `expires: expected 90d, 12h, 2w or a time to come such as 2027-01-31T00:00:00Z, found ${JSON.stringify(given)}`,
      { found: given },
    );
  const supersedes = word.supersedes.map(
    (hex): Digest => parseDigest("sha256", hex.replace(/^sha256:/, "")),
  );
  const policy = review.policy?.closure.digest ?? null;
  const reviewer = nameReviewer(review, word.reviewer, signer);
  return approveChange({
    root: review.root,
    state: review.state,
    word: { ...word, reviewer, policy, expires, supersedes, now },
    signer,
  });
}

/**
 * Finds who signs, by the policy that judges the change; where there is none, by the person's own word.
 * @throws Refusal `APPROVER_UNKNOWN` — see `findApprover`; nobody says who signs.
 */
export function nameReviewer(
  { policy, state }: Review,
  given: string | undefined,
  signer: StatementSigner,
): string {
  if (policy !== undefined) return findApprover(policy, signedBy(signer), given);
  if (given !== undefined) return given;
  throw new Refusal(
    "APPROVER_UNKNOWN",
    `${state.path}: expected the name of who signs, found none, and no policy that would tell`,
    { found: "none" },
    { hint: "say who signs: --as alice" },
  );
}

/** An address is certified as it is; whatever else a token is of is a machine's. */
function signedBy(signer: StatementSigner): SignedBy {
  if (signer.kind === "key") return { kind: "key", fingerprint: signer.key.publicKey.fingerprint };
  const { subject: name, issuer } = signer.token;
  return { kind: "identity", identity: { name, issuer, claims: {} } };
}
