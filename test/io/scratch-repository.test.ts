import { execFileSync } from "node:child_process";
import { existsSync, lstatSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { withScratchRepository } from "../../src/io/scratch-repository.ts";

const WHO = { name: "somebody", email: "somebody@drill.example" };
const NOW = new Date("2026-11-24T03:00:00Z");

function git(path: string, ...args: readonly string[]): string {
  return execFileSync("git", ["-C", path, ...args], { encoding: "utf8" }).trim();
}

test("git itself finds every object whole, and sees what was written", async () => {
  let place = "";
  await withScratchRepository(async (repository) => {
    place = repository.path;
    expect(statSync(place).mode & 0o777).toBe(0o700);
    const files = new Map<string, Uint8Array | { link: string }>([
      ["a.txt", Buffer.from("one\n")],
      ["a/b/c.txt", Buffer.from("two\r\n")],
      ["a-b.txt", Buffer.from("three")],
      ["link", { link: "a.txt" }],
      [".gitattributes", Buffer.from("* text=auto eol=lf\n")],
    ]);
    const base = repository.commit("main", files, [], WHO, NOW);
    const more = new Map([...files, ["new.txt", Buffer.from("four\n")] as const]);
    const head = repository.commit("change", more, [base], WHO, NOW);
    repository.checkOut("change", more);
    expect(git(place, "fsck", "--strict", "--no-dangling")).toBe("");
    expect(git(place, "log", "--format=%H %an %aI", "change")).toBe(
      `${head} somebody 2026-11-24T03:00:00+00:00\n${base} somebody 2026-11-24T03:00:00+00:00`,
    );
    expect(git(place, "ls-tree", "-r", "--name-only", base).split("\n")).toEqual(
      [...files.keys()].sort(),
    );
    // Past every attribute.
    expect(git(place, "cat-file", "-s", `${base}:a/b/c.txt`)).toBe("5");
    expect(git(place, "rev-parse", "--symbolic-full-name", "HEAD")).toBe("refs/heads/change");
    expect(lstatSync(join(place, "link")).isSymbolicLink()).toBe(true);
    repository.checkOut("main", files);
    expect(existsSync(join(place, "new.txt"))).toBe(false);
    expect(readFileSync(join(place, "a.txt"), "utf8")).toBe("one\n");
  });
  expect(existsSync(place)).toBe(false);
});

test("a submodule is a commit of another repository, and a folder on the disk", async () => {
  await withScratchRepository(async (repository) => {
    const file = new Map([["keys/a.pub", Buffer.from("one\n")]]);
    const base = repository.commit("main", file, [], WHO, NOW);
    repository.checkOut("main", file);
    const module = new Map([["keys", { module: base }]]);
    const head = repository.commit("change", module, [base], WHO, NOW);
    repository.checkOut("change", module);
    expect(git(repository.path, "ls-tree", head)).toBe(`160000 commit ${base}\tkeys`);
    expect(statSync(join(repository.path, "keys")).isDirectory()).toBe(true);
    repository.checkOut("main", file);
    expect(readFileSync(join(repository.path, "keys/a.pub"), "utf8")).toBe("one\n");
  });
});

test("what was put among git's own files goes, and what was there comes back", async () => {
  await withScratchRepository(async (repository) => {
    const before = repository.readOwn("config");
    repository.writeOwn("config", `${before}[core]\n\tignoreCase = true\n`);
    repository.writeOwn("config", "[core]\n");
    repository.writeOwn("shallow", "none\n");
    expect(repository.readOwn("config")).toBe("[core]\n");
    repository.removeOwn("config");
    repository.removeOwn("shallow");
    expect(repository.readOwn("config")).toBe(before);
    expect(existsSync(join(repository.path, ".git/shallow"))).toBe(false);
  });
});

test("goes when what used it fails", async () => {
  let place = "";
  const failing = withScratchRepository(async ({ path }) => {
    place = path;
    throw new Error("the use");
  });
  await expect(failing).rejects.toThrow("the use");
  expect(existsSync(place)).toBe(false);
});
