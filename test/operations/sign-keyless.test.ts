import { describe, expect, test } from "vitest";
import { type SignKeylessOptions, signKeyless } from "../../src/operations/sign-keyless.ts";
import { parseIdentityToken } from "../../src/sigstore/identity-token.ts";
import { parseSigningConfig } from "../../src/sigstore/signing-config.ts";
import { parseTrustRoot } from "../../src/trust/trust-root.ts";
import { Checkout, Folder, pin } from "../fakes/checkout.ts";
import {
  createInstance,
  IDENTITY,
  ISSUER,
  NOW,
  SIGNED_AT,
  trustedRoot,
  written,
} from "../fakes/instance.ts";
import {
  answerOf,
  fakeServices,
  fakeSigningConfig,
  fakeToken,
  type Instead,
} from "../fakes/services.ts";

const INSTANCE = createInstance();
const TRUST = parseTrustRoot(written(trustedRoot(INSTANCE)), "root.json");
const LOCK = "requirements.txt";
const BY = `--certificate-identity ${IDENTITY} --certificate-oidc-issuer ${ISSUER} --trusted-root root.json`;

/** Whose token it is: the workflow whose certificates the fake instance makes. */
const WORKFLOW = { job_workflow_ref: IDENTITY.slice("https://github.com/".length) };

async function sign(
  checkout: Checkout,
  files: readonly string[],
  more: Partial<SignKeylessOptions> = {},
  claims: object = WORKFLOW,
  instead?: Instead,
) {
  const { transport, asked } = fakeServices(INSTANCE, SIGNED_AT, instead);
  const said: string[] = [];
  const exp = SIGNED_AT.getTime() / 1000 + 300;
  const text = fakeToken({
    iss: ISSUER,
    sub: "repo:acme/app:ref:refs/tags/v1.2.3",
    aud: "sigstore",
    exp,
    ...claims,
  });
  checkout.write("root.json", written(trustedRoot(INSTANCE)));
  const report = signKeyless({
    files,
    token: parseIdentityToken(text, "token", "sigstore", SIGNED_AT),
    config: parseSigningConfig(written(fakeSigningConfig("v1")), "config.json"),
    trust: { root: TRUST, name: "root.json", date: null, kind: "file", sha256: "", path: null },
    transport,
    cwd: checkout.path,
    now: SIGNED_AT,
    message: false,
    announce: (line) => said.push(`${asked.length} asked: ${line}`),
    ...more,
  });
  return { report, asked, said };
}

describe("signKeyless", () => {
  test("signs a lock, which verify takes for what it is", async () => {
    const checkout = new Checkout();
    checkout.write(LOCK, pin("click", "8.1.7"));
    const { report, said } = await sign(checkout, [LOCK]);
    expect(await report).toMatchObject({
      exitCode: 0,
      signed: [{ file: LOCK, bundle: checkout.at(`${LOCK}.sigstore.json`) }],
    });
    expect((await report).findings.map(({ rule }) => rule)).toEqual(["SIGNED_KEYLESS"]);
    // What becomes public is said before anybody is asked.
    expect(said).toEqual([
      expect.stringMatching(
        /^0 asked: signing as repo:acme.* become public for good, in https:\/\/log\.fake$/,
      ),
    ]);
    const { exitCode, stdout } = await checkout.run(`verify ${LOCK} ${BY}`, { now: NOW });
    expect(stdout).toContain("pip will see what the signer saw: 1 pin");
    expect(exitCode).toBe(0);
  });

  test("signs the bytes of any file", async () => {
    const checkout = new Checkout();
    checkout.write("app.whl", "the bytes");
    const { report } = await sign(checkout, ["app.whl"], { message: true });
    expect(await report).toMatchObject({ exitCode: 0 });
    expect((await checkout.run(`verify app.whl ${BY}`, { now: NOW })).exitCode).toBe(0);
  });

  test("continues the sequence of the same workflow, whatever its ref", async () => {
    const checkout = new Checkout();
    checkout.write(LOCK, pin("click", "8.1.7"));
    await (await sign(checkout, [LOCK])).report;
    checkout.write(LOCK, pin("click", "8.1.8"));
    const later = { job_workflow_ref: WORKFLOW.job_workflow_ref.replace("v1.2.3", "v1.2.4") };
    const { findings } = await (await sign(checkout, [LOCK], {}, later)).report;
    expect(findings.map(({ message }) => message).join()).toContain("as sequence 2");
  });

  test.each([
    [
      "a lock that lint refuses",
      (one: Checkout) => one.write(LOCK, "click\n"),
      {},
      WORKFLOW,
      "LOCK_NOT_PINNED",
    ],
    [
      "over another workflow's bundle",
      async (one: Checkout) => (await sign(one, [LOCK])).report,
      {},
      { job_workflow_ref: "acme/app/.github/workflows/other.yml@refs/heads/main" },
      "SIGN_CHAIN_BROKEN",
    ],
    [
      "over the bundle of a key",
      (one: Checkout) => one.sign(LOCK),
      {},
      WORKFLOW,
      "SIGN_CHAIN_BROKEN",
    ],
    [
      "over junk",
      (one: Checkout) => one.write(`${LOCK}.sigstore.json`, "junk"),
      {},
      WORKFLOW,
      "SIGN_CHAIN_BROKEN",
    ],
    [
      "bytes beside which something stands",
      (one: Checkout) => one.write(`${LOCK}.sigstore.json`, "junk"),
      { message: true },
      WORKFLOW,
      "FILE_EXISTS",
    ],
    [
      "bytes that spell out an envelope",
      (one: Checkout) => one.write("app", "DSSEv1 28 application/vnd.in-toto+json 2 {}"),
      { message: true, files: ["app"] },
      WORKFLOW,
      "SIGNATURE_AMBIGUOUS",
    ],
    [
      "what is not there",
      (one: Checkout) => one,
      { files: ["nothing.txt"] },
      WORKFLOW,
      "FILE_MISSING",
    ],
  ])("does not sign %s, and asks nobody", async (_why, prepare, more, claims, rule) => {
    const checkout = new Checkout();
    checkout.write(LOCK, pin("click", "8.1.7")).write("root.json", written(trustedRoot(INSTANCE)));
    await prepare(checkout);
    const before = checkout.list();
    const { report, asked } = await sign(checkout, [LOCK], more, claims);
    const { findings, signed } = await report;
    expect(findings.filter(({ verdict }) => verdict === "refused")[0]?.rule).toBe(rule);
    expect({ signed, asked }).toEqual({ signed: [], asked: [] });
    expect(checkout.list()).toEqual(before);
  });

  test("writes nothing when a service refuses", async () => {
    const checkout = new Checkout();
    checkout.write(LOCK, pin("click", "8.1.7")).write("root.json", written(trustedRoot(INSTANCE)));
    const before = checkout.list();
    const { report } = await sign(checkout, [LOCK], {}, WORKFLOW, ({ url }) =>
      url.includes("log.fake") ? answerOf(400, "no") : undefined,
    );
    await expect(report).rejects.toMatchObject({ code: "SERVICE_REFUSED" });
    expect(checkout.list()).toEqual(before);
  });

  test("needs somebody to sign as", async () => {
    const folder = new Folder().write(LOCK, pin("click", "8.1.7"));
    const { exitCode, stdout, stderr } = await folder.run(`sign ${LOCK} --json`);
    expect(exitCode).toBe(2);
    expect(JSON.parse(stdout)).toMatchObject({ findings: [{ rule: "IDENTITY_TOKEN_MISSING" }] });
    expect(stderr).toMatch(/expected a key or an identity, found neither.*\n.*--key KEY/);
  });

  test.each([
    ["a key and a token", "--key k.key --identity-token x", "found --key and --identity-token"],
    ["--countersign without a key", "--countersign k.pub", "expected --key with --countersign"],
    ["a token that is none", "--identity-token x", "--identity-token"],
  ])("refuses %s", async (_what, options, message) => {
    const { exitCode, stderr } = await new Folder()
      .write(LOCK, pin("click", "8.1.7"))
      .run(`sign ${LOCK} ${options}`);
    expect(exitCode).toBe(2);
    expect(stderr).toContain(message);
  });
});
