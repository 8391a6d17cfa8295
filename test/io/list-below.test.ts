import { symlinkSync } from "node:fs";
import { expect, test } from "vitest";
import { listBelow } from "../../src/io/list-below.ts";
import { Folder } from "../fakes/checkout.ts";

test("lists files at every depth, sorted, and follows no link", () => {
  const folder = new Folder().write("a/c/2", "").write("a/1", "").write("b/3", "");
  symlinkSync("../b", folder.at("a/link"));
  expect(listBelow(folder.path, "a")).toEqual(["a/1", "a/c/2"]);
});

test("lists nothing where there is no such folder", () => {
  expect(listBelow(new Folder().path, "a")).toEqual([]);
});

test("refuses what is no folder", () => {
  const folder = new Folder().write("a", "");
  expect(() => listBelow(folder.path, "a")).toThrow(
    expect.objectContaining({ code: "FILE_UNREADABLE" }),
  );
});

test("takes so many files and folders, and not one more", () => {
  const folder = new Folder().write("a/1", "").write("a/2", "").write("a/3", "");
  expect(listBelow(folder.path, "a", 3)).toHaveLength(3);
  expect(() => listBelow(folder.path, "a", 2)).toThrow(
    expect.objectContaining({
      code: "INPUT_TOO_LARGE",
      hint: "take out of the folder what has served",
    }),
  );
});
