import { fc, test } from "@fast-check/vitest";
import { describe, expect } from "vitest";
import { markerText, parseDependency } from "../../../src/lock/requirements/dependency.ts";
import { formatSpecifiers } from "../../../src/lock/requirements/specifier.ts";

const seen = (text: string) => {
  const dependency = parseDependency(text);
  return [
    dependency.name,
    dependency.extras.join(),
    dependency.url,
    formatSpecifiers(dependency.specifiers),
    markerText(dependency),
  ];
};

describe("parseDependency", () => {
  // PEP 508, "Examples", and packaging 26
  test.each([
    ["a name", "A", ["A", "", null, "", null]],
    ["a name with a dot, dashes and underscores", "A.B-C_D", ["A.B-C_D", "", null, "", null]],
    ["a version", "name<=1", ["name", "", null, "<=1", null]],
    ["versions in parentheses", "name (>=3,<2)", ["name", "", null, "<2,>=3", null]],
    ["a comma behind the last", "name>=1,", ["name", "", null, ">=1", null]],
    ["extras", "name [ fred, bar ,fred ] ==1", ["name", "bar,fred", null, "==1", null]],
    ["no extras in brackets", "name[]", ["name", "", null, "", null]],
    ["a URL", "name[quux] @ https://h/x", ["name", "quux", "https://h/x", "", null]],
    ["a URL without spaces", "name@x", ["name", "", "x", "", null]],
    ["a URL with a marker", "name @ x ; os_name=='a'", ["name", "", "x", "", 'os_name == "a"']],
    ["a semicolon that belongs to the URL", "name @ x;y", ["name", "", "x;y", "", null]],
    [
      "a marker",
      "name>=1;os_name=='a' and extra=='B'",
      ["name", "", null, ">=1", 'os_name == "a" and extra == "b"'],
    ],
    ["anything behind three equals signs", "name===a/b+c", ["name", "", null, "===a/b+c", null]],
    ["nothing behind three equals signs", "name===", ["name", "", null, "===", null]],
    ["a no-break space behind an operator", "name==\u00a01", ["name", "", null, "==1", null]],
  ])("reads %s", (_why, text, expected) => {
    expect(seen(text)).toEqual(expected);
  });

  test.each([
    ["nothing", "", "Expected package name at the start of dependency specifier"],
    ["a Cyrillic a", "\u0430lpha", "Expected package name at the start of dependency specifier"],
    [
      "a dash at the end of a name",
      "alpha-",
      "Expected semicolon (after name with no version specifier) or end",
    ],
    [
      "an accented letter at the end of a name",
      "alphaé",
      "Expected package name at the start of dependency specifier",
    ],
    ["one equals sign", "a=1", "Expected semicolon (after name with no version specifier) or end"],
    [
      "a word behind a version",
      "a==1 b",
      "Expected comma (within version specifier), semicolon (after version specifier) or end",
    ],
    ["a wildcard in a range", "a>=1.*", ".* suffix can only be used with `==` or `!=` operators"],
    [
      "a local version in a range",
      "a>=1+x",
      "Local version label can only be used with `==` or `!=` operators",
    ],
    ["extras without a comma", "a[b c]", "Expected comma between extra names"],
    ["a comma behind the last extra", "a[b,]", "Expected extra name after comma"],
    ["open brackets", "a[b", "Expected matching RIGHT_BRACKET for LEFT_BRACKET, after extras"],
    [
      "open parentheses",
      "a(==1",
      "Expected matching RIGHT_PARENTHESIS for LEFT_PARENTHESIS, after version specifier",
    ],
    ["no URL", "a @ ", "Expected URL after @"],
    ["a word behind a URL", "a @ b c", "Expected semicolon (after URL and whitespace) or end"],
  ])("refuses %s", (_why, text, reason) => {
    expect(() => parseDependency(text)).toThrow(
      expect.objectContaining({ code: "REQUIREMENT_MALFORMED", details: { reason } }),
    );
  });

  test("refuses what follows a comma behind three equals signs", () => {
    expect(() => parseDependency("a===1,b")).toThrow(
      expect.objectContaining({ code: "VERSION_MALFORMED" }),
    );
  });

  test.prop([fc.string({ unit: "binary" })])("gives a value or a refusal for any text", (text) => {
    try {
      expect(parseDependency(`a${text}`).name).not.toBe("");
    } catch (error) {
      expect(error).toHaveProperty("code");
    }
  });
});
