import { quote } from "../bytes/quote.ts";
import { parseRepository } from "../statement/repository.ts";
import type { ExpectedIdentity, PublisherIdentity } from "../trust/identity.ts";
import { isPlainName, PLAIN_NAME } from "../trust/plain-name.ts";

/** Who is expected to have signed, as a command line says it. */
export interface IdentityOptions {
  readonly identity?: string | undefined;
  readonly pattern?: string | undefined;
  readonly issuer?: string | undefined;
  readonly repository?: string | undefined;
  readonly workflow?: string | undefined;
  readonly ref?: string | undefined;
  readonly repositoryId?: string | undefined;
  readonly trigger?: string | undefined;
  readonly runner?: string | undefined;
}

/** What these options can say. */
type SaidIdentity = Exclude<ExpectedIdentity, PublisherIdentity>;

const GITHUB_ISSUER = "https://token.actions.githubusercontent.com";

/**
 * Makes the expected identity of what was said, or says what is missing: a name or a pattern with its issuer, or a
 * workflow with its repository and ref. Nothing is filled in but the issuer of workflows, which is GitHub's.
 * @throws Refusal `REPOSITORY_MALFORMED` — `repository` names none.
 */
export function expectedIdentity(options: IdentityOptions): SaidIdentity | string {
  const { identity, pattern, issuer, workflow } = options;
  const said = [identity, pattern, workflow].filter((one) => one !== undefined);
  const foreign = [identity, pattern, issuer].find((one) => one !== undefined && !isPlainName(one));
  if (foreign !== undefined) return `an identity in ${PLAIN_NAME}, found ${quote(foreign)}`;
  if (said.length > 1) return "one of an identity, a pattern and a workflow, found several";
  if (workflow !== undefined) return workflowIdentity(options, workflow);
  const alone = ["ref", "repositoryId", "trigger", "runner"] as const;
  if (alone.some((name) => options[name] !== undefined))
    return "--workflow with the parts of its identity, found none";
  if (issuer === undefined) return "--certificate-oidc-issuer with an identity, found none";
  if (identity !== undefined) return { kind: "exact", name: identity, issuer };
  if (pattern !== undefined) return { kind: "pattern", pattern, issuer };
  return "--certificate-identity with an issuer, found none";
}

function workflowIdentity(options: IdentityOptions, workflow: string): SaidIdentity | string {
  const { repository, ref, repositoryId, trigger, runner, issuer = GITHUB_ISSUER } = options;
  if (repository === undefined) return "--repository with --workflow, found none";
  if (ref === undefined) return "--ref with --workflow, found none";
  const url = new URL(parseRepository(repository).slice("git+".length));
  return {
    kind: "workflow",
    server: url.origin,
    issuer,
    repository: url.pathname.slice(1),
    workflow,
    ref,
    ...(repositoryId === undefined ? {} : { repositoryId }),
    ...(trigger === undefined ? {} : { trigger }),
    ...(runner === undefined ? {} : { runner }),
  };
}
