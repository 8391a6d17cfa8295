import { createHttpClient, type HttpClient } from "../io/http.ts";
import { readClaim } from "../sigstore/identity-token.ts";
import { findIdentity } from "./ambient-identity.ts";
import type { Variables } from "./build-variables.ts";

/** Not Sigstore: nobody can get a certificate with a token that is for us alone. */
const AUDIENCE = "lockseal-provenance";

const WORKFLOW = /^[A-Za-z0-9._-]+\/[A-Za-z0-9._-]+\/[!-~]+@[!-~]+$/;

/**
 * Asks GitHub which workflow the job is in: a job of a reusable workflow sees its caller in every variable, and only the identity
 * token says whose steps these are.
 *
 * @returns null where the job may not ask.
 * @throws Refusal `IDENTITY_TOKEN_MISSING`, `NETWORK_…` — see `findIdentity`.
 */
export async function findJobWorkflow(
  env: Variables,
  now: Date,
  http: HttpClient = createHttpClient({ env }),
): Promise<string | null> {
  const { ACTIONS_ID_TOKEN_REQUEST_URL: url, ACTIONS_ID_TOKEN_REQUEST_TOKEN: token } = env;
  if (!url || !token) return null;
  const github = {
    GITHUB_ACTIONS: "true",
    ACTIONS_ID_TOKEN_REQUEST_URL: url,
    ACTIONS_ID_TOKEN_REQUEST_TOKEN: token,
  };
  const nobody = { run: async () => "", isGoogleCloud: () => false };
  const sources = { given: undefined, env: github, http, ...nobody, now };
  const found = await findIdentity(sources, AUDIENCE);
  const workflow = found === undefined ? undefined : readClaim(found.token, "job_workflow_ref");
  return workflow !== undefined && WORKFLOW.test(workflow) ? workflow : null;
}
