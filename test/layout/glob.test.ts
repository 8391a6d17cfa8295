import { describe, expect, test } from "vitest";
import { compileGlob } from "../../src/layout/glob.ts";
import { refusalOf } from "../fakes/refusal.ts";

// What Python 3.11's `fnmatch.fnmatchcase` says of each.
test.each<[pattern: string, name: string, expected: boolean]>([
  ["*", "foo/bar", true],
  ["*", "", true],
  ["*", ".hidden", true],
  ["*", "a\nb", true],
  ["?", "\n", true],
  ["a*/b", "a/c/b", true],
  ["a*b*c*d*e*/f", "axbxcxdxexxx/f", true],
  ["a*b*c*d*e*/f", "axbxcxdxexxx/fff", false],
  ["a*b?c*x", "abxbbxdbxebxczzx", true],
  ["a*b?c*x", "abxbbxdbxebxczzy", false],
  ["ab[b-d]", "abc", true],
  ["ab[e-g]", "abc", false],
  ["ab[!b-d]", "abc", false],
  ["ab[!e-g]", "abc", true],
  ["[!a]", "/", true],
  ["a?b", "a☺b", true],
  ["a?b", "a😀b", true],
  ["a???b", "a☺b", false],
  ["[a-ζ]*", "α", true],
  ["*[a-ζ]", "A", false],
  ["[^a-z]", "^", true],
  ["[^a-z]", "b", true],
  ["[^a-z]", "X", false],
  ["[[]", "[", true],
  ["[[]a", "[a", true],
  ["*x", "xxx", true],
  ["*a*", "ba", true],
  ["FOO", "foo", false],
  ["[a-cx-z]", "b", true],
  ["[a-cx-z]", "m", false],
  ["[&~|]", "|", true],
  ["]", "]", true],
  ["{a,b}", "a", false],
  ["{a,b}", "{a,b}", true],
])("%j and %j: %s", (pattern, name, expected) => {
  expect(compileGlob(pattern)(name)).toBe(expected);
});

describe("where Go reads a pattern otherwise, Python is followed", () => {
  test.each<[why: string, pattern: string, name: string, expected: boolean]>([
    ["a backslash escapes nothing", "a\\*b", "a*b", false],
    ["a backslash is itself", "a\\*b", "a\\xb", true],
    ["nor does it in a set", "[\\]a]", "]", false],
    ["where it is one of the set", "[\\]a]", "\\a]", true],
    ["so that this is a range", "[\\-x]", "a", true],
    ["and this is not", "[x\\-]", "\\", true],
    ["a bracket first in a set", "[]a]", "]", true],
    ["a hyphen alone", "[-]", "-", true],
    ["a hyphen last", "[x-]", "-", true],
    ["a hyphen last, the letter", "[x-]", "x", true],
    ["a hyphen last, another letter", "[x-]", "z", false],
    ["a hyphen first", "[-x]", "-", true],
    ["a hyphen behind a range", "[a-b-c]", "-", true],
    ["a range before a hyphen", "[a-b-c]", "a", true],
    ["a letter behind the hyphen", "[a-b-c]", "c", true],
    ["a backslash alone", "\\", "a", false],
  ])("%s: %j and %j", (_why, pattern, name, expected) => {
    expect(compileGlob(pattern)(name)).toBe(expected);
  });
});

test.each([
  "[",
  "[^",
  "[^bc",
  "a[",
  "a/b[",
  "a[\\",
  "[!]",
  "[]",
  "[z-a]",
  "[a--]",
  "",
  "a".repeat(4097),
])("row 46: malformed glob %j is an error, never no match", (pattern) => {
  const { code, message } = refusalOf(() => compileGlob(pattern));
  expect(code).toBe("GLOB_MALFORMED");
  expect(message).toMatch(/^pattern ".*: expected .+, found .+$/);
});

test("a glob bomb stays linear", () => {
  // One that tries each way of parting the name would outlive us all: steps are counted by how often the name is asked.
  const glob = compileGlob(`${"*a".repeat(200)}*b`);
  let asked = 0;
  const name = new Proxy(new String("a".repeat(4000)), {
    get(target, key) {
      const value = Reflect.get(target, key);
      if (key !== "codePointAt") return value;
      return (at: number) => {
        asked++;
        return "a".repeat(4000).codePointAt(at);
      };
    },
  });
  expect(glob(name as unknown as string)).toBe(false);
  expect(asked).toBeLessThan(4000 * 4);
});
