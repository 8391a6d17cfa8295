import { quoteUpTo } from "../bytes/quote.ts";
import { Refusal } from "../errors.ts";
import { matchesGlob } from "./glob.ts";

/** Workflows of one repository share their first hundred characters and more: a cut would show two as one. */
const LONGEST_SHOWN = 1024;

function quote(text: string): string {
  return quoteUpTo(LONGEST_SHOWN, text);
}

/** Who a certificate says signed. A value of this type was read; whether it was verified, its holder knows. */
export interface Identity {
  /** A URI or an address, as the certificate has it. */
  readonly name: string;
  /** Who vouched for the name: the URL of an OpenID Connect issuer. */
  readonly issuer: string;
  readonly claims: Claims;
}

/** What a certificate says about the run that signed, by Fulcio's names. Absent where it says nothing. */
export type Claims = Readonly<Partial<Record<ClaimName, string>>>;

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
] as const;

export type ClaimName = (typeof CLAIM_NAMES)[number];

/** Whose signature is accepted. There is no form that accepts anybody. */
export type ExpectedIdentity = ExactIdentity | IdentityPattern | WorkflowIdentity;

export interface ExactIdentity {
  readonly kind: "exact";
  readonly name: string;
  readonly issuer: string;
}

export interface IdentityPattern {
  readonly kind: "pattern";
  /** See `matchesGlob`: `*` within a path segment, `**` across; everything else stands for itself. */
  readonly pattern: string;
  readonly issuer: string;
}

/** A workflow of a repository at a ref, by its parts. The signer is the workflow itself, not one that it calls. */
export interface WorkflowIdentity {
  readonly kind: "workflow";
  /** Such as `https://github.com`, without a slash at the end. */
  readonly server: string;
  readonly issuer: string;
  /** Such as `acme/app`. */
  readonly repository: string;
  /** Such as `.github/workflows/release.yml`. */
  readonly workflow: string;
  /** Such as `refs/tags/v1.2.3`. */
  readonly ref: string;
  /** The number that a repository keeps when its name is given to another. */
  readonly repositoryId?: string;
  readonly trigger?: string;
  /** Such as `github-hosted`. */
  readonly runner?: string;
}

/**
 * Checks that an identity is the expected one, to the letter: no case is folded, nothing is a regular expression,
 * and the issuer always counts. Does not check that the identity was certified, nor when.
 *
 * @throws Refusal `IDENTITY_ISSUER_MISMATCH` — another issuer vouched for it.
 * @throws Refusal `IDENTITY_MISMATCH` — another name, or one that does not match the pattern.
 * @throws Refusal `IDENTITY_CLAIM_MISMATCH` — the certificate says another repository, ref, trigger … or nothing about it.
 * @throws Refusal `IDENTITY_PATTERN_MALFORMED` — see `matchesGlob`.
 */
export function checkIdentity(identity: Identity, expected: ExpectedIdentity): void {
  if (identity.issuer !== expected.issuer) {
    throw new Refusal(
      "IDENTITY_ISSUER_MISMATCH",
      `signer: expected an identity of the issuer ${quote(expected.issuer)}, found one of ${quote(identity.issuer)}`,
      { expected: expected.issuer, found: identity.issuer },
    );
  }
  if (!isNamed(identity.name, expected)) {
    const name = describe(expected);
    throw new Refusal(
      "IDENTITY_MISMATCH",
      `signer: expected ${quote(name)}, found ${quote(identity.name)}`,
      { expected: name, found: identity.name },
    );
  }
  if (expected.kind === "workflow") checkClaims(identity.claims, expected);
}

function isNamed(name: string, expected: ExpectedIdentity): boolean {
  return expected.kind === "pattern"
    ? matchesGlob(expected.pattern, name)
    : name === describe(expected);
}

function describe(expected: ExpectedIdentity): string {
  if (expected.kind === "exact") return expected.name;
  if (expected.kind === "pattern") return expected.pattern;
  const { server, repository, workflow, ref } = expected;
  return `${server}/${repository}/${workflow}@${ref}`;
}

function checkClaims(claims: Claims, expected: WorkflowIdentity): void {
  const { server, repository, ref, repositoryId, trigger, runner } = expected;
  // A workflow of the right name can run for another repository that calls it: the source is a claim of its own.
  // Certificates from before 2023 have the older claims only.
  if (claims.sourceRepositoryUri === undefined)
    checkClaim(claims, "githubWorkflowRepository", repository);
  else checkClaim(claims, "sourceRepositoryUri", `${server}/${repository}`);
  checkClaim(
    claims,
    claims.sourceRepositoryRef === undefined ? "githubWorkflowRef" : "sourceRepositoryRef",
    ref,
  );
  if (repositoryId !== undefined) checkClaim(claims, "sourceRepositoryIdentifier", repositoryId);
  if (trigger !== undefined)
    checkClaim(
      claims,
      claims.buildTrigger === undefined ? "githubWorkflowTrigger" : "buildTrigger",
      trigger,
    );
  if (runner !== undefined) checkClaim(claims, "runnerEnvironment", runner);
}

function checkClaim(claims: Claims, claim: ClaimName, expected: string): void {
  const found = claims[claim];
  if (found === expected) return;
  throw new Refusal(
    "IDENTITY_CLAIM_MISMATCH",
    `signer: expected ${claim} ${quote(expected)}, found ${found === undefined ? "nothing" : quote(found)}`,
    { claim, expected, found },
  );
}
