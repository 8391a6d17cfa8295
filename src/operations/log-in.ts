import { createHash, randomBytes } from "node:crypto";
import { type JsonObject, parseJson } from "../bytes/json.ts";
import { asObject } from "../bytes/json-shape.ts";
import { quote } from "../bytes/quote.ts";
import { Refusal } from "../errors.ts";
import type { HttpClient } from "../io/http.ts";
import { openRedirect } from "../io/redirect.ts";
import { type IdentityToken, parseIdentityToken } from "../sigstore/identity-token.ts";

/** Where a person logs in, and how they get there. */
export interface LogInOptions {
  /** Of an OpenID Connect issuer, without a slash at the end. */
  readonly issuer: string;
  /** What the issuer knows this program as, and whom the token is made out to. */
  readonly clientId: string;
  readonly http: HttpClient;
  /** Shows a page to the person: opens a browser, or prints the address. */
  readonly show: (url: string) => void;
  readonly clock: () => Date;
  readonly timeoutMs?: number;
}

/** Time to find a password, and a second factor. */
export const DEFAULT_LOG_IN_MS: number = 5 * 60_000;

const MAX_ANSWER_BYTES = 65_536;

/**
 * Has a person log in with a browser on this machine, and gives the token that the issuer makes out. The answer comes to
 * a port that is open for this one answer; state, nonce and a secret that never leaves this program tie it to the
 * question. Does not verify the token: that is the certificate authority's part.
 *
 * @throws Refusal `LOG_IN_FAILED` — the issuer says no or nothing, what it says is for another question, or nobody came in time.
 * @throws Refusal `IDENTITY_TOKEN_MALFORMED`, `IDENTITY_TOKEN_AUDIENCE`, `IDENTITY_TOKEN_NOT_VALID` — see `parseIdentityToken`.
 * @throws Refusal what `http` throws.
 * @see https://www.rfc-editor.org/rfc/rfc8252 OAuth for programs on a person's machine
 * @see https://www.rfc-editor.org/rfc/rfc7636 the secret (PKCE)
 */
export async function logIn(options: LogInOptions): Promise<IdentityToken> {
  const { issuer, clientId, http, show, clock, timeoutMs = DEFAULT_LOG_IN_MS } = options;
  const places = await discover(http, issuer);
  const [state, nonce, verifier] = [secret(), secret(), secret()];
  const redirect = await openRedirect({
    timeoutMs,
    accepts: (parameters) => parameters.get("state") === state,
  });
  try {
    const page = new URL(places.authorization);
    const question = {
      response_type: "code",
      client_id: clientId,
      redirect_uri: redirect.url,
      scope: "openid email",
      state,
      nonce,
      code_challenge: createHash("sha256").update(verifier).digest("base64url"),
      code_challenge_method: "S256",
    };
    for (const [name, value] of Object.entries(question)) page.searchParams.set(name, value);
    show(page.href);
    const answer = await redirect.received;
    if (answer === undefined) throw failed(issuer, `somebody within ${timeoutMs} ms`, "nobody");
    const code = answer.get("code");
    if (code === null) throw failed(issuer, "a code", quote(answer.get("error") ?? "none"));
    const exchange = { code, verifier, clientId, redirectUrl: redirect.url };
    const text = await redeem(http, issuer, places.token, exchange);
    const token = parseIdentityToken(text, `token of ${issuer}`, clientId, clock());
    if (token.issuer !== issuer) throw failed(issuer, "a token of its own", quote(token.issuer));
    // OpenID Connect Core §3.1.3.7, step 11: another question's token would sign with another's name.
    if (token.nonce !== nonce) throw failed(issuer, "a token for this question", "another");
    return token;
  } finally {
    redirect.close();
  }
}

/** @see https://openid.net/specs/openid-connect-discovery-1_0.html#ProviderConfig */
async function discover(
  http: HttpClient,
  issuer: string,
): Promise<{ readonly authorization: string; readonly token: string }> {
  const url = `${issuer}/.well-known/openid-configuration`;
  const headers = { accept: "application/json" };
  const answer = await http({ method: "GET", url, headers, maxBytes: MAX_ANSWER_BYTES });
  const found = readObject(issuer, answer.status, answer.body);
  if (found.issuer !== issuer) throw failed(issuer, "its own configuration", "that of another");
  return {
    authorization: placeOf(issuer, found, "authorization_endpoint"),
    token: placeOf(issuer, found, "token_endpoint"),
  };
}

function placeOf(issuer: string, found: JsonObject, name: string): string {
  const value = found[name];
  const url = typeof value === "string" ? URL.parse(value) : null;
  // As protected as the issuer itself: one on this machine, for tests, may have the rest there too.
  const isProtected =
    url?.protocol === "https:" || (url !== null && url.origin === new URL(issuer).origin);
  if (typeof value === "string" && isProtected) return value;
  throw failed(
    issuer,
    `an https URL as ${name}`,
    typeof value === "string" ? quote(value) : "none",
  );
}

/** Gives a code for a token. */
async function redeem(
  http: HttpClient,
  issuer: string,
  url: string,
  exchange: {
    readonly code: string;
    readonly verifier: string;
    readonly clientId: string;
    readonly redirectUrl: string;
  },
): Promise<string> {
  const body = new URLSearchParams({
    grant_type: "authorization_code",
    code: exchange.code,
    redirect_uri: exchange.redirectUrl,
    client_id: exchange.clientId,
    code_verifier: exchange.verifier,
  });
  const answer = await http({
    method: "POST",
    url,
    headers: { "content-type": "application/x-www-form-urlencoded", accept: "application/json" },
    body: Buffer.from(body.toString()),
    maxBytes: MAX_ANSWER_BYTES,
  });
  const { id_token } = readObject(issuer, answer.status, answer.body);
  if (typeof id_token === "string") return id_token;
  throw failed(issuer, "an identity token", "none");
}

/** What is there may be a secret: told is only what is not. */
function readObject(issuer: string, status: number, body: Uint8Array): JsonObject {
  if (status !== 200) throw failed(issuer, "status 200", `${status}`);
  const fail = (): never => {
    throw failed(issuer, "a JSON object", "another answer");
  };
  try {
    return asObject(parseJson(body, { what: issuer, maxBytes: MAX_ANSWER_BYTES }), "", fail);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    throw failed(issuer, "a JSON object", "another answer");
  }
}

function secret(): string {
  return randomBytes(32).toString("base64url");
}

function failed(issuer: string, expected: string, found: string): Refusal {
  return new Refusal("LOG_IN_FAILED", `${issuer}: expected ${expected}, found ${found}`, {
    issuer,
  });
}
