import { Refusal } from "../errors.ts";
import { type Claims, checkClaim, claimMismatch, quoteIdentity } from "./claim.ts";

/**
 * Whom a package index lets publish without a password: a project's own builds, or a service account. Compared by parts,
 * to the letter.
 */
export type Publisher = GitHubPublisher | GitLabPublisher | GooglePublisher | ActiveStatePublisher;

export interface GitHubPublisher {
  readonly kind: "github";
  /** Such as `acme/app`. */
  readonly repository: string;
  /** The name of the file below `.github/workflows/`. */
  readonly workflow: string;
  /** What deployment environment the run was of; undefined where any will do, or none. */
  readonly environment?: string;
}

export interface GitLabPublisher {
  readonly kind: "gitlab";
  /** Such as `acme/tools/app`. */
  readonly repository: string;
  /** Such as `.gitlab-ci.yml`. */
  readonly workflow: string;
  readonly environment?: string;
}

export interface GooglePublisher {
  readonly kind: "google";
  /** Of a service account. */
  readonly email: string;
}

export interface ActiveStatePublisher {
  readonly kind: "activestate";
  readonly organization: string;
  readonly project: string;
}

/** Who vouches for the publishers of each kind. */
const ISSUERS: Readonly<Record<Publisher["kind"], string>> = {
  github: "https://token.actions.githubusercontent.com",
  gitlab: "https://gitlab.com",
  google: "https://accounts.google.com",
  activestate: "https://platform.activestate.com/api/v1/oauth/oidc",
};

const FORMS: Readonly<Record<Publisher["kind"], string>> = {
  github: "github:OWNER/REPO/WORKFLOW.yml or github:OWNER/REPO/WORKFLOW.yml@ENVIRONMENT",
  gitlab: "gitlab:GROUP/PROJECT//PATH.yml or gitlab:GROUP/PROJECT//PATH.yml@ENVIRONMENT",
  google: "google:ACCOUNT@PROJECT.iam.gserviceaccount.com",
  activestate: "activestate:ORGANIZATION/PROJECT",
};

const GITHUB = /^([A-Za-z0-9-]+\/[A-Za-z0-9._-]+)\/([A-Za-z0-9._ +-]+\.ya?ml)(?:@([!-~ ]+))?$/;
const GITLAB =
  /^([A-Za-z0-9._-]+(?:\/[A-Za-z0-9._-]+)+)\/\/([A-Za-z0-9._ +-]+(?:\/[A-Za-z0-9._ +-]+)*\.ya?ml)(?:@([!-~ ]+))?$/;
const GOOGLE = /^[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+$/;
const ACTIVESTATE = /^([A-Za-z0-9][A-Za-z0-9_.-]*)\/([A-Za-z0-9][A-Za-z0-9_.-]*)$/;

/** Who vouches for a publisher: the URL of an OpenID Connect issuer. */
export function issuerOfPublisher({ kind }: Publisher): string {
  return ISSUERS[kind];
}

/**
 * Reads a publisher as a user writes it: `github:acme/app/release.yml`, `github:acme/app/release.yml@production`,
 * `gitlab:acme/tools/app//.gitlab-ci.yml`, `google:NAME@PROJECT.iam.gserviceaccount.com`, `activestate:acme/app`. ASCII
 * alone, for letters of other alphabets look the same and are not.
 *
 * @throws Refusal `PUBLISHER_MALFORMED`
 */
export function parsePublisher(text: string): Publisher {
  const kind = (Object.keys(FORMS) as Publisher["kind"][]).find((one) =>
    text.startsWith(`${one}:`),
  );
  if (kind === undefined) throw malformed(text, Object.values(FORMS).join("; "));
  const rest = text.slice(kind.length + 1);
  const [match, first = "", second = "", environment] = patternOf(kind).exec(rest) ?? [];
  if (match === undefined || /(?:^|\/)\.{1,2}(?:\/|$)/.test(`${first}/${second}`))
    throw malformed(text, FORMS[kind]);
  if (kind === "google") return { kind, email: match };
  if (kind === "activestate") return { kind, organization: first, project: second };
  return {
    kind,
    repository: first,
    workflow: second,
    ...(environment === undefined ? {} : { environment }),
  };
}

function patternOf(kind: Publisher["kind"]): RegExp {
  return { github: GITHUB, gitlab: GITLAB, google: GOOGLE, activestate: ACTIVESTATE }[kind];
}

/** Writes a publisher as `parsePublisher` reads it. */
export function formatPublisher(publisher: Publisher): string {
  const { kind } = publisher;
  if (kind === "google") return `google:${publisher.email}`;
  if (kind === "activestate") return `activestate:${publisher.organization}/${publisher.project}`;
  const { repository, workflow, environment } = publisher;
  const slashes = kind === "gitlab" ? "//" : "/";
  const end = environment === undefined ? "" : `@${environment}`;
  return `${kind}:${repository}${slashes}${workflow}${end}`;
}

/**
 * Reads which publisher a certificate is of, without its environment, which older certificates do not tell. Verifies nothing.
 * @returns undefined for one that is of none, such as a person's.
 */
export function publisherOf(
  identity: CertifiedName & { readonly issuer: string },
): Publisher | undefined {
  const kinds = Object.keys(ISSUERS) as Publisher["kind"][];
  const kind = kinds.find((one) => ISSUERS[one] === identity.issuer);
  const text = kind === undefined ? undefined : textOf(kind, identity);
  if (text === undefined) return undefined;
  try {
    const publisher = parsePublisher(`${kind}:${text}`);
    checkPublisher(identity, publisher);
    return publisher;
  } catch (error) {
    if (error instanceof Refusal) return undefined;
    throw error;
  }
}

function textOf(kind: Publisher["kind"], { name, claims }: CertifiedName): string | undefined {
  const { sourceRepositoryUri = "", buildConfigUri = "", tokenSubject = "" } = claims;
  if (kind === "google") return name;
  if (kind === "activestate") {
    const [, organization = "", , project = ""] = tokenSubject.split(":");
    return `${organization}/${project}`;
  }
  const server = kind === "github" ? "https://github.com/" : "https://gitlab.com/";
  const prefix = kind === "github" ? "/.github/workflows/" : "//";
  const start = `${sourceRepositoryUri}${prefix}`;
  if (!sourceRepositoryUri.startsWith(server) || !buildConfigUri.startsWith(start))
    return undefined;
  const [workflow = ""] = buildConfigUri.slice(start.length).split("@");
  const repository = sourceRepositoryUri.slice(server.length);
  return `${repository}${kind === "github" ? "/" : "//"}${workflow}`;
}

/** What of a certificate tells a publisher. */
interface CertifiedName {
  readonly name: string;
  readonly claims: Claims;
}

/**
 * Checks that a certificate is of a publisher, whatever ref and commit it ran for. The issuer was compared before. Of a
 * workflow that calls another, the one that was started counts, as indexes have it; which one signed, the name tells.
 *
 * @throws Refusal `IDENTITY_MISMATCH`, `IDENTITY_CLAIM_MISMATCH` — it is of another, or does not say.
 * @see https://peps.python.org/pep-0740/#attestation-verification
 */
export function checkPublisher({ name, claims }: CertifiedName, publisher: Publisher): void {
  switch (publisher.kind) {
    case "github":
      checkBuild(claims, `https://github.com/${publisher.repository}`, publisher.repository, {
        prefix: "/.github/workflows/",
        ...publisher,
      });
      return;
    case "gitlab":
      checkBuild(claims, `https://gitlab.com/${publisher.repository}`, publisher.repository, {
        prefix: "//",
        ...publisher,
      });
      return;
    case "google":
      if (name !== publisher.email) throw nameMismatch(publisher.email, name);
      return;
    case "activestate":
      checkSubject(claims, `org:${publisher.organization}:project:${publisher.project}`);
  }
}

interface Build {
  readonly prefix: string;
  readonly workflow: string;
  readonly environment?: string;
}

function checkBuild(
  claims: Claims,
  source: string,
  repository: string,
  { prefix, workflow, environment }: Build,
): void {
  checkClaim(claims, "sourceRepositoryUri", source);
  // A publisher has no ref: the one that the certificate says is taken out of what it says, and of nothing else.
  const { sourceRepositoryRef, sourceRepositoryDigest, buildConfigUri } = claims;
  const refs = [sourceRepositoryRef, sourceRepositoryDigest].filter((one) => one !== undefined);
  const wanted = `${source}${prefix}${workflow}@`;
  if (!refs.some((ref) => buildConfigUri === `${wanted}${ref}`))
    throw claimMismatch(
      "buildConfigUri",
      `${quoteIdentity(wanted)} with the certificate's ref or commit`,
      `${repository} ${workflow}`,
      buildConfigUri,
    );
  if (environment !== undefined) checkClaim(claims, "deploymentEnvironment", environment);
}

/** More parts may follow, such as an ingredient of the project. */
function checkSubject({ tokenSubject }: Claims, expected: string): void {
  if (tokenSubject?.split(":").slice(0, 4).join(":") === expected) return;
  throw claimMismatch("tokenSubject", quoteIdentity(expected), expected, tokenSubject);
}

function nameMismatch(expected: string, found: string): Refusal {
  return new Refusal(
    "IDENTITY_MISMATCH",
    `signer: expected ${quoteIdentity(expected)}, found ${quoteIdentity(found)}`,
    { expected, found },
  );
}

function malformed(text: string, form: string): Refusal {
  return new Refusal(
    "PUBLISHER_MALFORMED",
    `publisher: expected ${form}, found ${quoteIdentity(text.slice(0, 256))}`,
    { found: text.slice(0, 256) },
    { hint: "name the publisher as the index shows it beside the file: --publisher KIND:NAME" },
  );
}
