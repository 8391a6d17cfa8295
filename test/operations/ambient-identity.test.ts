import { expect, test } from "vitest";
import type { HttpAnswer, HttpRequest } from "../../src/io/http.ts";
import { findIdentity, type IdentitySources } from "../../src/operations/ambient-identity.ts";
import { NOW } from "../fakes/instance.ts";
import { fakeToken } from "../fakes/services.ts";

const exp = NOW.getTime() / 1000 + 300;
const TOKEN = fakeToken({ iss: "https://issuer.fake", sub: "somebody", aud: "sigstore", exp });
const METADATA =
  "http://metadata.google.internal/computeMetadata/v1/instance/service-accounts/default";

type Given = Partial<Omit<IdentitySources, "http" | "run">> & {
  readonly answers?: Readonly<Record<string, readonly [number, string]>>;
};

function look({ answers = {}, ...given }: Given) {
  const asked: HttpRequest[] = [];
  const ran: string[] = [];
  const sources: IdentitySources = {
    given: undefined,
    env: {},
    isGoogleCloud: () => false,
    now: NOW,
    async run(program, args) {
      ran.push([program, ...args].join(" "));
      return `${TOKEN}\n`;
    },
    async http(request): Promise<HttpAnswer> {
      asked.push(request);
      const [status, body] = answers[request.url] ?? [404, ""];
      return { status, location: undefined, body: Buffer.from(body) };
    },
    ...given,
  };
  return { found: findIdentity(sources, "sigstore"), asked, ran };
}

const GITHUB = {
  GITHUB_ACTIONS: "true",
  ACTIONS_ID_TOKEN_REQUEST_URL: "https://actions.fake/token?api-version=2",
  ACTIONS_ID_TOKEN_REQUEST_TOKEN: "secret",
};
const GITHUB_URL = "https://actions.fake/token?api-version=2&audience=sigstore";

test.each<[string, Given, string]>([
  ["a token that is given, wherever this is", { given: TOKEN, env: GITHUB }, "--identity-token"],
  ["a token that is given with a line end", { given: `${TOKEN}\n` }, "--identity-token"],
  [
    "the variable of GitLab's id_tokens",
    { env: { SIGSTORE_ID_TOKEN: TOKEN } },
    "SIGSTORE_ID_TOKEN",
  ],
  [
    "GitHub's token",
    { env: GITHUB, answers: { [GITHUB_URL]: [200, JSON.stringify({ count: 1, value: TOKEN })] } },
    "GitHub Actions",
  ],
  ["Buildkite's token", { env: { BUILDKITE: "true" } }, "Buildkite"],
  [
    "CircleCI's token, not the one that is made out to the organisation",
    { env: { CIRCLECI: "true", CIRCLE_OIDC_TOKEN_V2: "x" } },
    "CircleCI",
  ],
  [
    "the token of a machine in Google's cloud",
    {
      isGoogleCloud: () => true,
      answers: { [`${METADATA}/identity?audience=sigstore&format=full`]: [200, TOKEN] },
    },
    "Google Cloud",
  ],
  [
    "the token of a service account that the machine may act for",
    {
      env: { GOOGLE_SERVICE_ACCOUNT_NAME: "a@b" },
      answers: {
        [`${METADATA}/token`]: [200, '{"access_token":"access"}'],
        "https://iamcredentials.googleapis.com/v1/projects/-/serviceAccounts/a%40b:generateIdToken":
          [200, JSON.stringify({ token: TOKEN })],
      },
    },
    "Google Cloud",
  ],
])("takes %s", async (_why, given, provider) => {
  expect(await look(given).found).toMatchObject({ provider, token: { text: TOKEN } });
});

test("finds nothing where nobody says who signs", async () => {
  const { found, asked, ran } = look({ env: { HOME: "/home" } });
  expect(await found).toBeUndefined();
  expect([...asked, ...ran]).toEqual([]);
});

test("shows its secret to GitHub alone", async () => {
  const { found, asked } = look({
    env: GITHUB,
    answers: { [GITHUB_URL]: [200, JSON.stringify({ value: TOKEN })] },
  });
  await found;
  expect(asked.map(({ url, headers }) => [url, headers.authorization])).toEqual([
    [GITHUB_URL, "Bearer secret"],
  ]);
});

test.each([
  ["BUILDKITE", "buildkite-agent oidc request-token --audience sigstore"],
  ["CIRCLECI", 'circleci run oidc get --claims {"aud":"sigstore"}'],
])("runs for %s its program", async (name, command) => {
  const { found, ran } = look({ env: { [name]: "true" } });
  await found;
  expect(ran).toEqual([command]);
});

test.each<[string, Given, string]>([
  ["a job of GitHub that may not have a token", { env: { GITHUB_ACTIONS: "true" } }, "MISSING"],
  ["a job of GitLab without id_tokens", { env: { GITLAB_CI: "true" } }, "MISSING"],
  ["GitHub that refuses", { env: GITHUB, answers: { [GITHUB_URL]: [403, "no"] } }, "MISSING"],
  [
    "GitHub that answers with no JSON",
    { env: GITHUB, answers: { [GITHUB_URL]: [200, "<"] } },
    "MISSING",
  ],
  [
    "GitHub that answers without a token",
    { env: GITHUB, answers: { [GITHUB_URL]: [200, "{}"] } },
    "MISSING",
  ],
  [
    "an address of GitHub's that is none",
    { env: { ...GITHUB, ACTIONS_ID_TOKEN_REQUEST_URL: "token" } },
    "MISSING",
  ],
  [
    "an address of GitHub's that anybody can listen to",
    { env: { ...GITHUB, ACTIONS_ID_TOKEN_REQUEST_URL: "http://actions.fake/token" } },
    "MISSING",
  ],
  ["Google that has no account", { isGoogleCloud: () => true }, "MISSING"],
  ["text that is no token", { given: "secret" }, "MALFORMED"],
  [
    "a token for somebody else",
    { given: fakeToken({ iss: "i", sub: "s", aud: "other", exp }) },
    "AUDIENCE",
  ],
  [
    "an expired token",
    { given: fakeToken({ iss: "i", sub: "s", aud: "sigstore", exp: 1 }) },
    "NOT_VALID",
  ],
])("refuses %s", async (_why, given, code) => {
  await expect(look(given).found).rejects.toMatchObject({ code: `IDENTITY_TOKEN_${code}` });
});

test("tells what to add to a job of GitHub", async () => {
  await expect(look({ env: { GITHUB_ACTIONS: "true" } }).found).rejects.toMatchObject({
    hint: "add to the job: permissions: { id-token: write }",
  });
});
