import { type Digest, parseDigest } from "../bytes/digest.ts";
import { Refusal } from "../errors.ts";
import { type ApprovedChange, approveChange } from "./approve-change.ts";
import { parseExpiry } from "./expiry.ts";
import type { Review } from "./open-review.ts";
import type { StatementSigner } from "./sign-statement.ts";

/** What a person says, as they type it. */
export interface ApproveWord {
  readonly decision: "approve" | "reject";
  readonly reviewer: string;
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
  return approveChange({
    root: review.root,
    state: review.state,
    word: { ...word, policy: null, expires, supersedes, now },
    signer,
  });
}
