import { symlinkSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { CommitFiles } from "../../src/io/commit-files.ts";
import { refusalOf } from "../fakes/refusal.ts";
import { Repository } from "../fakes/repository.ts";

const text = (bytes: Uint8Array | undefined) =>
  bytes === undefined ? undefined : Buffer.from(bytes).toString();

function repository(): { readonly path: string; readonly commit: string } {
  const one = new Repository().write("a", "one").write("d/b", "two").write("d/e/ü", "three");
  symlinkSync("a", one.at("link"));
  const commit = one.commit();
  one.write("a", "changed").commit();
  return { path: one.path, commit };
}

describe.each([
  ["asked one by one", []],
  ["after everything was listed", [""]],
  ["after a folder was listed", ["d/"]],
] as const)("files of a commit, %s", (_, listed) => {
  test("are read as they are there; links, folders and what is missing are not", () => {
    const { path, commit } = repository();
    const files = new CommitFiles(path, commit);
    for (const folder of listed) files.list(folder);
    const names = ["a", "d/b", "d/e/ü", "link", "d", "none", "d/none"];
    expect(names.map((name) => text(files.read(name, 10)))).toEqual([
      "one",
      "two",
      "three",
      ...[undefined, undefined, undefined, undefined],
    ]);
  });
});

test("a folder is listed with all below it, and nothing else", () => {
  const { path, commit } = repository();
  const files = new CommitFiles(path, commit);
  expect([...files.list("d/").keys()].sort()).toEqual(["d/b", "d/e/ü"]);
  expect([...files.list("").keys()].sort()).toEqual(["a", "d/b", "d/e/ü"]);
  expect([...files.list("none/").keys()]).toEqual([]);
});

test("what is too large for one is read for another, and refused all the same", () => {
  const { path, commit } = repository();
  const files = new CommitFiles(path, commit);
  expect(refusalOf(() => files.read("d/e/ü", 4)).code).toBe("INPUT_TOO_LARGE");
  expect(text(files.read("d/e/ü", 5))).toBe("three");
  expect(refusalOf(() => files.read("d/e/ü", 4)).code).toBe("INPUT_TOO_LARGE");
});
