import { spawn } from "node:child_process";
import { once } from "node:events";
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { afterAll, expect, test } from "vitest";
import { createInstance } from "./fakes/instance.ts";
import { serveInstance } from "./fakes/served.ts";

const ROOT = join(import.meta.dirname, "..");
const readme = readFileSync(join(ROOT, "README.md"), "utf8");
const examples = [...readme.matchAll(/^```ts\n(.*?)^```$/gms)].map(([, code = ""]) => code);
// Inside the package, so that "lockseal" is the package itself, as its own exports map has it.
const code = mkdtempSync(join(ROOT, "dist/.readme-"));
const place = mkdtempSync(join(tmpdir(), "lockseal-readme-"));
copyFileSync(
  join(ROOT, "testdata/locks/flask-uv/requirements.txt"),
  join(place, "requirements.txt"),
);
copyFileSync(
  join(ROOT, "testdata/locks/click-pip-compile/requirements.txt"),
  join(place, "old.txt"),
);

// What some examples sign with: an instance on this machine.
const served = await serveInstance(createInstance(), new Date(), "v2");
writeFileSync(join(place, "hello.txt"), "hello\n");
writeFileSync(join(place, "signing_config.json"), served.signingConfig);
writeFileSync(join(place, "trusted_root.json"), served.trustedRoot);

afterAll(async () => {
  await served[Symbol.asyncDispose]();
  for (const folder of [code, place]) rmSync(folder, { recursive: true, force: true });
});

/** What each example prints, in their order: they are one story. */
const PRINTED: readonly RegExp[] = [
  /^7 true 2\n$/,
  /^undefined passed LOCK_STRICT hash-locked: 7 pins with 163 hashes in 1 file\n$/,
  /^1 .*requirements\.txt\.sigstore\.json\n$/,
  /^0 [0-9a-f]{64} PIP_CONFIG_FILE=\/dev\/null pip install .* -r requirements\.txt\n$/,
  /flask 3\.[0-9.]+: new/,
  /^3 SIGNATURE_NONE\n$/,
  /^https:\/\/github\.com\/acme\/app\/.*@refs\/tags\/v1\.2\.3 rfc3161\n$/,
  /^6 1\n$/,
  /^https:\/\/github\.com\/acme\/app rfc3161 1 true\n$/,
];

test("every public function of the main job and of bundles has an example", () => {
  const names = [
    "parseRequirements",
    "lintLock",
    "createKeyPair",
    "signLock",
    "verifyLock",
    "diffLocks",
    "loadTrustRoot",
    "loadSigningConfig",
    "signBundle",
    "verifyBundle",
  ];
  for (const name of names) expect(examples.join("\n")).toContain(`${name}(`);
  expect(examples).toHaveLength(PRINTED.length);
});

test.each(PRINTED.map((printed, index) => [index + 1, printed, examples[index] ?? ""] as const))(
  "example %i runs",
  async (number, printed, example) => {
    const file = join(code, `example-${number}.mjs`);
    writeFileSync(file, example);
    const { stdout, stderr, status } = await run(file);
    expect({ stderr, status }).toEqual({ stderr: "", status: 0 });
    expect(stdout).toMatch(printed);
  },
);

/** Runs a script while this process serves what it asks for. */
async function run(file: string) {
  const env = { ...process.env, SIGSTORE_ID_TOKEN: served.token };
  const child = spawn(process.execPath, [file], { cwd: place, env, timeout: 30_000 });
  const said = Promise.all([text(child.stdout), text(child.stderr)]);
  const [status] = await once(child, "close");
  const [stdout, stderr] = await said;
  return { stdout, stderr, status };
}

test("the version in the code is the package's", async () => {
  const { VERSION } = await import("../src/version.ts");
  const manifest = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")) as {
    version: string;
  };
  expect(VERSION).toBe(manifest.version);
});
