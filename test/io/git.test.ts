import { mkdirSync, symlinkSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { findInHistory, isIgnored, readOriginUrl } from "../../src/io/git.ts";
import { Folder } from "../fakes/checkout.ts";
import { Repository } from "../fakes/repository.ts";

const originOf = (config: string | Uint8Array) =>
  readOriginUrl(new Folder().write(".git/config", config).path);

describe("readOriginUrl", () => {
  test.each<[why: string, config: string, url: string | null]>([
    [
      "as git writes it",
      '[core]\n\tbare = false\n[remote "origin"]\n\turl = https://h/p\n\tfetch = +x\n',
      "https://h/p",
    ],
    ["no remote", "[core]\n\tbare = false\n", null],
    ["nothing", "", null],
    [
      "another remote's",
      '[remote "fork"]\nurl = https://h/fork\n[remote "origin"]\nurl = https://h/p\n',
      "https://h/p",
    ],
    ["another remote alone", '[remote "fork"]\nurl = https://h/fork\n', null],
    ["a remote in other letters, which is another", '[remote "ORIGIN"]\nurl = https://h/p\n', null],
    [
      "a section word in other letters, which is the same",
      '[ReMoTe "origin"]\nURL = https://h/p\n',
      "https://h/p",
    ],
    ["a section that ended", '[remote "origin"]\n[other]\nurl = https://h/p\n', null],
    ["a value in quotes", '[remote "origin"]\nurl = "https://h/p"\n', "https://h/p"],
    [
      "a comment after the value",
      '[remote "origin"]\nurl = https://h/p ; the one\n',
      "https://h/p",
    ],
    [
      "a comment after quotes",
      '[remote "origin"]\nurl = "https://h/p#x" # the one\n',
      "https://h/p#x",
    ],
    [
      "a line that is a comment",
      '[remote "origin"]\n# url = https://h/old\nurl = https://h/p\n',
      "https://h/p",
    ],
    [
      "a push URL",
      '[remote "origin"]\npushurl = https://h/push\nurl = https://h/p\n',
      "https://h/p",
    ],
    [
      "two, of which git fetches from the first",
      '[remote "origin"]\nurl = https://h/1\nurl = https://h/2\n',
      "https://h/1",
    ],
    ["on the line of its section", '[remote "origin"] url = https://h/p\n', "https://h/p"],
    ["CR LF", '[remote "origin"]\r\n\turl = https://h/p\r\n', "https://h/p"],
    ["an empty value", '[remote "origin"]\nurl =\n', null],
    [
      "a value over two lines, which is not read",
      '[remote "origin"]\nurl = https://h\\\n/p\n',
      null,
    ],
  ])("%s", (_why, config, url) => {
    expect(originOf(config)).toBe(url);
  });

  test("reads a configuration that is binary or huge as none", () => {
    expect(originOf(Buffer.from([0, 255, 254]))).toBeNull();
    expect(originOf(`[remote "origin"]\nurl = https://h/p\n${"#".repeat(1024 * 1024)}`)).toBeNull();
  });

  test("follows a worktree to the folder that all share", () => {
    const folder = new Folder()
      .write("main/.git/config", '[remote "origin"]\nurl = https://h/p\n')
      .write("main/.git/worktrees/w/commondir", "../..\n")
      .write("w/.git", `gitdir: ../main/.git/worktrees/w\n`);
    expect(readOriginUrl(folder.at("w"))).toBe("https://h/p");
  });

  test("follows a submodule to its own folder", () => {
    const folder = new Folder()
      .write(".git/config", '[remote "origin"]\nurl = https://h/super\n')
      .write(".git/modules/sub/config", '[remote "origin"]\nurl = https://h/sub\n')
      .write("sub/.git", "gitdir: ../.git/modules/sub\n");
    expect(readOriginUrl(folder.at("sub"))).toBe("https://h/sub");
  });

  test.each<[why: string, make: (folder: Folder) => unknown]>([
    ["no .git", () => {}],
    ["a pointer to nowhere", (one) => one.write(".git", "gitdir: nowhere\n")],
    ["a pointer with NUL", (one) => one.write(".git", "gitdir: a\0b\n")],
    ["a file that is no pointer", (one) => one.write(".git", "x")],
    ["a link to itself", (one) => symlinkSync(".git", one.at(".git"))],
    [
      "a folder for a configuration",
      (one) => mkdirSync(one.at(".git/config"), { recursive: true }),
    ],
  ])("gives nothing for %s", (_why, make) => {
    const folder = new Folder();
    make(folder);
    expect(readOriginUrl(folder.path)).toBeNull();
  });
});

test("tells what git ignores from what it does not", () => {
  const repository = new Repository().write(".gitignore", "build/\n*.key\n");
  for (const [name, isIt] of [
    ["build/a.txt", true],
    ["a.key", true],
    ["a.txt", false],
    ["*.txt", false],
    [":(glob)a.key", true],
  ] as const)
    expect([name, isIgnored(repository.path, repository.at(name))]).toEqual([name, isIt]);
});

test("where there is no repository nothing is known", () => {
  const folder = new Folder().write(".git/config", "");
  expect(isIgnored(folder.path, folder.at("x"))).toBeNull();
  expect(findInHistory(folder.path, "x", 10, () => true)).toBeUndefined();
  expect(findInHistory(new Folder().path, "x", 10, () => true)).toBeUndefined();
});
