import { createHash, generateKeyPairSync, randomBytes, sign } from "node:crypto";
import { type Answer, type Service, serve } from "./service.ts";

/** An issuer of OpenID Connect that vouches for whatever it is told to, and for whoever comes to log in. */
export interface Issuer extends Service {
  /** Makes a token with these claims beside its own. */
  token(claims: Readonly<Record<string, unknown>>): string;
}

const LIFETIME_S = 600;

/** What somebody came to log in with (RFC 6749 §4.1.1, RFC 7636 §4.3). */
type Question = ReadonlyMap<string, string>;

/**
 * Starts an issuer with a discovery document and one key of RSA, which is what every client takes.
 * @param person what it says of whoever logs in: it asks nobody for a password.
 */
export async function startIssuer(person: Readonly<Record<string, unknown>> = {}): Promise<Issuer> {
  const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const jwk = { ...publicKey.export({ format: "jwk" }), kid: "1", alg: "RS256", use: "sig" };
  const questions = new Map<string, Question>();
  const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString("base64url");
  const tokenOf = (url: string, claims: Readonly<Record<string, unknown>>): string => {
    const iat = Math.floor(Date.now() / 1000);
    const own = { iss: url, aud: "sigstore", iat, nbf: iat, exp: iat + LIFETIME_S };
    const signed = `${part({ alg: "RS256", kid: "1", typ: "JWT" })}.${part({ ...own, ...claims })}`;
    return `${signed}.${sign("sha256", Buffer.from(signed), privateKey).toString("base64url")}`;
  };
  const service = await serve((path, body, url) => {
    if (path === "/keys") return { body: JSON.stringify({ keys: [jwk] }) };
    if (path === "/.well-known/openid-configuration") return discovery(url);
    if (path.startsWith("/auth?")) return sendBack(new URL(path, url), questions);
    if (path !== "/token") return undefined;
    const { nonce, aud } = redeem(new URLSearchParams(body.toString()), questions);
    return { body: JSON.stringify({ id_token: tokenOf(url, { ...person, nonce, aud }) }) };
  });
  return { ...service, token: (claims) => tokenOf(service.url, claims) };
}

function discovery(url: string): Answer {
  const document = {
    issuer: url,
    authorization_endpoint: `${url}/auth`,
    token_endpoint: `${url}/token`,
    jwks_uri: `${url}/keys`,
    response_types_supported: ["code"],
    subject_types_supported: ["public"],
    id_token_signing_alg_values_supported: ["RS256"],
  };
  return { body: JSON.stringify(document) };
}

/** Logs in at once, and sends the browser back with a code. */
function sendBack(page: URL, questions: Map<string, Question>): Answer {
  const question = new Map(page.searchParams);
  const back = new URL(demand(question, "redirect_uri"));
  const code = randomBytes(16).toString("hex");
  questions.set(code, question);
  back.searchParams.set("code", code);
  back.searchParams.set("state", demand(question, "state"));
  return { status: 302, body: "", headers: { location: back.href } };
}

/** Takes a code once, from who asked for it: that is who knows what the challenge is the digest of. */
function redeem(form: URLSearchParams, questions: Map<string, Question>) {
  const answer = new Map(form);
  const code = demand(answer, "code");
  const question = questions.get(code);
  if (question === undefined)
    throw new Error("code: expected one that was given out, found another");
  questions.delete(code);
  const challenge = createHash("sha256")
    .update(demand(answer, "code_verifier"))
    .digest("base64url");
  for (const [name, expected, found] of [
    ["code_challenge_method", "S256", question.get("code_challenge_method")],
    ["code_verifier", question.get("code_challenge"), challenge],
    ["redirect_uri", question.get("redirect_uri"), answer.get("redirect_uri")],
    ["client_id", question.get("client_id"), answer.get("client_id")],
  ]) {
    if (expected !== found) throw new Error(`${name}: expected ${expected}, found ${found}`);
  }
  return { nonce: demand(question, "nonce"), aud: demand(question, "client_id") };
}

function demand(fields: Question, name: string): string {
  const value = fields.get(name);
  if (value === undefined) throw new Error(`${name}: expected it, found none`);
  return value;
}
