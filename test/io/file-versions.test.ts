import { symlinkSync } from "node:fs";
import { expect, test } from "vitest";
import { listVersions } from "../../src/io/file-versions.ts";
import { Repository } from "../fakes/repository.ts";

test("what a file was is listed along the line of first parents, newest first", () => {
  const one = new Repository();
  const content = (commit: string, name: string): string =>
    one.git("rev-parse", `${commit}:${name}`);
  const root = one.write("a", "1").write("ä b\n", "1").write("other", "1").commit("root");
  one.git("checkout", "-q", "-b", "side");
  one.write("a", "side").commit("side");
  one.write("a", "2").commit("side again");
  one.git("checkout", "-q", "main");
  one.write("other", "2").commit("elsewhere");
  one.git("merge", "-q", "--no-ff", "-m", "merge", "side");
  const merged = one.git("rev-parse", "HEAD");
  one.remove("a");
  one.commit("gone");
  symlinkSync("other", one.at("a"));
  one.commit("a link");
  one.remove("a").write("a", "3");
  const head = one.commit("a file again");
  const names = ["a", "ä b\n"];
  const expected = [
    { commit: head, path: "a", blob: content(head, "a") },
    { commit: merged, path: "a", blob: content(merged, "a") },
    { commit: root, path: "a", blob: content(root, "a") },
    { commit: root, path: "ä b\n", blob: content(root, "ä b\n") },
  ];
  expect(listVersions(one.path, head, names, 100)).toEqual(expected);
  // Of those commits one has it as a file, one as a link, and one not at all.
  expect(listVersions(one.path, head, names, 3)).toEqual(expected.slice(0, 1));
  for (const [name, value] of [
    ["log.follow", "true"],
    ["log.showRoot", "false"],
    ["diff.renames", "copies"],
    ["log.diffMerges", "off"],
    ["core.quotePath", "true"],
  ] as const)
    one.git("config", name, value);
  expect(listVersions(one.path, head, ["a"], 100)).toEqual(expected.slice(0, 3));
  expect(listVersions(one.path, head, [], 100)).toEqual([]);
});
