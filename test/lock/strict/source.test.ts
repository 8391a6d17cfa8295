import { describe, expect, test } from "vitest";
import { formatCodePoint, placeAt, problemAt } from "../../../src/lock/strict/source.ts";

const source = { name: "r.txt", text: "ab\r\n\u{1f600}é\n\nx", bom: false };

describe("placeAt", () => {
  // Lines end at LF; a column is a code point, not a UTF-16 unit.
  test.each([
    ["the start", 0, 1, 1],
    ["the CR before LF, which is the line's", 2, 1, 3],
    ["the LF", 3, 1, 4],
    ["the second line", 4, 2, 1],
    ["behind a character of two units", 6, 2, 2],
    ["an empty line", 8, 3, 1],
    ["the last line", 9, 4, 1],
    ["the end", 10, 4, 2],
  ])("%s", (_why, offset, line, column) => {
    expect(placeAt(source, offset)).toEqual({ file: "r.txt", line, column });
  });
});

test("formatCodePoint writes at least four digits", () => {
  expect([0, 0x2028, 0x1f600].map(formatCodePoint)).toEqual(["U+0000", "U+2028", "U+1F600"]);
});

test("problemAt refuses unless told to warn", () => {
  const what = { message: "expected a, found b", codePoint: "U+0009" };
  expect(problemAt(source, 4, "LOCK_DIALECT", what)).toEqual({
    rule: "LOCK_DIALECT",
    verdict: "refused",
    subject: "r.txt",
    message: "expected a, found b",
    where: { file: "r.txt", line: 2, column: 1, codePoint: "U+0009" },
  });
  expect(problemAt(source, 4, "LOCK_DIALECT", { message: "", verdict: "warned" }).verdict).toBe(
    "warned",
  );
});

test("a problem repeats no more of a file than a report can show", () => {
  const long = "x".repeat(5000);
  const source = { name: "r.txt", text: long, bom: false };
  const { message, found, expected } = problemAt(source, 0, "LOCK_DIALECT", {
    message: long,
    found: long,
    expected: "y",
  });
  expect([message.length, found?.length, expected]).toEqual([1025, 1025, "y"]);
});
