import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { conform } from "../../bin/conformance.ts";
import { digest } from "../../src/bytes/digest.ts";
import { createInstance, IDENTITY, ISSUER } from "../fakes/instance.ts";
import { serveInstance } from "../fakes/served.ts";
import { type BundleCase, suiteCases } from "./bundles.ts";
import { CASES } from "./cases.ts";

const CLIENT = join(import.meta.dirname, "../../bin/conformance.ts");
const SUITE = join(CASES, "sigstore");
const scratch = mkdtempSync(join(tmpdir(), "lockseal-client-"));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

/** The words that the suite calls its client with, in its order. */
function wordsOf({ name, artifact, identity }: BundleCase, form: "path" | "digest"): string[] {
  const own = (file: string): string | undefined => {
    const path = join(SUITE, name, file);
    return existsSync(path) ? path : undefined;
  };
  const [key, root] = [own("key.pub"), own("trusted_root.json")];
  const by = [
    "--certificate-identity",
    identity.name,
    "--certificate-oidc-issuer",
    identity.issuer,
  ];
  return [
    "verify-bundle",
    "--bundle",
    join(SUITE, name, "bundle.sigstore.json"),
    ...(key === undefined ? by : ["--key", key]),
    ...(root === undefined ? [] : ["--trusted-root", root]),
    form === "path"
      ? (own("artifact") ?? join(SUITE, "a.txt"))
      : `sha256:${digest("sha256", artifact).hex}`,
  ];
}

async function run(words: readonly string[], now = new Date()) {
  const said: string[] = [];
  const say = (line: string): void => void said.push(line);
  const exitCode = await conform(words, { cwd: scratch, env: {}, now, say });
  return { exitCode, said: said.join("\n") };
}

describe("the client of the suite, in this process", () => {
  for (const one of suiteCases()) {
    const fails = one.name.endsWith("_fail");
    test.each(["path", "digest"] as const)(
      `${one.name} by %s: ${fails ? "refused" : "verified"}`,
      async (form) => {
        const { exitCode, said } = await run(wordsOf(one, form));
        // What cannot be verified is refused for a reason, and never for a mistake of ours.
        if (fails)
          expect([said, exitCode]).toEqual([
            expect.stringMatching(/^conformance: [A-Z_0-9]+: /),
            expect.toBeOneOf([1, 4]),
          ]);
        else expect({ exitCode, said }).toEqual({ exitCode: 0, said: "" });
      },
    );
  }
});

describe("the client of the suite, as a program", () => {
  const NAMES = [
    "happy-path-v0.3",
    "rekor2-dsse-happy-path",
    "managed-key-happy-path",
    "signature-mismatch_fail",
  ];
  const cases = suiteCases().filter(({ name }) => NAMES.includes(name));
  test("has the cases", () => expect(cases).toHaveLength(NAMES.length));
  for (const one of cases) {
    test.each(["path", "digest"] as const)(`${one.name} by %s`, (form) => {
      const { status } = spawnSync(process.execPath, [CLIENT, ...wordsOf(one, form)], {
        cwd: scratch,
      });
      expect(status).toBe(one.name.endsWith("_fail") ? 1 : 0);
    });
  }

  test.each([
    ["nothing", []],
    ["another command", ["verify"]],
    ["an option that is none", ["verify-bundle", "--bundel", "x", "a.txt"]],
    ["no bundle", ["verify-bundle", "--key", "x", "a.txt"]],
    ["nobody who signed", ["verify-bundle", "--bundle", "x", "a.txt"]],
    ["two files", ["verify-bundle", "--bundle", "x", "--key", CLIENT, "a.txt", "b.txt"]],
    ["no token", ["sign-bundle", "--bundle", "x", "a.txt"]],
  ])("is told the usage with %s", (_why, words) => {
    const { status, stderr } = spawnSync(process.execPath, [CLIENT, ...words], {
      cwd: scratch,
      encoding: "utf8",
    });
    expect([status, stderr]).toEqual([
      expect.toBeOneOf([2, 4]),
      expect.stringMatching(/^conformance: /),
    ]);
  });
});

describe("sign-bundle", () => {
  const instance = createInstance();
  const MESSAGE = Buffer.from("the bytes\n");
  const STATEMENT = `{"_type": "https://in-toto.io/Statement/v1",
  "subject": [{"name": "a.bin", "digest": {"sha256": "${digest("sha256", MESSAGE).hex}"}}],
  "predicateType": "https://example.org/claim/v1", "predicate": {}}\n`;

  test.each([
    ["v1", "message"],
    ["v1", "statement"],
    ["v2", "message"],
    ["v2", "statement"],
  ] as const)("Rekor %s: signs a %s as the suite wants it, and verifies it", async (log, form) => {
    const now = new Date();
    await using served = await serveInstance(instance, now, log);
    writeFileSync(join(scratch, "root.json"), served.trustedRoot);
    writeFileSync(join(scratch, "config.json"), served.signingConfig);
    writeFileSync(join(scratch, "a.bin"), MESSAGE);
    writeFileSync(join(scratch, "statement.json"), STATEMENT);
    const out = `${log}-${form}.json`;
    const [flags, file] = form === "message" ? [[], "a.bin"] : [["--in-toto"], "statement.json"];
    const by = ["--identity-token", served.token, "--bundle", out];
    const about = ["--trusted-root", "root.json", "--signing-config", "config.json"];
    expect(await run(["sign-bundle", ...flags, ...by, ...about, file])).toEqual({
      exitCode: 0,
      said: "",
    });

    const bundle = JSON.parse(readFileSync(join(scratch, out), "utf8"));
    const { certificate, tlogEntries } = bundle.verificationMaterial;
    // One certificate, not a chain: no root in the bundle.
    expect(certificate.rawBytes).toEqual(expect.any(String));
    if (form === "statement")
      expect(Buffer.from(bundle.dsseEnvelope.payload, "base64").toString()).toBe(STATEMENT);
    else expect(bundle.messageSignature.messageDigest.algorithm).toBe("SHA2_256");
    if (log === "v2")
      expect(tlogEntries[0].kindVersion).toEqual({ kind: "hashedrekord", version: "0.0.2" });

    const whom = ["--certificate-identity", IDENTITY, "--certificate-oidc-issuer", ISSUER];
    const verify = ["verify-bundle", "--bundle", out, ...whom, "--trusted-root", "root.json"];
    expect(await run([...verify, "a.bin"])).toEqual({ exitCode: 0, said: "" });
    expect((await run([...verify, "statement.json"])).exitCode).toBe(1);
  });

  test("refuses a token that is none, and writes nothing", async () => {
    writeFileSync(join(scratch, "a.bin"), MESSAGE);
    const { exitCode } = await run([
      "sign-bundle",
      "--staging",
      "--identity-token",
      "x",
      "--bundle",
      "none.json",
      "a.bin",
    ]);
    expect({ exitCode, written: existsSync(join(scratch, "none.json")) }).toEqual({
      exitCode: 2,
      written: false,
    });
  });
});

describe("--staging", () => {
  const name = "rfc8785-0.1.2-py3-none-any.whl";
  const words = [
    "--bundle",
    join(CASES, "pep740", `${name}.sigstore`),
    "--certificate-identity",
    "william@yossarian.net",
    "--certificate-oidc-issuer",
    "https://github.com/login/oauth",
    join(CASES, "pep740", name),
  ];

  test("verifies what the staging instance vouches for, which the production root does not", async () => {
    expect(await run(["verify-bundle", "--staging", ...words])).toEqual({ exitCode: 0, said: "" });
    expect((await run(["verify-bundle", ...words])).said).toContain("TLOG_LOG_UNKNOWN");
  });
});
