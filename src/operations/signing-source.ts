import { Refusal } from "../errors.ts";
import { isGoogleCloud } from "../io/cloud.ts";
import { createHttpClient, type HttpOptions } from "../io/http.ts";
import { runProgram } from "../io/run-program.ts";
import { type IdentityToken, SIGSTORE_AUDIENCE } from "../sigstore/identity-token.ts";
import type { Transport } from "../sigstore/transport.ts";
import { findIdentity } from "./ambient-identity.ts";
import { logIn } from "./log-in.ts";

type Environment = Readonly<Record<string, string | undefined>>;

/** How long to insist on a service, and how often: see `createHttpClient`. */
export type Patience = Omit<HttpOptions, "env">;

/** Makes what asks the services, with proxies as the environment names them. */
export function createTransport(env: Environment, patience: Patience = {}): Transport {
  return createHttpClient({ ...patience, env });
}

/** How a person can be asked, where there is one. */
export interface Person {
  /** Of the identity provider where they log in. */
  readonly issuer: string;
  /** Shows the address of a page to open. */
  readonly show: (url: string) => void;
}

/**
 * Finds out as whom to sign: by the given token, else by what the build service or the machine says, else by asking
 * the person who sits here, in a browser.
 * @param person undefined where nobody sits.
 * @throws Refusal `IDENTITY_TOKEN_MISSING` — nobody says who signs, or a build service was not asked to.
 * @throws Refusal see `findIdentity`, `logIn`.
 */
export async function findSigner(
  given: string | undefined,
  env: Environment,
  now: Date,
  person: Person | undefined,
): Promise<{ readonly provider: string; readonly token: IdentityToken }> {
  const http = createHttpClient({ env });
  const found = await findIdentity(
    {
      given,
      env,
      http,
      run: (program, args) => runProgram(program, args, env),
      isGoogleCloud,
      now,
    },
    SIGSTORE_AUDIENCE,
  );
  if (found !== undefined) return found;
  if (person !== undefined) {
    const clock = (): Date => new Date();
    const token = await logIn({ ...person, clientId: SIGSTORE_AUDIENCE, http, clock });
    return { provider: `log-in at ${person.issuer}`, token };
  }
  throw new Refusal(
    "IDENTITY_TOKEN_MISSING",
    "signer: expected a key or an identity, found neither: this is no build service that says who signs",
    { provider: "none" },
    {
      hint: "sign with a key: --key KEY; or give a token for the audience sigstore: SIGSTORE_ID_TOKEN or --identity-token",
    },
  );
}
