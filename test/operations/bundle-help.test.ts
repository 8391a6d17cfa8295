import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { Refusal, type RefusalCode } from "../../src/errors.ts";
import { findingOfBundle } from "../../src/operations/bundle-help.ts";

const SOURCE = new URL("../../src/", import.meta.url);

const read = (file: string): string => readFileSync(new URL(file, SOURCE), "utf8");
const all = (folder: string): string[] =>
  readdirSync(new URL(folder, SOURCE))
    .filter((name) => name.endsWith(".ts"))
    .map((name) => folder + name);

/** Every code that reading and verifying a bundle throws, by the text of the files that do. */
const CODES = [
  ...new Set(
    ["envelope/dsse.ts", "statement/statement.ts", "sigstore/", "trust/", "bytes/"]
      .flatMap((place) => (place.endsWith("/") ? all(place) : [place]))
      .flatMap((file) =>
        [
          ...read(file).matchAll(
            /"((?:ATTESTATION|BASE64|BUNDLE|CERTIFICATE|CLOCK|DIGEST|DSSE|IDENTITY|JSON|PREDICATE|SCT|SIGNATURE|SIGNER|STATEMENT|TIMESTAMP|TLOG|UTF8|VERIFIED)_[A-Z_]+)"/g,
          ),
        ].map(([, code = ""]) => code),
      ),
  ),
].filter((code) => !code.startsWith("IDENTITY_TOKEN_"));

/** Those whose refusal says itself what to do, wherever it is thrown. */
const SAY_IT_THEMSELVES = [
  "ATTESTATION_NONE",
  "BUNDLE_UNSUPPORTED",
  "BUNDLE_VERSION_UNSUPPORTED",
  "CERTIFICATE_UNTRUSTED",
  "CLOCK_BEHIND",
  "IDENTITY_PATTERN_MALFORMED",
  "SIGNATURE_AMBIGUOUS",
  "SIGNATURE_NEEDS_BYTES",
  "SIGNER_KIND_MISMATCH",
  "TIMESTAMP_AUTHORITY_UNFIT",
  "TIMESTAMP_AUTHORITY_UNKNOWN",
  "TLOG_LOG_UNKNOWN",
];

const refusal = (code: string, message: string, details: object = {}): Refusal =>
  new Refusal(code as RefusalCode, message, details as never);

test("the codes are found", () => {
  expect(CODES.length).toBeGreaterThan(50);
  expect(CODES).toContain("TLOG_ENTRY_MISMATCH");
});

test.each(CODES.filter((code) => !SAY_IT_THEMSELVES.includes(code)).map((code) => [code]))(
  "%s says what to do next",
  (code) => {
    const { help } = findingOfBundle(refusal(code, "a: expected b, found c"), "app", "app.json");
    expect(help).toMatch(/^[a-z].{20,}[^.]$/);
  },
);

describe("a refusal of a bundle", () => {
  test.each([
    ["names the file", "signer: expected b, found c", "app.json: signer: expected b, found c"],
    ["names it once", "app.json: expected b, found c", "app.json: expected b, found c"],
    [
      "names it in place of the word",
      "bundle: expected b, found c",
      "app.json: expected b, found c",
    ],
  ])("%s", (_what, message, expected) => {
    expect(findingOfBundle(refusal("SCT_INVALID", message), "app", "app.json")).toMatchObject({
      rule: "SCT_INVALID",
      subject: "app",
      verdict: "refused",
      message: expected,
      expected: "b",
      found: "c",
    });
  });

  test("of a file that cannot be read is about that file", () => {
    const message = "/srv/app.json: expected a file, found nothing";
    const found = findingOfBundle(refusal("FILE_MISSING", message), "app", "app.json");
    expect(found.message).toBe(message);
  });

  test.each([
    [
      "IDENTITY_MISMATCH",
      { found: "https://a.test/b" },
      /this very signer: --certificate-identity https:\/\/a\.test\/b$/,
    ],
    ["IDENTITY_MISMATCH", { found: "a'b c" }, /--certificate-identity 'a'\\''b c'$/],
    ["IDENTITY_MISMATCH", { found: "a\u202eb" }, /--certificate-identity NAME$/],
    ["IDENTITY_MISMATCH", { found: "a".repeat(513) }, /--certificate-identity NAME$/],
    [
      "IDENTITY_ISSUER_MISMATCH",
      { found: "https://i.test" },
      /--certificate-oidc-issuer https:\/\/i\.test$/,
    ],
    ["IDENTITY_CLAIM_MISMATCH", { claim: "buildTrigger", found: "push" }, /--trigger push$/],
    [
      "IDENTITY_CLAIM_MISMATCH",
      { claim: "sourceRepositoryRef", found: "refs/tags/v1" },
      /--ref refs\/tags\/v1$/,
    ],
    [
      "IDENTITY_CLAIM_MISMATCH",
      { claim: "runnerEnvironment", found: undefined },
      /^leave --runner out/,
    ],
  ])("%s of %j says what would have to be named", (code, details, expected) => {
    const found = findingOfBundle(
      refusal(code, "a: expected b, found c", details),
      "app",
      "b.json",
    );
    expect(found.help).toMatch(expected);
  });
});
