import { chmodSync, mkdirSync, statSync, symlinkSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { isThere, readFile, replaceFiles, rewriteFile, writeFile } from "../../src/io/files.ts";
import { Folder } from "../fakes/checkout.ts";

const refusal = (code: string, message: RegExp) =>
  expect.objectContaining({
    code,
    message: expect.stringMatching(message),
    hint: expect.any(String),
  });

function danglingLink(folder: Folder): string {
  symlinkSync("none", folder.at("l"));
  return folder.at("l");
}

describe("readFile", () => {
  test("reads up to its limit, and not a byte more", () => {
    const folder = new Folder().write("f", "12345");
    expect(Buffer.from(readFile(folder.at("f"), 5)).toString()).toBe("12345");
    expect(() => readFile(folder.at("f"), 4)).toThrow(
      refusal("INPUT_TOO_LARGE", /f: expected at most 4 bytes, found 5$/),
    );
  });

  test("reads an empty file, and follows a link", () => {
    const folder = new Folder().write("f", "");
    symlinkSync("f", folder.at("l"));
    expect(readFile(folder.at("l"), 0)).toHaveLength(0);
  });

  test.each<[why: string, make: (folder: Folder) => string, code: string, message: RegExp]>([
    ["nothing", (one) => one.at("none"), "FILE_MISSING", /none: expected a file, found nothing$/],
    [
      "a path below a file",
      (one) => one.write("f", "").at("f/x"),
      "FILE_MISSING",
      /found nothing$/,
    ],
    ["a dangling link", danglingLink, "FILE_MISSING", /found nothing$/],
    ["a folder", (one) => one.path, "FILE_UNREADABLE", /expected a readable file, found a folder$/],
    ["a device", () => "/dev/null", "FILE_UNREADABLE", /found something else$/],
    [
      "a pipe that nobody writes to, without waiting",
      (one) => one.pipe("p"),
      "FILE_UNREADABLE",
      /found something else$/,
    ],
    ["a name too long", (one) => one.at("a".repeat(300)), "FILE_UNREADABLE", /found ENAMETOOLONG$/],
    ["a path with NUL", (one) => one.at("a\0b"), "FILE_UNREADABLE", /found ERR_INVALID_ARG_VALUE$/],
  ])("refuses %s", (_why, make, code, message) => {
    expect(() => readFile(make(new Folder()), 10)).toThrow(refusal(code, message));
  });

  // Linux states a size of 0 for these and then gives bytes: to a reader, a file that grows.
  test.runIf(process.platform === "linux")("refuses a file that grows while it is read", () => {
    expect(() => readFile("/proc/self/status", 1024 * 1024)).toThrow(
      refusal("FILE_UNREADABLE", /found a file that grew while it was read$/),
    );
    expect(() => readFile("/proc/self/status", 0)).toThrow(refusal("INPUT_TOO_LARGE", /at most 0/));
  });
});

// Reading what is not mapped is the one way to a failing disk that every Linux has.
test.runIf(process.platform === "linux")("readFile refuses a file whose disk fails", () => {
  expect(() => readFile("/proc/self/mem", 10)).toThrow(
    refusal("FILE_UNREADABLE", /expected a readable file, found EIO$/),
  );
});

describe("writeFile", () => {
  test("writes whole, with its mode, and leaves nothing beside", () => {
    const folder = new Folder();
    writeFile(folder.at("f"), "text", 0o600, true);
    expect(folder.read("f")).toBe("text");
    expect(statSync(folder.at("f")).mode & 0o777).toBe(0o600);
    writeFile(folder.at("f"), Buffer.from("new"), 0o600, false);
    expect(folder.read("f")).toBe("new");
    expect(Object.keys(folder.list())).toEqual(["f"]);
  });

  test.each<[why: string, make: (folder: Folder) => unknown]>([
    ["a file", (one) => one.write("f", "old")],
    ["a folder", (one) => mkdirSync(one.at("f"))],
    ["a dangling link", (one) => symlinkSync("none", one.at("f"))],
  ])("exclusively, never replaces %s", (_why, make) => {
    const folder = new Folder();
    make(folder);
    const before = folder.list();
    expect(() => writeFile(folder.at("f"), "new", 0o600, true)).toThrow(
      refusal("FILE_EXISTS", /f: expected a free path, found a file, which is never overwritten$/),
    );
    expect(folder.list()).toEqual(before);
  });

  test.each<[why: string, path: string, found: RegExp]>([
    ["a folder that is not there", "no/f", /expected to write a file, found ENOENT$/],
    ["a folder that is a file", "file/f", /found ENOTDIR$/],
    ["a name too long", "a".repeat(300), /found ENAMETOOLONG$/],
    ["a folder in its place", "dir", /found EISDIR$/],
  ])("refuses %s, and leaves nothing", (_why, path, found) => {
    const folder = new Folder().write("file", "x");
    mkdirSync(folder.at("dir"));
    const before = folder.list();
    expect(() => writeFile(folder.at(path), "x", 0o600, false)).toThrow(
      refusal("FILE_UNWRITABLE", found),
    );
    expect(folder.list()).toEqual(before);
  });

  test("takes the longest name there is", () => {
    const folder = new Folder();
    writeFile(folder.at("a".repeat(255)), "x", 0o600, true);
    expect(isThere(folder.at("a".repeat(255)))).toBe(true);
  });
});

describe("replaceFiles", () => {
  const bytes = Buffer.from("new");

  test("replaces all", () => {
    const folder = new Folder().write("a", "old");
    replaceFiles(
      [
        { path: folder.at("a"), bytes },
        { path: folder.at("b"), bytes },
      ],
      0o644,
    );
    expect([folder.read("a"), folder.read("b"), Object.keys(folder.list())]).toEqual([
      "new",
      "new",
      ["a", "b"],
    ]);
  });

  test.each([["no/c"], ["a".repeat(300)], ["dir"]])("or none, when %s cannot be", (bad) => {
    const folder = new Folder().write("a", "old");
    mkdirSync(folder.at("dir"));
    const before = folder.list();
    const files = ["a", "b", bad].map((name) => ({ path: folder.at(name), bytes }));
    expect(() => replaceFiles(files, 0o644)).toThrow(
      expect.objectContaining({ code: "FILE_UNWRITABLE" }),
    );
    expect(folder.list()).toEqual(before);
  });
});

test("rewriteFile keeps mode and link, and needs a file", () => {
  const folder = new Folder().write("real", "old");
  chmodSync(folder.at("real"), 0o640);
  symlinkSync("real", folder.at("link"));
  rewriteFile(folder.at("link"), Buffer.from("new"));
  expect([folder.read("real"), statSync(folder.at("real")).mode & 0o777]).toEqual(["new", 0o640]);
  expect(() => rewriteFile(folder.at("none"), Buffer.from("x"))).toThrow(
    refusal("FILE_UNWRITABLE", /found ENOENT$/),
  );
});

test("isThere sees dangling links, and nothing where nothing can be", () => {
  const folder = new Folder().write("f", "");
  symlinkSync("none", folder.at("l"));
  expect(["f", "l", "x", "f/x", "a".repeat(300)].map((name) => isThere(folder.at(name)))).toEqual([
    true,
    true,
    false,
    false,
    false,
  ]);
});
