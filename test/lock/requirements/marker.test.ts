import { fc, test } from "@fast-check/vitest";
import { describe, expect } from "vitest";
import {
  evaluateMarker,
  formatMarker,
  parseMarker,
} from "../../../src/lock/requirements/marker.ts";

const ENVIRONMENT = {
  extra: "Test.X",
  extras: new Set(["A_b"]),
  os_name: "posix",
  platform_release: "6.1.0-13-amd64",
  platform_python_implementation: "CPython",
  python_full_version: "3.15.0a1+",
  python_version: "3.11",
  sys_platform: "linux",
};

describe("parseMarker", () => {
  // packaging 26: str(Marker(text))
  test.each([
    ["quotes become double", "os_name=='posix'", 'os_name == "posix"'],
    [
      "old names become new",
      "os.name == platform.python_implementation",
      "os_name == platform_python_implementation",
    ],
    [
      "parentheses round one comparison go",
      '((os_name == "a")) and (extra == "b")',
      'os_name == "a" and extra == "b"',
    ],
    [
      "those round several stay",
      'os_name=="a" or(os_name=="b"and os_name=="c")',
      'os_name == "a" or (os_name == "b" and os_name == "c")',
    ],
    ["an extra is normalised", 'extra == "A_b"', 'extra == "a-b"'],
    [
      "but not within parentheses",
      '(extra == "A_b" or os_name == "x") and os_name == "y"',
      '(extra == "A_b" or os_name == "x") and os_name == "y"',
    ],
    ["an extra on the right", '"A.b" == extra', '"a-b" == extra'],
    ["white space in not in", 'os_name not \t in "x"', 'os_name not in "x"'],
    ["escapes of Python", '"\\x41\\q" in os_name', '"A\\q" in os_name'],
  ])("reads: %s", (_why, text, expected) => {
    expect(formatMarker(parseMarker(text))).toBe(expected);
  });

  test.each([
    ["nothing", "", "Expected a marker variable or quoted string"],
    ["an unknown variable", 'python_versio > "3"', "Expected a marker variable or quoted string"],
    [
      "a variable that goes on in another script",
      'os_nameé == "x"',
      "Expected a marker variable or quoted string",
    ],
    [
      "no operator",
      "os_name posix",
      "Expected marker operator, one of <=, <, !=, ==, >=, >, ~=, ===, in, not in",
    ],
    ["not without in", 'os_name not "x"', "Expected 'in' after 'not'"],
    [
      "an open parenthesis",
      '(os_name == "x"',
      "Expected matching RIGHT_PARENTHESIS for LEFT_PARENTHESIS, after marker expression",
    ],
    ["something behind", 'os_name == "x" x', "Expected end of marker expression"],
  ])("refuses %s", (_why, text, reason) => {
    expect(() => parseMarker(text)).toThrow(
      expect.objectContaining({ code: "REQUIREMENT_MALFORMED", details: { reason } }),
    );
  });

  test.each([
    ["one escape too few", '"\\" == os_name'],
    ["half an escape", '"\\x4" == os_name'],
    ["a newline", '"\n" == os_name'],
  ])("refuses a string with %s", (_why, text) => {
    expect(() => parseMarker(text)).toThrow(
      expect.objectContaining({ code: "REQUIREMENT_MALFORMED" }),
    );
  });

  test("refuses parentheses that are too deep, and not by a full stack", () => {
    const deep = `${"(".repeat(100_000)}os_name == "x"${")".repeat(100_000)}`;
    expect(() => parseMarker(deep)).toThrow(
      expect.objectContaining({ code: "REQUIREMENT_MALFORMED" }),
    );
  });

  test.prop([
    fc.string({
      unit: fc.constantFrom(..."()'\"<=>~! \t\\éaox", "and", "or", "in", "not", "os_name", "extra"),
    }),
  ])("gives a tree or a refusal for any text, and prints a tree that prints the same", (text) => {
    let printed: string;
    try {
      printed = formatMarker(parseMarker(text));
    } catch (error) {
      expect(error).toMatchObject({ code: "REQUIREMENT_MALFORMED" });
      return;
    }
    if (!/\\|'[^']*"|"[^"]*'/.test(text)) expect(formatMarker(parseMarker(printed))).toBe(printed);
  });
});

describe("evaluateMarker", () => {
  test.each([
    ["versions as versions", 'python_version >= "3.9"', true],
    ["the variable on the right", '"3.9" <= python_version', true],
    ["and before or", 'os_name == "posix" or os_name == "x" and os_name == "y"', true],
    ["parentheses before and", '(os_name == "posix" or os_name == "x") and os_name == "y"', false],
    ["what is no version as text", 'python_version in "3.11 3.12"', true],
    ["an order of text, which is none", 'os_name > "a"', false],
    ["at least, which is the same for text", 'os_name >= "posix"', true],
    ["a release of a kernel, which is no version", 'platform_release >= "5.0"', false],
    ["an untagged Python", 'python_full_version == "3.15.0a1"', true],
    ["an extra by its normal name", 'extra == "test_x"', true],
    ["a set of extras", '"a.B" in extras', true],
    ["a missing member", '"c" not in extras', true],
    ["the name of the second variable for its value", "os_name != sys_platform", true],
    ["two literals: an error", '"a" == "a"', undefined],
    ["a variable that the environment lacks: an error", 'platform_machine == "x"', undefined],
    ["an operator that text has not: an error", 'os_name ~= "posix"', undefined],
    [
      "an error, also where the outcome is settled",
      'os_name == "posix" or os_name ~= "x"',
      undefined,
    ],
  ])("%s", (_why, text, expected) => {
    expect(evaluateMarker(parseMarker(text), ENVIRONMENT)).toBe(expected);
  });
});
