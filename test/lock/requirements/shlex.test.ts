import { fc, test } from "@fast-check/vitest";
import { describe, expect } from "vitest";
import { splitWords } from "../../../src/lock/requirements/shlex.ts";

describe("splitWords", () => {
  // Python 3.11: shlex.split(text)
  test.each([
    ["nothing", "", []],
    ["white space of ASCII separates", " a\tb\r\nc ", ["a", "b", "c"]],
    ["other white space does not", "a\u00a0b\vc", ["a\u00a0b\vc"]],
    ["an empty quote is a word", "'' \"\"", ["", ""]],
    ["quotes join", "a'b c'\"d e\"f", ["ab cd ef"]],
    ["nothing is escaped in single quotes", "'a\\b'", ["a\\b"]],
    ["only the quote and the backslash in double ones", '"\\"\\\\\\a"', ['"\\\\a']],
    ["anything outside", "\\a\\ \\'", ["a '"]],
    ["a hash sign starts no comment", "a #b", ["a", "#b"]],
    ["a quote that is not closed", "'a", undefined],
    ["a double quote that is not closed", '"a\\"', undefined],
    ["an escape of nothing", "a\\", undefined],
  ])("%s", (_why, text, expected) => {
    expect(splitWords(text)).toEqual(expected);
  });

  test.prop([fc.array(fc.string({ unit: "binary" }))])(
    "reads back words in single quotes",
    (words) => {
      const quoted = words.map((word) => `'${word.replaceAll("'", `'"'"'`)}'`);
      expect(splitWords(quoted.join(" "))).toEqual(words);
    },
  );
});
