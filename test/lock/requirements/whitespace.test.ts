import { describe, expect, test } from "vitest";
import { isPythonSpace, stripSpace } from "../../../src/lock/requirements/whitespace.ts";

test("isPythonSpace knows what str.isspace knows", () => {
  // Python 3.11: [c for c in range(0x10000) if chr(c).isspace()]
  const expected = [
    ...[9, 10, 11, 12, 13, 28, 29, 30, 31, 32, 0x85, 0xa0, 0x1680],
    ...[0x2000, 0x2001, 0x2002, 0x2003, 0x2004, 0x2005, 0x2006, 0x2007, 0x2008, 0x2009, 0x200a],
    ...[0x2028, 0x2029, 0x202f, 0x205f, 0x3000],
  ];
  const found = Array.from({ length: 0x10000 }, (_, unit) => unit).filter(isPythonSpace);
  expect(found).toEqual(expected);
});

describe("stripSpace", () => {
  test.each([
    ["takes both ends", "\x1c a b\u3000", "a b"],
    ["leaves a byte order mark", "\ufeffa\ufeff", "\ufeffa\ufeff"],
    ["leaves nothing of white space alone", " \t\x85", ""],
  ])("%s", (_why, text, expected) => {
    expect(stripSpace(text)).toBe(expected);
  });
});
