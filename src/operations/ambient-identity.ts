import { type JsonObject, parseJson } from "../bytes/json.ts";
import { asObject, asString } from "../bytes/json-shape.ts";
import { quote } from "../bytes/quote.ts";
import { Refusal } from "../errors.ts";
import type { HttpClient } from "../io/http.ts";
import { type IdentityToken, parseIdentityToken } from "../sigstore/identity-token.ts";

/** Where to look for a token. */
export interface IdentitySources {
  /** A token that the user gives; looked at before anything else. */
  readonly given: string | undefined;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly http: HttpClient;
  /** Runs a program and gives what it writes. */
  readonly run: (program: string, args: readonly string[]) => Promise<string>;
  /** Tells whether this machine is one of Google's cloud, where a metadata service answers. */
  readonly isGoogleCloud: () => boolean;
  readonly now: Date;
}

/** A token, and who gave it. */
export interface FoundIdentity {
  readonly provider: string;
  readonly token: IdentityToken;
}

/** One place to get a token from. */
interface Provider {
  readonly name: string;
  /** Undefined where this is not the place; a Refusal where it is, and gives none. */
  readonly fetchToken: (sources: IdentitySources, audience: string) => Promise<string | undefined>;
}

/** Tokens have some kilobytes. */
const MAX_ANSWER_BYTES = 65_536;

const METADATA =
  "http://metadata.google.internal/computeMetadata/v1/instance/service-accounts/default";

/** In the order in which they are asked: what the user says, then whose build this is, then whose machine. */
const PROVIDERS: readonly Provider[] = [
  { name: "--identity-token", fetchToken: async ({ given }) => given },
  {
    name: "SIGSTORE_ID_TOKEN",
    // GitLab puts the tokens that a job asks for under names of the job's choosing; this one is agreed upon.
    fetchToken: async ({ env }) => env.SIGSTORE_ID_TOKEN || undefined,
  },
  { name: "GitHub Actions", fetchToken: fetchFromGitHub },
  {
    name: "GitLab",
    fetchToken: async ({ env }) =>
      env.GITLAB_CI === undefined
        ? undefined
        : unavailable(
            "GitLab",
            "SIGSTORE_ID_TOKEN",
            "add to the job: id_tokens: { SIGSTORE_ID_TOKEN: { aud: sigstore } }",
          ),
  },
  {
    name: "Buildkite",
    fetchToken: async ({ env, run }, audience) =>
      env.BUILDKITE === "true"
        ? run("buildkite-agent", ["oidc", "request-token", "--audience", audience])
        : undefined,
  },
  {
    name: "CircleCI",
    // CIRCLE_OIDC_TOKEN_V2 is there without asking, but made out to the organisation, which no authority takes.
    fetchToken: async ({ env, run }, audience) =>
      env.CIRCLECI === "true"
        ? run("circleci", ["run", "oidc", "get", "--claims", JSON.stringify({ aud: audience })])
        : undefined,
  },
  { name: "Google Cloud", fetchToken: fetchFromGoogle },
];

/**
 * Finds a token that says who signs: the given one, else that of the build service or the machine that this runs on.
 * The first place that is one decides: where a build service gives no token, no other is asked, for the signature would
 * be somebody else's. Reads the claims and refuses early what the authority would refuse; does not verify the token.
 *
 * @param audience whom the token has to be made out to.
 * @returns undefined when this is no such place, and a person has to log in.
 * @throws Refusal `IDENTITY_TOKEN_MISSING` — a build service that was not asked for a token in the job's configuration, or refuses one.
 * @throws Refusal `IDENTITY_TOKEN_MALFORMED`, `IDENTITY_TOKEN_AUDIENCE`, `IDENTITY_TOKEN_NOT_VALID` — see `parseIdentityToken`.
 * @throws Refusal what `http` and `run` throw.
 */
export async function findIdentity(
  sources: IdentitySources,
  audience: string,
): Promise<FoundIdentity | undefined> {
  for (const { name, fetchToken } of PROVIDERS) {
    const text = await fetchToken(sources, audience);
    if (text === undefined) continue;
    const token = parseIdentityToken(text.trim(), `token of ${name}`, audience, sources.now);
    return { provider: name, token };
  }
  return undefined;
}

/** @see https://docs.github.com/en/actions/reference/security/oidc */
async function fetchFromGitHub(
  { env, http }: IdentitySources,
  audience: string,
): Promise<string | undefined> {
  if (env.GITHUB_ACTIONS !== "true") return undefined;
  const name = "GitHub Actions";
  const { ACTIONS_ID_TOKEN_REQUEST_URL: base, ACTIONS_ID_TOKEN_REQUEST_TOKEN: secret } = env;
  const hint = "add to the job: permissions: { id-token: write }";
  if (!base || !secret) return unavailable(name, "ACTIONS_ID_TOKEN_REQUEST_URL", hint);
  // The secret goes there, with which anybody could be this job.
  if (URL.parse(base)?.protocol !== "https:")
    return unavailable(name, "an https URL", hint, quote(base));
  const url = new URL(base);
  url.searchParams.set("audience", audience);
  const headers = { authorization: `Bearer ${secret}`, accept: "application/json" };
  const answer = await getText(http, name, url.href, headers, hint);
  return field(name, answer, "value");
}

/** @see https://cloud.google.com/compute/docs/instances/verifying-instance-identity */
async function fetchFromGoogle(
  { env, http, isGoogleCloud }: IdentitySources,
  audience: string,
): Promise<string | undefined> {
  const account = env.GOOGLE_SERVICE_ACCOUNT_NAME;
  if (!account && !isGoogleCloud()) return undefined;
  const name = "Google Cloud";
  const metadata = { "metadata-flavor": "Google" };
  const hint = "give the machine a service account that may make identity tokens";
  const quoted = encodeURIComponent(audience);
  if (!account) {
    const url = `${METADATA}/identity?audience=${quoted}&format=full`;
    return (await getText(http, name, url, metadata, hint)).toString();
  }
  // Tokens of a service account that another may act for: with the right to, from the machine's own account.
  const access = await getText(http, name, `${METADATA}/token`, metadata, hint);
  const answer = await http({
    method: "POST",
    url: `https://iamcredentials.googleapis.com/v1/projects/-/serviceAccounts/${encodeURIComponent(account)}:generateIdToken`,
    headers: {
      authorization: `Bearer ${field(name, access, "access_token")}`,
      "content-type": "application/json",
    },
    body: Buffer.from(JSON.stringify({ audience, includeEmail: true })),
    maxBytes: MAX_ANSWER_BYTES,
  });
  if (answer.status !== 200) return unavailable(name, "status 200", hint, `${answer.status}`);
  return field(name, Buffer.from(answer.body), "token");
}

async function getText(
  http: HttpClient,
  name: string,
  url: string,
  headers: Readonly<Record<string, string>>,
  hint: string,
): Promise<Buffer> {
  const answer = await http({ method: "GET", url, headers, maxBytes: MAX_ANSWER_BYTES });
  if (answer.status === 200) return Buffer.from(answer.body);
  return unavailable(name, "status 200", hint, `${answer.status}`);
}

function field(name: string, bytes: Uint8Array, key: string): string {
  // What is missing is told without what is there: it may be a secret.
  const fail = (): never => unavailable(name, `JSON with ${key}`, undefined, "another answer");
  let object: JsonObject;
  try {
    object = asObject(parseJson(bytes, { what: name, maxBytes: MAX_ANSWER_BYTES }), "", fail);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return fail();
  }
  return asString(object[key], key, fail);
}

function unavailable(provider: string, expected: string, hint?: string, found = "none"): never {
  throw new Refusal(
    "IDENTITY_TOKEN_MISSING",
    `${provider}: expected ${expected} for an identity token, found ${found}`,
    { provider },
    { hint },
  );
}
