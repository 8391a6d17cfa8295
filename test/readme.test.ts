import { spawnSync } from "node:child_process";
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";

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

afterAll(() => {
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
];

test("every public function of the main job has an example", () => {
  const names = [
    "parseRequirements",
    "lintLock",
    "createKeyPair",
    "signLock",
    "verifyLock",
    "diffLocks",
  ];
  for (const name of names) expect(examples.join("\n")).toContain(`${name}(`);
  expect(examples).toHaveLength(PRINTED.length);
});

test.each(PRINTED.map((printed, index) => [index + 1, printed, examples[index] ?? ""] as const))(
  "example %i runs",
  (number, printed, example) => {
    const file = join(code, `example-${number}.mjs`);
    writeFileSync(file, example);
    const { stdout, stderr, status } = spawnSync(process.execPath, [file], {
      cwd: place,
      encoding: "utf8",
      timeout: 30_000,
    });
    expect({ stderr, status }).toEqual({ stderr: "", status: 0 });
    expect(stdout).toMatch(printed);
  },
);

test("the version in the code is the package's", async () => {
  const { VERSION } = await import("../src/version.ts");
  const manifest = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")) as {
    version: string;
  };
  expect(VERSION).toBe(manifest.version);
});
