import { describe, expect, test } from "vitest";
import {
  checkFileUrl,
  extensionOf,
  isUrl,
  normalisePath,
  pathToUrl,
  splitUrl,
  unquote,
} from "../../../src/lock/requirements/url.ts";

describe("splitUrl", () => {
  // Python 3.11: urllib.parse.urlsplit(text)
  test.each([
    ["a URL", "HTTPS://u@h:1/p?q#f", { scheme: "https", netloc: "u@h:1", path: "/p" }],
    ["a path", "a/b", { scheme: "", netloc: "", path: "a/b" }],
    ["a host without a scheme", "//h/p", { scheme: "", netloc: "h", path: "/p" }],
    ["a host that a question mark ends", "x://h?q", { scheme: "x", netloc: "h", path: "" }],
    [
      "controls before it and tabs within",
      "\x00 ht\ttp:p",
      { scheme: "http", netloc: "", path: "p" },
    ],
    [
      "something before the colon that is no scheme",
      "a b:c",
      { scheme: "", netloc: "", path: "a b:c" },
    ],
  ])("splits %s", (_why, text, expected) => {
    expect(splitUrl(text)).toEqual(expected);
  });

  test.each([
    ["a bracket too few", "http://[::1/"],
    ["what is no address in brackets", "http://[h]/"],
    ["a host with a sign that means a slash", "http://a\u2100b/"],
  ])("refuses %s", (_why, text) => {
    expect(() => splitUrl(text)).toThrow(expect.objectContaining({ name: "ValueError" }));
  });
});

describe("isUrl", () => {
  test.each([
    ["https://h/x", true],
    ["git+ssh://h/x", true],
    ["FILE:x", true],
    ["git://h/x", false],
    ["alpha @ https://h/x", false],
    ["alpha==1.0", false],
  ])("%s: %s", (text, expected) => {
    expect(isUrl(text)).toBe(expected);
  });
});

describe("paths", () => {
  test.each([
    ["/a/./b//../c/", "/a/c"],
    ["/../..", "/"],
    ["//a", "//a"],
    ["///a", "/a"],
  ])("%s is %s", (path, expected) => {
    expect(normalisePath(path)).toBe(expected);
  });

  test.each([
    ["/a b/é@1", "file:///a%20b/%C3%A9%401"],
    ["//h/x", "file://h/x"],
  ])("%s is written %s", (path, expected) => {
    expect(pathToUrl(path)).toBe(expected);
  });

  test.each([
    ["/a/x.tar.gz", ".tar.gz"],
    ["x.TAR.gz", ".TAR.gz"],
    ["x.whl", ".whl"],
    [".whl", ""],
    ["/a/.tar", ".tar"],
    ["..whl", ""],
    ["a.b/c", ""],
    ["x.", "."],
  ])("the extension of %s is %j", (path, expected) => {
    expect(extensionOf(path)).toBe(expected);
  });

  test("escapes are decoded as UTF-8, and what is not is replaced", () => {
    expect(unquote("%C3%A9%2F%ff%zz")).toBe("é/\ufffd%zz");
  });

  test.each([
    ["another host", "file://h/x", "ValueError"],
    ["upper case, at which pip falls over", "FILE:///x", "AssertionError"],
  ])("a file URL with %s is refused", (_why, url, name) => {
    expect(() => checkFileUrl(url)).toThrow(expect.objectContaining({ name }));
  });
});
