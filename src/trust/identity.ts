import { Refusal } from "../errors.ts";
import { type Claims, checkClaim, quoteIdentity as quote } from "./claim.ts";
import { matchesGlob } from "./glob.ts";
import { checkPublisher, type Publisher } from "./publisher.ts";

/** Who a certificate says signed. A value of this type was read; whether it was verified, its holder knows. */
export interface Identity {
  /** A URI or an address, as the certificate has it. */
  readonly name: string;
  /** Who vouched for the name: the URL of an OpenID Connect issuer. */
  readonly issuer: string;
  readonly claims: Claims;
}

/** Whose signature is accepted. There is no form that accepts anybody. */
export type ExpectedIdentity =
  | ExactIdentity
  | IdentityPattern
  | WorkflowIdentity
  | PublisherIdentity;

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
  /** The ref begins so, and may go on, within its last part. */
  readonly isRefPrefix?: boolean;
  /** The number that a repository keeps when its name is given to another. */
  readonly repositoryId?: string;
  readonly trigger?: string;
  /** Such as `github-hosted`. */
  readonly runner?: string;
}

/** A publisher that a package index trusts: by what of its runs stays the same, whatever ref and commit they are of. */
export interface PublisherIdentity {
  readonly kind: "publisher";
  readonly publisher: Publisher;
  readonly issuer: string;
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
  if (expected.kind === "publisher") {
    checkPublisher(identity, expected.publisher);
    return;
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

type NamedIdentity = Exclude<ExpectedIdentity, PublisherIdentity>;

function isNamed(name: string, expected: NamedIdentity): boolean {
  if (expected.kind === "pattern") return matchesGlob(expected.pattern, name);
  const expectedName = nameUpTo(expected);
  // The ref is the last part of a workflow's name.
  return expected.kind === "workflow" && expected.isRefPrefix === true
    ? goesOn(expectedName, name)
    : name === expectedName;
}

function goesOn(beginning: string, text: string): boolean {
  return text.startsWith(beginning) && !text.slice(beginning.length).includes("/");
}

function describe(expected: NamedIdentity): string {
  if (expected.kind === "pattern") return expected.pattern;
  const isPrefix = expected.kind === "workflow" && expected.isRefPrefix === true;
  return `${nameUpTo(expected)}${isPrefix ? "*" : ""}`;
}

function nameUpTo(expected: ExactIdentity | WorkflowIdentity): string {
  if (expected.kind === "exact") return expected.name;
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
  const ofRef =
    claims.sourceRepositoryRef === undefined ? "githubWorkflowRef" : "sourceRepositoryRef";
  if (expected.isRefPrefix !== true) checkClaim(claims, ofRef, ref);
  else if (!goesOn(ref, claims[ofRef] ?? "")) checkClaim(claims, ofRef, `${ref}*`);
  if (repositoryId !== undefined) checkClaim(claims, "sourceRepositoryIdentifier", repositoryId);
  if (trigger !== undefined)
    checkClaim(
      claims,
      claims.buildTrigger === undefined ? "githubWorkflowTrigger" : "buildTrigger",
      trigger,
    );
  if (runner !== undefined) checkClaim(claims, "runnerEnvironment", runner);
}
