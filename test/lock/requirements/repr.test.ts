import { describe, expect, test } from "vitest";
import { pythonRepr } from "../../../src/lock/requirements/repr.ts";

describe("pythonRepr", () => {
  // Python 3.11: repr(text)
  test.each([
    ["plain text", "a b", "'a b'"],
    ["a single quote", "a'b", `"a'b"`],
    ["both quotes", `'"`, `'\\'"'`],
    ["a backslash", "\\", "'\\\\'"],
    ["controls", "\t\n\r\x00\x7f\x85", "'\\t\\n\\r\\x00\\x7f\\x85'"],
    ["letters of other scripts", "аé😀", "'аé😀'"],
    ["white space that is not U+0020", "\u00a0\u2028\u3000", "'\\xa0\\u2028\\u3000'"],
    ["what has no look", "\u202e\ufeff\u{e0001}", "'\\u202e\\ufeff\\U000e0001'"],
  ])("writes %s", (_why, text, expected) => {
    expect(pythonRepr(text)).toBe(expected);
  });
});
