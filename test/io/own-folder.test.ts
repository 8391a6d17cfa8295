import { expect, test } from "vitest";
import { findOwnFolder, listNames, makeFolder, removeFile } from "../../src/io/own-folder.ts";
import { Folder } from "../fakes/checkout.ts";

test.each<[why: string, env: Record<string, string>, expected: string | undefined]>([
  ["the folder for data", { XDG_DATA_HOME: "/data", HOME: "/home/a" }, "/data/lockseal"],
  ["its default", { HOME: "/home/a" }, "/home/a/.local/share/lockseal"],
  [
    "its default where it is empty",
    { XDG_DATA_HOME: "", HOME: "/home/a" },
    "/home/a/.local/share/lockseal",
  ],
  [
    "its default where it is relative",
    { XDG_DATA_HOME: "data", HOME: "/home/a" },
    "/home/a/.local/share/lockseal",
  ],
  ["nothing of a relative home", { HOME: "." }, undefined],
  ["nothing of nothing", {}, undefined],
])("finds %s", (_why, env, expected) => {
  expect(findOwnFolder(env)).toBe(expected);
});

test("makes a folder for its user alone, and lists what is in it", () => {
  const folder = new Folder();
  makeFolder(folder.at("a/b"));
  makeFolder(folder.at("a/b"));
  expect(listNames(folder.at("a/b"))).toEqual([]);
  folder.write("a/b/y", "").write("a/b/x", "");
  expect(listNames(folder.at("a/b"))).toEqual(["x", "y"]);
  expect(listNames(folder.at("nothing"))).toEqual([]);
  removeFile(folder.at("a/b/x"));
  expect(listNames(folder.at("a/b"))).toEqual(["y"]);
});

test.each<[why: string, run: (folder: Folder) => unknown, code: string]>([
  ["listing a file", (folder) => listNames(folder.at("file")), "FILE_UNREADABLE"],
  [
    "a folder in the place of a file",
    (folder) => makeFolder(folder.at("file/in")),
    "FILE_UNWRITABLE",
  ],
  ["removing what is not there", (folder) => removeFile(folder.at("nothing")), "FILE_MISSING"],
  ["removing a folder", (folder) => removeFile(folder.path), "FILE_UNWRITABLE"],
])("refuses %s", (_why, run, code) => {
  const folder = new Folder().write("file", "");
  expect(() => run(folder)).toThrow(expect.objectContaining({ code }));
});
