import { symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { describe, expect, test } from "vitest";
import { findBelow } from "../../src/io/below.ts";
import { Folder } from "../fakes/checkout.ts";

describe("findBelow", () => {
  test("finds files, and links that stay below", () => {
    const folder = new Folder().write("a", "x").write("dist/b", "x");
    symlinkSync("dist/b", folder.at("link"));
    expect(findBelow(folder.path, "a")).toBe(folder.at("a"));
    expect(findBelow(folder.path, "dist/b")).toBe(folder.at("dist/b"));
    expect(findBelow(folder.path, "link")).toBe(folder.at("link"));
    expect(findBelow(folder.path, "c")).toBeUndefined();
    expect(findBelow(folder.path, "c/d")).toBeUndefined();
  });

  test.each([
    ["nothing", ""],
    ["a folder above", "../a"],
    ["a folder above, in the middle", "dist/../a"],
    ["a folder above, at the end", "dist/.."],
    ["an absolute path", "/etc/passwd"],
    ["a path of Windows", "C:/a"],
    ["a backslash", "dist\\b"],
    ["a line end", "a\n"],
    ["NUL", "a\u0000b"],
    ["a link that leads out", "out"],
    ["a link to a folder outside", "outside/x"],
  ])("refuses %s", (_why, name) => {
    const folder = new Folder().write("a", "x").write("dist/b", "x");
    const other = new Folder().write("x", "x");
    symlinkSync(other.at("x"), folder.at("out"));
    symlinkSync(other.path, folder.at("outside"));
    expect(() => findBelow(folder.path, name)).toThrow(
      expect.objectContaining({ code: "PATH_OUTSIDE_ROOT" }),
    );
  });

  test("leaves a link that leads nowhere to whoever opens it", () => {
    const folder = new Folder();
    symlinkSync(`${tmpdir()}/not-there`, folder.at("link"));
    expect(findBelow(folder.path, "link")).toBe(folder.at("link"));
  });
});
