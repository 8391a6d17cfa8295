import type { SignedBundle, SigningContent } from "../sigstore/sign.ts";
import type { SigningConfig } from "../sigstore/signing-config.ts";
import type { TrustRoot } from "../trust/trust-root.ts";

/** What to sign with, and what the result has to stand up to. */
export interface SignBundleOptions {
  /** Of OpenID Connect, in text, made out to `sigstore`: it says who signs. */
  readonly token: string;
  readonly config: SigningConfig;
  /** The root that others will verify with. */
  readonly trust: TrustRoot;
  /** Where `HTTPS_PROXY`, `HTTP_PROXY` and `NO_PROXY` are looked up. */
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly now: Date;
}

/**
 * Signs a digest or a statement without a key of one's own, as the holder of an identity token. **The name in the token
 * and the signature become public for good.** Gives nothing that `verifyBundle` does not accept, and writes no file.
 *
 * What signs is loaded by the first call: whoever only verifies never has it in the process.
 * @throws Refusal `IDENTITY_TOKEN_MALFORMED`, `IDENTITY_TOKEN_AUDIENCE`, `IDENTITY_TOKEN_NOT_VALID` — nothing was sent.
 * @throws Refusal `SIGNING_SERVICE_MISSING`, `STATEMENT_…` — nothing was sent.
 * @throws Refusal `NETWORK_…`, `SERVICE_REFUSED`, `SERVICE_ANSWER_MALFORMED`, `TIMESTAMP_NOT_GRANTED` — a service does not do its part.
 * @throws Refusal what `verifyBundle` throws — the services are not those of the trust root.
 * @throws RangeError — a digest by another algorithm than SHA-256.
 */
export async function signBundle(
  content: SigningContent,
  { token, config, trust, env, now }: SignBundleOptions,
): Promise<SignedBundle> {
  const { parseIdentityToken, SIGSTORE_AUDIENCE } = await import("../sigstore/identity-token.ts");
  const parsed = parseIdentityToken(token.trim(), "token", SIGSTORE_AUDIENCE, now);
  const { createHttpClient } = await import("../io/http.ts");
  const { signBundle: sign } = await import("../sigstore/sign.ts");
  return sign(content, { token: parsed, config, trust, transport: createHttpClient({ env }), now });
}
