import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { readAction, runAction } from "../fakes/action-runner.ts";
import { type Released, releaseFake } from "../fakes/released.ts";

const ROOT = join(import.meta.dirname, "../..");
const SAID = /^(\[.*\])$/m;

async function run(
  given: (released: Released) => Record<string, string>,
): Promise<{ status: number | null; words: unknown; stderr: string; stdout: string }> {
  await using released = await releaseFake();
  const pinned = { version: "1.2.3", integrity: released.integrity, ...given(released) };
  const { status, stdout, stderr } = await runAction(released, pinned, released.folder);
  const said = SAID.exec(stdout)?.[1];
  return { status, words: said === undefined ? undefined : JSON.parse(said), stderr, stdout };
}

test("runs the gate where nothing else is asked for", async () => {
  const { status, words, stderr } = await run(() => ({}));
  expect(stderr).toBe("");
  expect(words).toEqual(["gate"]);
  expect(status).toBe(0);
});

test("ends as the program does", async () => {
  const { status, words } = await run(() => ({ arguments: "gate refuse" }));
  expect(words).toEqual(["gate", "refuse"]);
  expect(status).toBe(1);
});

test("takes no argument for a command, a pattern or a variable", async () => {
  const hostile =
    'gate $(touch pwned) `touch pwned` ; touch pwned * ${HOME} "a b" \'&& touch pwned';
  const { status, words } = await run(() => ({ arguments: hostile }));
  expect(status).toBe(0);
  expect(words).toEqual(hostile.split(" "));
});

test("only installs where no argument is given", async () => {
  const { status, words } = await run(() => ({ arguments: "" }));
  expect(status).toBe(0);
  expect(words).toBeUndefined();
});

test("runs in the folder that is named, whose settings for npm do not count", async () => {
  const { status, words } = await run(({ folder }) => {
    writeFileSync(join(folder, ".npmrc"), "registry=http://127.0.0.1:9/\nignore-scripts=false\n");
    return { "working-directory": "a b/$(x)" };
  });
  expect(words).toEqual(["gate"]);
  expect(status).toBe(0);
});

test.each([
  [
    "of another digest",
    { integrity: `sha512-${"A".repeat(86)}==` },
    /expected sha512-A+==, found sha512-/,
  ],
  ["of no digest", { integrity: "" }, /integrity: expected sha512-/],
  ["of a weak digest", { integrity: "sha1-abc" }, /integrity: expected sha512-.*found 'sha1-abc'/],
  ["of whatever version is newest", { version: "latest" }, /expected an exact one.*found 'latest'/],
  ["of a range", { version: "1.2" }, /expected an exact one.*found '1\.2'/],
  ["of a range with a caret", { version: "^1.2.3" }, /expected an exact one/],
  [
    "of a version that nobody published",
    { version: "9.9.9" },
    /lockseal@9\.9\.9: expected npm to fetch it/,
  ],
  ["of an address", { version: "1.2.3 https://evil.example/x.tgz" }, /expected an exact one/],
])("installs nothing %s", async (_, given, expected) => {
  const { status, words, stderr, stdout } = await run(() => given);
  expect(stderr).toMatch(expected);
  expect(stderr).toContain("next: ");
  // The forge shows it beside the step.
  expect(stdout).toContain("::error title=Lockseal was not installed::");
  expect(words).toBeUndefined();
  expect(status).toBe(2);
});

test("is pinned to this version, by a digest, and puts no input into a line of shell", () => {
  const { inputs, runs } = readAction();
  const { version } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8"));
  expect(inputs.version?.default).toBe(version);
  expect(inputs.integrity?.default).toMatch(/^sha512-[A-Za-z0-9+/]{86}==$/);
  expect(runs.using).toBe("composite");
  for (const step of runs.steps) {
    expect(step.run).not.toContain("${{");
    expect(step.shell).toBe("bash");
  }
});

test("carries npm's lock file with the program, by which its dependencies are installed", () => {
  const lock = join(ROOT, "dist/npm-lock.json");
  expect(existsSync(lock)).toBe(true);
  expect(readFileSync(lock)).toEqual(readFileSync(join(ROOT, "package-lock.json")));
});
