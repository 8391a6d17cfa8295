import { mkdirSync, symlinkSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { liesUnder, locateFile, readUnderRoot } from "../../src/io/root.ts";
import { Folder } from "../fakes/checkout.ts";

describe("locateFile", () => {
  const tree = () => {
    const folder = new Folder().write("top/.git/HEAD", "").write("top/a/b/r.txt", "");
    mkdirSync(folder.at("plain"));
    symlinkSync("top/a", folder.at("link"));
    return folder;
  };

  test.each<
    [
      why: string,
      file: string,
      root: string | undefined,
      top: string,
      name: string,
      git: string | null,
    ]
  >([
    ["the git top level", "top/a/b/r.txt", undefined, "top", "a/b/r.txt", "top"],
    ["the file's folder outside git", "plain/r.txt", undefined, "plain", "r.txt", null],
    ["the given root", "top/a/b/r.txt", "top/a", "top/a", "b/r.txt", "top"],
    ["the folder that a link leads to", "link/b/r.txt", undefined, "top", "a/b/r.txt", "top"],
    ["a root through a link", "top/a/b/r.txt", "link", "top/a", "b/r.txt", "top"],
    ["a path with detours", "plain/../top/./a/b/r.txt", undefined, "top", "a/b/r.txt", "top"],
  ])("takes %s", (_why, file, root, top, name, git) => {
    const folder = tree();
    expect(locateFile(file, folder.path, root)).toMatchObject({
      name,
      root: { path: folder.at(top), gitTop: git === null ? null : folder.at(git) },
    });
  });

  test.each<[why: string, file: string, root: string | undefined, code: string]>([
    ["a folder that is not there", "no/r.txt", undefined, "FILE_MISSING"],
    ["a root that is not there", "top/a/b/r.txt", "no", "FILE_MISSING"],
    ["a file beside the root", "plain/r.txt", "top", "PATH_OUTSIDE_ROOT"],
    ["a file above the root", "r.txt", "top", "PATH_OUTSIDE_ROOT"],
    ["the folder above", "..", "top", "PATH_OUTSIDE_ROOT"],
  ])("refuses %s", (_why, file, root, code) => {
    expect(() => locateFile(file, tree().path, root)).toThrow(expect.objectContaining({ code }));
  });
});

test("the whole file system is a root, too", () => {
  const folder = new Folder().write("r.txt", "x");
  const { root, name } = locateFile(folder.at("r.txt"), "/", "/");
  expect(Buffer.from(readUnderRoot(root, name, 10)).toString()).toBe("x");
  expect(liesUnder(root, folder.at("r.txt"))).toBe(true);
});

test("a name that begins like the root's lies beside it", () => {
  const folder = new Folder().write("top/r.txt", "").write("topmost/k.pub", "");
  const root = { path: folder.at("top"), gitTop: null };
  expect(liesUnder(root, folder.at("topmost/k.pub"))).toBe(false);
  expect(liesUnder(root, folder.at("top/r.txt"))).toBe(true);
  expect(liesUnder(root, folder.at("top/none"))).toBe(false);
  symlinkSync("../topmost", folder.at("top/out"));
  expect(liesUnder(root, folder.at("top/out/k.pub"))).toBe(true);
  expect(liesUnder({ ...root, gitTop: folder.path }, folder.at("topmost/k.pub"))).toBe(true);
  expect(() => readUnderRoot(root, "out/k.pub", 10)).toThrow(
    expect.objectContaining({ code: "PATH_OUTSIDE_ROOT" }),
  );
});
