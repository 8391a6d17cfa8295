import { symlinkSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { expandFiles } from "../../src/io/expand.ts";
import { Folder } from "../fakes/checkout.ts";

function tree(): Folder {
  const folder = new Folder();
  for (const name of [
    "dist/b.whl",
    "dist/a.tar.gz",
    "dist/sub/c.whl",
    "dist/a.tar.gz.sigstore.json",
    "dist/b.whl.publish.attestation",
    "dist/.git/x",
    "x.txt",
  ])
    folder.write(name, name);
  symlinkSync("../x.txt", folder.at("dist/link"));
  return folder;
}

describe("expandFiles", () => {
  test.each([
    ["a file", ["x.txt"], ["x.txt"]],
    ["what is not there", ["nothing"], ["nothing"]],
    [
      "a folder: its files, without signatures, links and what is hidden",
      ["dist"],
      ["dist/a.tar.gz", "dist/b.whl", "dist/sub/c.whl"],
    ],
    ["a folder with a slash", ["dist/"], ["dist/a.tar.gz", "dist/b.whl", "dist/sub/c.whl"]],
    ["a pattern", ["dist/*.whl"], ["dist/b.whl"]],
    ["a pattern that matches signatures too", ["dist/a*"], ["dist/a.tar.gz"]],
    ["a pattern that matches nothing", ["*.zip"], ["*.zip"]],
    ["a file that is named twice", ["x.txt", "*.txt"], ["x.txt"]],
    ["a digest", [`sha256:${"a".repeat(64)}`], [`sha256:${"a".repeat(64)}`]],
  ])("gives for %s", (_what, words, files) => {
    expect(expandFiles(words, tree().path)).toEqual(files);
  });

  test("gives nothing for an empty folder", () => {
    const folder = new Folder().write("empty/.keep", "");
    expect(expandFiles(["empty"], folder.path)).toEqual([]);
  });

  test("does not take a file that is named like a pattern for one", () => {
    const folder = new Folder().write("a*", "").write("ab", "");
    expect(expandFiles(["a*"], folder.path)).toEqual(["a*"]);
  });
});
