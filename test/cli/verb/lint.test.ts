import { chmodSync, statSync, symlinkSync } from "node:fs";
import { expect, test } from "vitest";
import { Checkout, Folder, pin, sha256 } from "../../fakes/checkout.ts";

test("passes a lock", async () => {
  const folder = new Folder().write("r.txt", pin("click", "8.1.7"));
  expect(await folder.transcript("lint r.txt")).toBe(
    "$ lockseal lint r.txt\nr.txt: ok: hash-locked: 1 pin with 1 hash in 1 file\nexit 0",
  );
});

test("names every problem at once, with its place and the next step", async () => {
  const folder = new Folder().write("r.txt", `${pin("click", "8.1.7")}flask\nsix==1.16.0\n`);
  const { exitCode, stdout, stderr } = await folder.run("lint r.txt");
  expect(exitCode).toBe(1);
  expect(stdout).toMatch(/^r\.txt:2(:1)?: error: .*\[LOCK_NOT_PINNED\]$/m);
  expect(stdout).toMatch(/^r\.txt:3(:\d+)?: error: .*\[LOCK_HASH_MISSING\]$/m);
  expect(stdout).toMatch(/hint: .*(pip-compile|uv pip compile)/);
  expect(stderr).toMatch(/^lockseal: error: lint: refused: \d+ problems\n$/);
});

test("judges several files, and all though one is missing", async () => {
  const folder = new Folder().write("a.txt", pin("click", "8.1.7")).write("c.txt", "six\n");
  const { exitCode, stdout } = await folder.run("lint a.txt b.txt c.txt");
  expect(exitCode).toBe(2);
  expect(stdout).toMatch(/^a\.txt: ok/m);
  expect(stdout).toMatch(/^b\.txt: error: .*\[FILE_MISSING\]$/m);
  expect(stdout).toMatch(/^c\.txt:1.*: error/m);
});

test("prints JSON with the locks and their files", async () => {
  const folder = new Folder()
    .write("r.txt", `-r sub/more.txt\n${pin("click", "8.1.7")}`)
    .write("sub/more.txt", pin("six", "1.16.0"));
  const { exitCode, stdout, stderr } = await folder.run("lint r.txt --json");
  expect([exitCode, stderr]).toEqual([0, ""]);
  expect(JSON.parse(stdout)).toMatchObject({
    schemaVersion: 1,
    command: "lint",
    exitCode: 0,
    findings: [{ rule: "LOCK_STRICT", verdict: "passed" }],
    locks: [{ file: "r.txt", files: ["r.txt", "sub/more.txt"], pins: 2, fixed: [] }],
  });
});

test("says of names what they look like where it is asked, and of ranges, too", async () => {
  const folder = new Folder().write("r.txt", "click>=8\nreqeusts>=2\n");
  const plain = await folder.run("lint r.txt");
  expect(plain.stdout).not.toMatch(/NAME/);
  const { exitCode, stdout } = await folder.run("lint --names r.txt none.txt");
  expect(exitCode).toBe(2);
  expect(stdout).toMatch(
    /^r\.txt:2: warning: reqeusts looks like requests \(2 letters swapped; .*\[NAME_IMPERSONATES\]$/m,
  );
  const good = new Folder().write("r.txt", pin("click", "8.1.7"));
  expect((await good.run("lint --names r.txt")).stdout).toContain(
    "r.txt: ok: names: none resemble a more popular package (1 compared)",
  );
});

const UPPER = `click==8.1.7 --hash=sha256:${sha256("x").toUpperCase()}\n`;

test("--fix rewrites what can be mended for certain, shows it, and keeps mode and link", async () => {
  const folder = new Folder().write("real.txt", UPPER);
  chmodSync(folder.at("real.txt"), 0o640);
  symlinkSync("real.txt", folder.at("r.txt"));
  const { stdout, exitCode } = await folder.run("lint --fix r.txt");
  expect(exitCode).toBe(0);
  expect(stdout).toContain(`-${UPPER}`);
  expect(stdout).toContain(`+${UPPER.trim().replace(/[A-F]/g, (letter) => letter.toLowerCase())}`);
  expect(folder.read("real.txt")).toBe(`click==8.1.7 --hash=sha256:${sha256("x")}\n`);
  expect(statSync(folder.at("real.txt")).mode & 0o777).toBe(0o640);
  expect(Object.keys(folder.list())).toEqual(["r.txt", "real.txt"]);
});

test("--fix leaves what it cannot mend", async () => {
  const folder = new Folder().write("r.txt", "click\n");
  const before = folder.list();
  expect((await folder.run("lint --fix r.txt")).exitCode).toBe(1);
  expect(folder.list()).toEqual(before);
});

test("--root sets what includes may not leave", async () => {
  const checkout = new Checkout();
  checkout.write("a/r.txt", `-r ../common.txt\n${pin("click", "8.1.7")}`);
  checkout.write("common.txt", pin("six", "1.16.0"));
  expect((await checkout.run("lint a/r.txt")).exitCode).toBe(0);
  const narrow = await checkout.run("lint a/r.txt --root a");
  expect(narrow.exitCode).toBe(1);
  expect(narrow.stdout).toContain("[LOCK_INCLUDE_OUTSIDE]");
  const aside = await checkout.run("lint common.txt --root a");
  expect(aside.exitCode).toBe(1);
  expect(aside.stdout).toContain("[PATH_OUTSIDE_ROOT]");
  expect((await checkout.run("lint a/r.txt --root nowhere")).exitCode).toBe(2);
});
