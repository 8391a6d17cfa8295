import { quoteUpTo } from "../bytes/quote.ts";
import { Refusal } from "../errors.ts";

/** Fulcio's names for what it certifies about a run, without the issuer. */
export const CLAIM_NAMES = [
  "githubWorkflowTrigger",
  "githubWorkflowSha",
  "githubWorkflowName",
  "githubWorkflowRepository",
  "githubWorkflowRef",
  "buildSignerUri",
  "buildSignerDigest",
  "runnerEnvironment",
  "sourceRepositoryUri",
  "sourceRepositoryDigest",
  "sourceRepositoryRef",
  "sourceRepositoryIdentifier",
  "sourceRepositoryOwnerUri",
  "sourceRepositoryOwnerIdentifier",
  "buildConfigUri",
  "buildConfigDigest",
  "buildTrigger",
  "runInvocationUri",
  "sourceRepositoryVisibility",
  "deploymentEnvironment",
  "tokenSubject",
] as const;

export type ClaimName = (typeof CLAIM_NAMES)[number];

/** What a certificate says about the run that signed, by Fulcio's names. Absent where it says nothing. */
export type Claims = Readonly<Partial<Record<ClaimName, string>>>;

/**
 * Checks one claim of a certificate, to the letter.
 * @throws Refusal `IDENTITY_CLAIM_MISMATCH` — the certificate says something else, or nothing about it.
 */
export function checkClaim(claims: Claims, claim: ClaimName, expected: string): void {
  const found = claims[claim];
  if (found === expected) return;
  throw claimMismatch(claim, quoteIdentity(expected), expected, found);
}

/** Makes the refusal of a claim. `wanted` says in words what was expected. */
export function claimMismatch(
  claim: ClaimName,
  wanted: string,
  expected: string,
  found: string | undefined,
): Refusal {
  return new Refusal(
    "IDENTITY_CLAIM_MISMATCH",
    `signer: expected ${claim} ${wanted}, found ${found === undefined ? "nothing" : quoteIdentity(found)}`,
    { claim, expected, found },
  );
}

/** Workflows of one repository share their first hundred characters and more: a cut would show two as one. */
const LONGEST_SHOWN = 1024;

/** Quotes a part of an identity, whole. */
export function quoteIdentity(text: string): string {
  return quoteUpTo(LONGEST_SHOWN, text);
}
