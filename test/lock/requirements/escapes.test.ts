import { describe, expect, test } from "vitest";
import { replaceEscapes, replaceRawEscapes } from "../../../src/lock/requirements/escapes.ts";

describe("replaceEscapes", () => {
  // Python 3.11: text.encode("latin-1").decode("unicode_escape")
  test.each([
    ["letters", "\\a\\b\\f\\n\\r\\t\\v", "\x07\b\f\n\r\t\v"],
    ["quotes and the backslash", "\\'\\\"\\\\", "'\"\\"],
    ["octal, of up to three digits", "\\1\\12\\1234\\8", "\x01\nS4\\8"],
    ["octal beyond a byte", "\\777", "\u01ff"],
    ["hex", "\\x41\\u00e9\\U0001f600", "Aé😀"],
    ["an escaped newline, which goes", "a\\\nb", "ab"],
    ["one that Python does not know, which stays", "\\q", "\\q"],
  ])("replaces %s", (_why, text, expected) => {
    expect(replaceEscapes(text)).toBe(expected);
  });

  test.each([
    ["a backslash at the end", "ab\\", 2],
    ["half a hex escape", "\\x4", 0],
    ["a sign in one", "\\u+041", 0],
    ["a code point that is none", "\\U00110000", 0],
    ["a character by name", "\\N{BULLET}", 0],
  ])("tells of %s", (_why, text, at) => {
    expect(replaceEscapes(text)).toMatchObject({ at });
  });
});

describe("replaceRawEscapes", () => {
  // Python 3.11: text.encode("latin-1").decode("raw_unicode_escape")
  test.each([
    ["only \\u and \\U", "\\n\\x41\\u0041\\U00000042", "\\n\\x41AB"],
    ["one behind an odd number of backslashes", "\\\\\\u0041", "\\\\A"],
    ["none behind an even number", "\\\\u0041", "\\\\u0041"],
    ["a backslash at the end, which stays", "a\\", "a\\"],
  ])("replaces %s", (_why, text, expected) => {
    expect(replaceRawEscapes(text)).toBe(expected);
  });
});
