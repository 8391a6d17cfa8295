import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Refusal } from "../../src/errors.ts";
import type { Claims } from "../../src/trust/claim.ts";
import { checkIdentity, type Identity } from "../../src/trust/identity.ts";
import {
  formatPublisher,
  issuerOfPublisher,
  parsePublisher,
  publisherOf,
} from "../../src/trust/publisher.ts";
import { refusalOf } from "../fakes/refusal.ts";

describe("reads what a user writes, and writes it back", () => {
  test.each<[text: string, publisher: object]>([
    [
      "github:acme/app/release.yml",
      { kind: "github", repository: "acme/app", workflow: "release.yml" },
    ],
    [
      "github:acme/app.js/release it.yaml@production",
      {
        kind: "github",
        repository: "acme/app.js",
        workflow: "release it.yaml",
        environment: "production",
      },
    ],
    [
      "github:acme/app/release.yml@prod/eu @2",
      {
        kind: "github",
        repository: "acme/app",
        workflow: "release.yml",
        environment: "prod/eu @2",
      },
    ],
    [
      "gitlab:acme/app//.gitlab-ci.yml",
      { kind: "gitlab", repository: "acme/app", workflow: ".gitlab-ci.yml" },
    ],
    [
      "gitlab:acme/tools/app//ci/release.yml@prod",
      {
        kind: "gitlab",
        repository: "acme/tools/app",
        workflow: "ci/release.yml",
        environment: "prod",
      },
    ],
    [
      "google:builds@acme.iam.gserviceaccount.com",
      { kind: "google", email: "builds@acme.iam.gserviceaccount.com" },
    ],
    ["activestate:acme/app", { kind: "activestate", organization: "acme", project: "app" }],
  ])("%s", (text, publisher) => {
    expect(parsePublisher(text)).toEqual(publisher);
    expect(formatPublisher(parsePublisher(text))).toBe(text);
  });
});

describe("refuses, and says how it is written", () => {
  test.each<[why: string, text: string]>([
    ["nothing", ""],
    ["no kind", "acme/app/release.yml"],
    ["a kind in another case", "GitHub:acme/app/release.yml"],
    ["a kind that indexes do not have", "jenkins:acme/app"],
    ["no workflow", "github:acme/app"],
    ["a workflow that is none", "github:acme/app/release"],
    ["a workflow by its path", "github:acme/app/.github/workflows/release.yml"],
    ["a pattern", "github:acme/*/release.yml"],
    ["a ref, which no publisher has", "gitlab:acme/app/.gitlab-ci.yml"],
    ["an empty environment", "github:acme/app/release.yml@"],
    ["a Cyrillic a", "github:аcme/app/release.yml"],
    ["a line end", "github:acme/app/release.yml\n"],
    ["a dot in the place of a name", "github:acme/../release.yml"],
    ["a dot in a path", "gitlab:acme/app//ci/../release.yml"],
    ["a group alone", "gitlab:acme//.gitlab-ci.yml"],
    ["no address", "google:acme"],
    ["two addresses", "google:a@b.example,c@d.example"],
    ["a colon in a name", "activestate:acme/app:project:other"],
  ])("%s", (_, text) => {
    expect(refusalOf(() => parsePublisher(text))).toMatchObject({
      code: "PUBLISHER_MALFORMED",
      hint: expect.stringContaining("--publisher"),
    });
  });

  test("whatever the text, there is a publisher that writes itself back, or a refusal", () => {
    const kinds = fc.constantFrom("github:", "gitlab:", "google:", "activestate:", "");
    fc.assert(
      fc.property(kinds, fc.string({ unit: "binary-ascii" }), (kind, rest) => {
        const text = kind + rest;
        try {
          expect(formatPublisher(parsePublisher(text))).toBe(text);
        } catch (error) {
          if (!(error instanceof Refusal)) throw error;
        }
      }),
    );
  });
});

const GITHUB: Claims = {
  sourceRepositoryUri: "https://github.com/acme/app",
  sourceRepositoryRef: "refs/tags/v1.2.3",
  sourceRepositoryDigest: "0123456789abcdef0123456789abcdef01234567",
  buildConfigUri: "https://github.com/acme/app/.github/workflows/release.yml@refs/tags/v1.2.3",
  deploymentEnvironment: "production",
};
const GITLAB: Claims = {
  sourceRepositoryUri: "https://gitlab.com/acme/tools/app",
  sourceRepositoryRef: "refs/heads/main",
  buildConfigUri: "https://gitlab.com/acme/tools/app//.gitlab-ci.yml@refs/heads/main",
};

/** What becomes of a certificate with these claims, of the publisher's issuer. */
function outcome(text: string, claims: Claims, changed: Partial<Identity> = {}): string {
  const publisher = parsePublisher(text);
  const issuer = issuerOfPublisher(publisher);
  const identity = { name: "https://example.test/signer", issuer, claims, ...changed };
  try {
    checkIdentity(identity, { kind: "publisher", publisher, issuer });
    return "accepted";
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return `${error.code} ${(error.details as { claim?: string }).claim ?? ""}`.trim();
  }
}

describe("reads the publisher that a certificate is of", () => {
  const by = (kind: string) => issuerOfPublisher(parsePublisher(kind));
  const [github, gitlab] = [by("github:a/b/c.yml"), by("gitlab:a/b//c.yml")];

  test.each<[text: string | undefined, issuer: string, name: string, claims: Claims]>([
    ["github:acme/app/release.yml", github, "n", GITHUB],
    ["gitlab:acme/tools/app//.gitlab-ci.yml", gitlab, "n", GITLAB],
    ["google:a@b.example", by("google:a@b.example"), "a@b.example", {}],
    ["activestate:acme/app", by("activestate:a/b"), "n", { tokenSubject: "org:acme:project:app" }],
    [undefined, "https://github.com/login/oauth", "a@b.example", {}],
    [undefined, gitlab, "n", GITHUB],
    [undefined, github, "n", without(GITHUB, "buildConfigUri")],
    [undefined, github, "n", without(GITHUB, "sourceRepositoryUri")],
    [
      undefined,
      github,
      "n",
      { ...GITHUB, sourceRepositoryRef: "refs/x", sourceRepositoryDigest: "0" },
    ],
    [undefined, by("activestate:a/b"), "n", { tokenSubject: "org:acme" }],
  ])("%s", (text, issuer, name, claims) => {
    const found = publisherOf({ issuer, name, claims });
    expect(found === undefined ? undefined : formatPublisher(found)).toBe(text);
  });
});

describe("compares a certificate with a publisher", () => {
  test.each<[why: string, text: string, claims: Claims, outcome: string]>([
    ["GitHub by the ref", "github:acme/app/release.yml", GITHUB, "accepted"],
    [
      "GitHub by the commit, where a certificate has no ref",
      "github:acme/app/release.yml",
      {
        ...without(GITHUB, "sourceRepositoryRef"),
        buildConfigUri: `https://github.com/acme/app/.github/workflows/release.yml@${GITHUB.sourceRepositoryDigest}`,
      },
      "accepted",
    ],
    ["GitHub with its environment", "github:acme/app/release.yml@production", GITHUB, "accepted"],
    [
      "another environment",
      "github:acme/app/release.yml@staging",
      GITHUB,
      "IDENTITY_CLAIM_MISMATCH deploymentEnvironment",
    ],
    [
      "an environment that the certificate does not tell",
      "github:acme/app/release.yml@production",
      without(GITHUB, "deploymentEnvironment"),
      "IDENTITY_CLAIM_MISMATCH deploymentEnvironment",
    ],
    [
      "another repository",
      "github:acme/app2/release.yml",
      GITHUB,
      "IDENTITY_CLAIM_MISMATCH sourceRepositoryUri",
    ],
    [
      "a repository in another case",
      "github:Acme/app/release.yml",
      GITHUB,
      "IDENTITY_CLAIM_MISMATCH sourceRepositoryUri",
    ],
    [
      "another workflow",
      "github:acme/app/ci.yml",
      GITHUB,
      "IDENTITY_CLAIM_MISMATCH buildConfigUri",
    ],
    [
      "a workflow of that name in another folder",
      "github:acme/app/release.yml",
      {
        ...GITHUB,
        buildConfigUri:
          "https://github.com/acme/app/.github/workflows/x/release.yml@refs/tags/v1.2.3",
      },
      "IDENTITY_CLAIM_MISMATCH buildConfigUri",
    ],
    [
      "a workflow of another repository that this one calls with",
      "github:acme/app/release.yml",
      {
        ...GITHUB,
        buildConfigUri:
          "https://github.com/evil/app/.github/workflows/release.yml@refs/tags/v1.2.3",
      },
      "IDENTITY_CLAIM_MISMATCH buildConfigUri",
    ],
    [
      "a ref that is none of the certificate's",
      "github:acme/app/release.yml",
      {
        ...GITHUB,
        buildConfigUri: "https://github.com/acme/app/.github/workflows/release.yml@refs/heads/evil",
      },
      "IDENTITY_CLAIM_MISMATCH buildConfigUri",
    ],
    [
      "no ref and no commit: then nothing says what the workflow's name ends before",
      "github:acme/app/release.yml",
      without(without(GITHUB, "sourceRepositoryRef"), "sourceRepositoryDigest"),
      "IDENTITY_CLAIM_MISMATCH buildConfigUri",
    ],
    [
      "no build configuration",
      "github:acme/app/release.yml",
      without(GITHUB, "buildConfigUri"),
      "IDENTITY_CLAIM_MISMATCH buildConfigUri",
    ],
    ["GitLab", "gitlab:acme/tools/app//.gitlab-ci.yml", GITLAB, "accepted"],
    [
      "GitLab, another group",
      "gitlab:acme/app//.gitlab-ci.yml",
      GITLAB,
      "IDENTITY_CLAIM_MISMATCH sourceRepositoryUri",
    ],
    [
      "GitLab, another file",
      "gitlab:acme/tools/app//ci.yml",
      GITLAB,
      "IDENTITY_CLAIM_MISMATCH buildConfigUri",
    ],
    [
      "GitLab in the place of GitHub: the claims are of another server",
      "github:acme/tools/.gitlab-ci.yml",
      GITLAB,
      "IDENTITY_CLAIM_MISMATCH sourceRepositoryUri",
    ],
    [
      "ActiveState by its subject",
      "activestate:acme/app",
      { tokenSubject: "org:acme:project:app" },
      "accepted",
    ],
    [
      "ActiveState with an ingredient",
      "activestate:acme/app",
      { tokenSubject: "org:acme:project:app:ingredient:x" },
      "accepted",
    ],
    [
      "ActiveState, a project that only begins so",
      "activestate:acme/app",
      { tokenSubject: "org:acme:project:app2" },
      "IDENTITY_CLAIM_MISMATCH tokenSubject",
    ],
    [
      "ActiveState without a subject",
      "activestate:acme/app",
      {},
      "IDENTITY_CLAIM_MISMATCH tokenSubject",
    ],
  ])("%s", (_, text, claims, expected) => {
    expect(outcome(text, claims)).toBe(expected);
  });

  test("Google by the address of the account", () => {
    const name = "builds@acme.iam.gserviceaccount.com";
    expect(outcome(`google:${name}`, {}, { name })).toBe("accepted");
    expect(outcome(`google:${name}`, {}, { name: `x${name}` })).toBe("IDENTITY_MISMATCH");
    expect(outcome(`google:${name}`, {}, { name: `${name}.evil.example` })).toBe(
      "IDENTITY_MISMATCH",
    );
  });

  test("never by another issuer", () => {
    const issuer = "https://token.actions.githubusercontent.com/";
    expect(outcome("github:acme/app/release.yml", GITHUB, { issuer })).toBe(
      "IDENTITY_ISSUER_MISMATCH",
    );
  });

  test("says what was expected and what was found", () => {
    const publisher = parsePublisher("github:acme/app/ci.yml");
    const issuer = issuerOfPublisher(publisher);
    const identity = { name: "n", issuer, claims: GITHUB };
    const { message } = refusalOf(() =>
      checkIdentity(identity, { kind: "publisher", publisher, issuer }),
    );
    expect(message).toBe(
      'signer: expected buildConfigUri "https://github.com/acme/app/.github/workflows/ci.yml@" with the certificate\'s ref or commit, found "https://github.com/acme/app/.github/workflows/release.yml@refs/tags/v1.2.3"',
    );
  });
});

function without(claims: Claims, name: keyof Claims): Claims {
  const { [name]: _, ...rest } = claims;
  return rest;
}
