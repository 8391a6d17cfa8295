import { fc, test } from "@fast-check/vitest";
import { expect } from "vitest";
import { Refusal } from "../../src/errors.ts";
import { parseIdentityToken } from "../../src/sigstore/identity-token.ts";
import { NOW } from "../fakes/instance.ts";
import { fakeToken } from "../fakes/services.ts";

const SECONDS = NOW.getTime() / 1000;
const GOOD = {
  iss: "https://issuer.fake",
  sub: "repo:acme/app",
  aud: "sigstore",
  exp: SECONDS + 1,
};

const parse = (text: string): unknown => parseIdentityToken(text, "token", "sigstore", NOW);

test("reads who, by whom and until when", () => {
  const text = fakeToken(GOOD);
  expect(parse(text)).toEqual({
    text,
    issuer: "https://issuer.fake",
    subject: "repo:acme/app",
    expires: (SECONDS + 1) * 1000,
    nonce: undefined,
  });
});

test.each([
  ["an address before the number of its account", { email: "a@example.org" }, "a@example.org"],
  ["one of several audiences", { aud: ["other", "sigstore"] }, "repo:acme/app"],
  ["a start that a fast clock wrote", { nbf: SECONDS + 60 }, "repo:acme/app"],
])("takes %s", (_why, change, subject) => {
  expect(parse(fakeToken({ ...GOOD, ...change }))).toMatchObject({ subject });
});

test.each<[string, string, string]>([
  ["another audience", fakeToken({ ...GOOD, aud: "other" }), "IDENTITY_TOKEN_AUDIENCE"],
  [
    "an audience in another case",
    fakeToken({ ...GOOD, aud: "Sigstore" }),
    "IDENTITY_TOKEN_AUDIENCE",
  ],
  ["a token that ends now", fakeToken({ ...GOOD, exp: SECONDS }), "IDENTITY_TOKEN_NOT_VALID"],
  ["a token of tomorrow", fakeToken({ ...GOOD, nbf: SECONDS + 61 }), "IDENTITY_TOKEN_NOT_VALID"],
  ["no audience", fakeToken({ ...GOOD, aud: undefined }), "IDENTITY_TOKEN_MALFORMED"],
  ["no end", fakeToken({ ...GOOD, exp: undefined }), "IDENTITY_TOKEN_MALFORMED"],
  ["no issuer", fakeToken({ ...GOOD, iss: undefined }), "IDENTITY_TOKEN_MALFORMED"],
  ["no subject", fakeToken({ ...GOOD, sub: undefined }), "IDENTITY_TOKEN_MALFORMED"],
  ["two parts", "a.b", "IDENTITY_TOKEN_MALFORMED"],
  ["claims that are no JSON", "a.b.c", "IDENTITY_TOKEN_MALFORMED"],
  ["a line end in it", `${fakeToken(GOOD)}\nx: y`, "IDENTITY_TOKEN_MALFORMED"],
  ["nothing", "", "IDENTITY_TOKEN_MALFORMED"],
  ["more than any header takes", `${"a".repeat(16_385)}`, "IDENTITY_TOKEN_MALFORMED"],
])("refuses %s", (_why, text, code) => {
  expect(() => parse(text)).toThrow(expect.objectContaining({ code }));
});

test.prop([
  fc.oneof(
    fc.string(),
    fc.string().map((text) => `a.${Buffer.from(text).toString("base64url")}.c`),
  ),
])("never shows a token, and refuses whatever is none", (text) => {
  try {
    parse(text);
  } catch (error) {
    expect(error).toBeInstanceOf(Refusal);
    if (text.length > 12) expect((error as Refusal).message).not.toContain(text);
  }
});
