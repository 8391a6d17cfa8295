import { fc, test } from "@fast-check/vitest";
import { expect } from "vitest";
import { quote } from "../../src/bytes/quote.ts";

test.each([
  ["plain text", "a b", '"a b"'],
  ["quotes", 'a"b', '"a\\"b"'],
  ["a terminal's escape", "\u001b[31m", '"\\u001b[31m"'],
  ["a right-to-left override", "a\u202eb", '"a\\u202eb"'],
  ["a letter that looks like another", "\u0430", '"\\u0430"'],
  ["delete", "\u007f", '"\\u007f"'],
  ["80 characters in full", "a".repeat(80), `"${"a".repeat(80)}"`],
  ["no more than 80", "a".repeat(81), `"${"a".repeat(80)}…"`],
])("quote writes %s", (_why, text, expected) => {
  expect(quote(text)).toBe(expected);
});

test.prop([fc.string({ unit: "binary" })])(
  "quote writes one line of printable characters",
  (text) => {
    expect(quote(text)).toMatch(/^"[ -~]*…?"$/);
  },
);
