import { existsSync, statSync, symlinkSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { makeFolders } from "../../src/io/make-folders.ts";
import { Folder } from "../fakes/checkout.ts";

describe("makeFolders", () => {
  test("makes a folder and those above it, and is content with what is there", () => {
    const folder = new Folder();
    for (const path of ["a/b/c", "a/b/c", "a/b", "."]) makeFolders(folder.at(path), 0o700);
    expect(statSync(folder.at("a/b/c")).mode & 0o777).toBe(0o700);
    expect(statSync(folder.at("a")).mode & 0o777).toBe(0o700);
  });

  test("follows a link to a folder", () => {
    const folder = new Folder();
    makeFolders(folder.at("a"));
    symlinkSync("a", folder.at("link"));
    makeFolders(folder.at("link"));
    makeFolders(folder.at("link/b"));
    expect(statSync(folder.at("a/b")).isDirectory()).toBe(true);
  });

  test.each<[why: string, path: string, code: string]>([
    ["a file in its place", "file", "EEXIST"],
    ["a file above it", "file/a/b", "ENOTDIR"],
    ["a link to nothing in its place", "gone", "EEXIST"],
  ])("does not make one with %s", (_, path, code) => {
    const folder = new Folder().write("file", "");
    symlinkSync("nowhere", folder.at("gone"));
    expect(() => makeFolders(folder.at(path))).toThrow(expect.objectContaining({ code }));
  });

  // Here Node's own recursive way asks for ever.
  test.runIf(existsSync("/proc/self"))("ends where the system has no folders to make", () => {
    for (const path of ["/proc/other", "/proc/other/a/b"])
      expect(() => makeFolders(path)).toThrow(expect.objectContaining({ code: "ENOENT" }));
  });
});
