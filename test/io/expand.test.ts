import { symlinkSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { expandFiles, MAX_EXPANDED } from "../../src/io/expand.ts";
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
      "a folder: its files and links, without signatures and what is hidden",
      ["dist"],
      ["dist/a.tar.gz", "dist/b.whl", "dist/link", "dist/sub/c.whl"],
    ],
    [
      "a folder with a slash",
      ["dist/"],
      ["dist/a.tar.gz", "dist/b.whl", "dist/link", "dist/sub/c.whl"],
    ],
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

  test("names every link in a folder, and walks into none", () => {
    const folder = new Folder().write("dist/a", "").write("other/b", "");
    for (const [name, to] of [
      ["loop", "loop"],
      ["nowhere", "nothing"],
      ["tree", "../other"],
      ["up", ".."],
    ] as const)
      symlinkSync(to, folder.at(`dist/${name}`));
    expect(expandFiles(["dist"], folder.path)).toEqual([
      "dist/a",
      "dist/loop",
      "dist/nowhere",
      "dist/tree",
      "dist/up",
    ]);
    expect(expandFiles(["dist/loop"], folder.path)).toEqual(["dist/loop"]);
  });

  test("leaves a file with the ending of a signature out only beside what it vouches for", () => {
    const folder = new Folder()
      .write("dist/a", "")
      .write("dist/a.sig", "")
      .write("dist/a.pem", "")
      .write("dist/a.minisig", "")
      .write("dist/a.gpg", "")
      .write("dist/a.sign", "");
    folder.write("dist/roots.pem", "");
    expect(expandFiles(["dist"], folder.path)).toEqual(["dist/a", "dist/roots.pem"]);
    expect(expandFiles(["dist/*"], folder.path)).toEqual(["dist/a", "dist/roots.pem"]);
  });

  test("refuses more files than one release has", () => {
    const words = (count: number): string[] => Array.from({ length: count }, (_, at) => `${at}`);
    const { path } = new Folder();
    expect(expandFiles(words(MAX_EXPANDED), path)).toHaveLength(MAX_EXPANDED);
    expect(() => expandFiles(words(MAX_EXPANDED + 1), path)).toThrow(
      expect.objectContaining({ code: "INPUT_TOO_LARGE" }),
    );
  });

  test.each([
    ["a folder", "deep"],
    ["a pattern that matches nothing", "**/*.whl"],
    ["a pattern of fixed depth", "deep/*/*/none"],
    ["a folder that a pattern matches", "dee?"],
  ])("does not walk through more names than a checkout has, for %s", (_what, word) => {
    const folder = new Folder();
    for (let at = 0; at < 30; at += 1) folder.write(`deep/${at}/in/.keep`, "");
    expect(() => expandFiles([word], folder.path, 1000)).not.toThrow();
    expect(() => expandFiles([word], folder.path, 20)).toThrow(
      expect.objectContaining({
        code: "INPUT_TOO_LARGE",
        message: "names in folders: expected at most 20, found more",
      }),
    );
  });

  test("counts names over all words", () => {
    const folder = new Folder().write("one/a", "").write("two/b", "");
    expect(expandFiles(["one", "two"], folder.path, 2)).toEqual(["one/a", "two/b"]);
    expect(() => expandFiles(["one", "two"], folder.path, 1)).toThrow(
      expect.objectContaining({ code: "INPUT_TOO_LARGE" }),
    );
  });
});
