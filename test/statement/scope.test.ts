import { fc, test } from "@fast-check/vitest";
import { describe, expect } from "vitest";
import { badPath, isRepository, MAX_PATH_BYTES } from "../../src/statement/scope.ts";

describe("badPath", () => {
  test.each([
    "requirements.txt",
    "services/api/requirements.txt",
    "..hidden/a..b/c...",
    "with space/é/日本.txt",
    "~/a",
    "a".repeat(MAX_PATH_BYTES),
  ])("takes %j", (path) => {
    expect(badPath(path)).toBeUndefined();
  });

  test.each<[string, string, string]>([
    ["nothing", "", '""'],
    ["an absolute path", "/etc/passwd", "absolute"],
    ["a drive", "C:/a", "absolute"],
    ["a drive without a slash", "c:a", "absolute"],
    ["a way out", "../a", '".." between slashes'],
    ["a way out in the middle", "a/../../b", '".." between slashes'],
    ["a way out at the end", "a/..", '".." between slashes'],
    ["a dot", "./a", '"." between slashes'],
    ["an empty part", "a//b", '"" between slashes'],
    ["a slash at the end", "a/", '"" between slashes'],
    ["a backslash", "a\\b", "backslash"],
    ["NUL", "a\0b", "control character"],
    ["a line end", "a\nb", "control character"],
    ["a terminal's escape", "a\u001b[2Jb", "control character"],
    ["a C1 control", "a\u009bb", "control character"],
    ["a right-to-left override", "a\u202etxt.b", "control character"],
    ["a line separator", "a\u2028b", "control character"],
    ["one byte too many", "a".repeat(MAX_PATH_BYTES + 1), "4097 bytes"],
    ["bytes, not characters, too many", "é".repeat(MAX_PATH_BYTES / 2 + 1), "4098 bytes"],
  ])("refuses %s", (_why, path, found) => {
    expect(badPath(path)).toContain(found);
  });

  test.prop([fc.string({ unit: "binary" })])("takes no path that leaves the root", (path) => {
    if (badPath(path) !== undefined) return;
    const base = "file:///top/below/";
    const escaped = path.split("/").map(encodeURIComponent).join("/");
    expect(new URL(escaped, base).href.startsWith(base)).toBe(true);
  });
});

test.each<[string, boolean]>([
  ["git+https://github.com/acme/app", true],
  ["git+https://git.example.org:8443/~alice/app.git", true],
  ["git+https://github.com", false],
  ["git+https://github.com/", false],
  ["git+https://github.com/acme/app/", false],
  ["git+https://github.com/acme//app", false],
  ["git+https://github.com/acme/../app", false],
  ["git+https://github.com/acme/..", false],
  ["git+https://user@github.com/acme/app", false],
  ["git+https://github.com/acme/app?x", false],
  ["git+https://github.com/acme/app#x", false],
  ["git+https://GitHub.com/acme/app", false],
  ["git+https://github.com:0/acme/app", false],
  ["git+https://-/acme", false],
  ["git+http://github.com/acme/app", false],
  ["git+ssh://git@github.com/acme/app", false],
  ["https://github.com/acme/app", false],
  ["git+https://github.com/acme/a pp", false],
  ["git+https://github.com/acme/app\n", false],
  ["git+https://github.com/аcme/app", false],
  [`git+https://github.com/${"a".repeat(MAX_PATH_BYTES)}`, false],
])("isRepository(%j) is %j", (uri, expected) => {
  expect(isRepository(uri)).toBe(expected);
});
