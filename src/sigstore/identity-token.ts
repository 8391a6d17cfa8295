import { type JsonObject, type JsonValue, parseJson } from "../bytes/json.ts";
import { asArray, asObject, asString, type ShapeFailure } from "../bytes/json-shape.ts";
import { quote } from "../bytes/quote.ts";
import { Refusal } from "../errors.ts";
import { formatInstant } from "../trust/period.ts";

/** Proof of who somebody is, for a certificate authority. Whoever has `text` is that somebody: never show it. */
export interface IdentityToken {
  readonly text: string;
  readonly issuer: string;
  /** What the issuer calls the holder; an address where it is a person. To show, not to decide by. */
  readonly subject: string;
  /** In milliseconds since 1970. */
  readonly expires: number;
  /** What ties it to the question that it answers; undefined where nobody asked with one. */
  readonly nonce: string | undefined;
}

/** What tokens for the public instance, and for most others, are made out to. */
export const SIGSTORE_AUDIENCE = "sigstore";

/** Fulcio takes 8 kB of headers and body alike; tokens of GitHub have 2 kB. */
const MAX_TOKEN_CHARACTERS = 16_384;

/** Clocks differ by seconds; an issuer's may be ahead of ours. */
const MAX_SKEW_MS = 60_000;

/**
 * Reads what an identity token says, to show it and to refuse early what the authority would refuse late.
 * **Does not verify it**: that is the authority's part, which knows the issuer's keys.
 *
 * @param what names where it comes from in a refusal, which never shows the token.
 * @param audience whom the token has to be made out to.
 * @throws Refusal `IDENTITY_TOKEN_MALFORMED` — no JSON Web Token, or one without issuer, subject, audience or end.
 * @throws Refusal `IDENTITY_TOKEN_AUDIENCE` — made out to somebody else.
 * @throws Refusal `IDENTITY_TOKEN_NOT_VALID` — expired, or not in force yet.
 * @see https://www.rfc-editor.org/rfc/rfc7519#section-4.1
 */
export function parseIdentityToken(
  text: string,
  what: string,
  audience: string,
  now: Date,
): IdentityToken {
  const fail: ShapeFailure = (at, expected, found) => {
    throw malformed(what, at === "" ? expected : `${expected} at ${at}`, found);
  };
  const claims = readClaims(text, what, fail);
  const issuer = asString(claims.iss, "iss", fail);
  const subject = asString(claims.email ?? claims.sub, "sub", fail);
  const audiences = readAudiences(claims.aud, fail);
  if (!audiences.includes(audience)) {
    throw new Refusal(
      "IDENTITY_TOKEN_AUDIENCE",
      `${what}: expected a token for ${quote(audience)}, found one for ${audiences.map(quote).join(" and ")}`,
      { expected: audience, found: audiences },
      { hint: `ask the issuer for a token with the audience ${audience}` },
    );
  }
  const expires = readTime(claims.exp, "exp", fail);
  const from =
    claims.nbf === undefined ? Number.NEGATIVE_INFINITY : readTime(claims.nbf, "nbf", fail);
  const time = now.getTime();
  if (!(time < expires && from <= time + MAX_SKEW_MS)) {
    const period = `${from === Number.NEGATIVE_INFINITY ? "" : `from ${formatInstant(from)} `}until ${formatInstant(expires)}`;
    throw new Refusal(
      "IDENTITY_TOKEN_NOT_VALID",
      `${what}: expected a token in force at ${formatInstant(time)}, found one ${period}`,
      { now: time, expires },
      { hint: "ask the issuer for a new token" },
    );
  }
  const nonce = claims.nonce === undefined ? undefined : asString(claims.nonce, "nonce", fail);
  return { text, issuer, subject, expires, nonce };
}

/** Reads one more claim of a token that was read before; undefined where it has none, or one that is no text. Verifies nothing. */
export function readClaim({ text }: IdentityToken, name: string): string | undefined {
  const fail: ShapeFailure = (_at, expected, found) => {
    throw malformed("token", expected, found);
  };
  const value = readClaims(text, "token", fail)[name];
  return typeof value === "string" ? value : undefined;
}

function readClaims(text: string, what: string, fail: ShapeFailure): JsonObject {
  if (text.length > MAX_TOKEN_CHARACTERS)
    return fail("", `at most ${MAX_TOKEN_CHARACTERS} characters`, `${text.length}`);
  const parts = text.split(".");
  const [header, payload] = parts;
  // RFC 7515 §3.1: three parts in base64url. A header line break in here would be sent to the authority.
  if (
    header === undefined ||
    payload === undefined ||
    parts.length !== 3 ||
    !/^[\w.-]+$/.test(text)
  )
    return fail("", "a JSON Web Token of three parts", `${parts.length} of other text`);
  try {
    const bytes = Buffer.from(payload, "base64url");
    return asObject(parseJson(bytes, { what, maxBytes: MAX_TOKEN_CHARACTERS }), "", fail);
  } catch (error) {
    if (!(error instanceof Refusal) || !/^(?:JSON|UTF8)_/.test(error.code)) throw error;
    return fail("", "claims in JSON", "text that is none");
  }
}

function readAudiences(value: JsonValue | undefined, fail: ShapeFailure): readonly string[] {
  if (typeof value === "string") return [value];
  return asArray(value, "aud", 1, 64, fail).map((one, index) =>
    asString(one, `aud[${index}]`, fail),
  );
}

/** Seconds since 1970, fractions allowed, as milliseconds. */
function readTime(value: JsonValue | undefined, at: string, fail: ShapeFailure): number {
  return typeof value === "number" ? value * 1000 : fail(at, "a time in seconds", typeof value);
}

function malformed(what: string, expected: string, found: string): Refusal {
  return new Refusal("IDENTITY_TOKEN_MALFORMED", `${what}: expected ${expected}, found ${found}`, {
    expected,
  });
}
