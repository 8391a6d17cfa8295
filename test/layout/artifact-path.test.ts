import { expect, test } from "vitest";
import { foldPath, normalisePath } from "../../src/layout/artifact-path.ts";

// Row 47: a path has one spelling, whoever wrote it.
test.each<[path: string, expected: string]>([
  ["a", "a"],
  ["a/b", "a/b"],
  ["./a", "a"],
  ["a/../b", "b"],
  ["a//b", "a/b"],
  ["a/./b", "a/b"],
  ["a/", "a"],
  ["a\\b", "a/b"],
  ["a\\..\\b", "b"],
  ["../a", "../a"],
  ["a/../../b", "../b"],
  ["../../a", "../../a"],
  ["/a/../b", "/b"],
  ["/../a", "/a"],
  [".hidden", ".hidden"],
  ["...", "..."],
  ["c:\\a", "c:/a"],
  ["c://a", "c:/a"],
  ["git+https://host.example/a", "git+https:/host.example/a"],
  ["pkg:npm/a", "pkg:npm/a"],
])("%s is %s", (path, expected) => {
  expect(normalisePath(path, "none")).toBe(expected);
});

test.each<[uri: string, expected: string]>([
  [
    "git+https://host.example/acme/app@refs/tags/v1",
    "git+https://host.example/acme/app@refs/tags/v1",
  ],
  ["c://a", "c:/a"],
  ["./a", "a"],
])("%s is %s where it may be a URI", (uri, expected) => {
  expect(normalisePath(uri, "keep")).toBe(expected);
});

test.each<[path: string, found: string]>([
  ["", "an empty one"],
  [".", "that of a folder"],
  ["a/..", "that of a folder"],
  ["/", "that of a folder"],
  ["a\0b", "one with a control character"],
  ["a\nb", "one with a control character"],
  ["https://host/a/../b", "one with them"],
  ["a".repeat(4097), "4097"],
])("%j is none", (path, found) => {
  expect(normalisePath(path, "keep")).toMatchObject({ found });
});

test("letters in either case and composed or not are one path to some disk", () => {
  expect(foldPath("Foo/BAR")).toBe(foldPath("foo/bar"));
  expect(foldPath("\u00e9")).toBe(foldPath("e\u0301"));
  expect(foldPath("a")).not.toBe(foldPath("b"));
});
