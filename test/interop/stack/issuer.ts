import { generateKeyPairSync, sign } from "node:crypto";
import { type Service, serve } from "./service.ts";

/** An issuer of OpenID Connect that vouches for whatever it is told to. */
export interface Issuer extends Service {
  /** Makes a token with these claims beside its own. */
  token(claims: Readonly<Record<string, unknown>>): string;
}

const LIFETIME_S = 600;

/** Starts an issuer with a discovery document and one key of RSA, which is what every client takes. */
export async function startIssuer(): Promise<Issuer> {
  const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const jwk = { ...publicKey.export({ format: "jwk" }), kid: "1", alg: "RS256", use: "sig" };
  const service = await serve((path, _body, url) => {
    if (path === "/keys") return { body: JSON.stringify({ keys: [jwk] }) };
    if (path !== "/.well-known/openid-configuration") return undefined;
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
  });
  const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString("base64url");
  return {
    ...service,
    token(claims) {
      const iat = Math.floor(Date.now() / 1000);
      const own = { iss: service.url, aud: "sigstore", iat, nbf: iat, exp: iat + LIFETIME_S };
      const signed = `${part({ alg: "RS256", kid: "1", typ: "JWT" })}.${part({ ...own, ...claims })}`;
      return `${signed}.${sign("sha256", Buffer.from(signed), privateKey).toString("base64url")}`;
    },
  };
}
