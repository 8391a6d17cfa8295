import { fc, test } from "@fast-check/vitest";
import { describe, expect } from "vitest";
import { joinLines, replaceVariables } from "../../../src/lock/requirements/lines.ts";

const texts = (text: string) => joinLines(text).map((line) => [line.line, line.text]);

describe("joinLines", () => {
  test.each([
    [
      "CRLF is one end",
      "a\r\nb",
      [
        [1, "a"],
        [2, "b"],
      ],
    ],
    [
      "a bare CR is an end",
      "a\rb",
      [
        [1, "a"],
        [2, "b"],
      ],
    ],
    [
      "vertical tab, form feed and the separators of ASCII are ends",
      "a\vb\fc\x1cd\x1de\x1ef",
      [
        [1, "a"],
        [2, "b"],
        [3, "c"],
        [4, "d"],
        [5, "e"],
        [6, "f"],
      ],
    ],
    ["the unit separator is none", "a\x1fb", [[1, "a\x1fb"]]],
    [
      "NEL and the separators of Unicode are ends, also in a comment",
      "# a\x85b\u2028c\u2029d",
      [
        [2, "b"],
        [3, "c"],
        [4, "d"],
      ],
    ],
    [
      "a join takes the number of its first line",
      "\na \\\n  b\nc",
      [
        [2, "a   b"],
        [4, "c"],
      ],
    ],
    ["a join inserts nothing", "al\\\npha", [[1, "alpha"]]],
    ["all backslashes at both ends of a continued line go", "\\\\a\\\\\nb", [[1, "ab"]]],
    ["the last line of a join keeps those at its start", "a\\\n\\b", [[1, "a\\b"]]],
    [
      "a backslash with a space behind joins nothing",
      "a \\ \nb",
      [
        [1, "a \\"],
        [2, "b"],
      ],
    ],
    ["a backslash at the end of the file is dropped", "a\\", [[1, "a"]]],
    ["a comment line that ends in a backslash joins nothing", "# a\\\nb", [[2, "b"]]],
    [
      "a comment behind something that ends in a backslash swallows the next line",
      "a # b\\\nc",
      [[1, "a"]],
    ],
    [
      "a comment line ends a join",
      "a\\\n# b\nc",
      [
        [1, "a"],
        [3, "c"],
      ],
    ],
    [
      "an empty line ends a join",
      "a \\\n\nb",
      [
        [1, "a"],
        [3, "b"],
      ],
    ],
    ["a hash sign within a word starts no comment", "a#b", [[1, "a#b"]]],
    ["a no-break space before it does", "a\u00a0#b", [[1, "a"]]],
    [
      "white space of Python is stripped, a byte order mark is not",
      "\u3000a\x1f\n\ufeffb",
      [
        [1, "a"],
        [2, "\ufeffb"],
      ],
    ],
    ["empty lines are dropped and counted", "\n \n#\na", [[4, "a"]]],
  ])("%s", (_why, text, expected) => {
    expect(texts(text)).toEqual(expected);
  });

  test.prop([fc.string({ unit: fc.constantFrom("a", "#", "\\", " ", "\n") })])(
    "gives the same for LF as for another end of line",
    (text) => {
      expect(texts(text.replaceAll("\n", "\u2028"))).toEqual(texts(text));
    },
  );

  test.prop([fc.string({ unit: "binary" })])(
    "numbers lines upwards and gives none that is empty",
    (text) => {
      let last = 0;
      for (const { line, text: joined } of joinLines(text)) {
        expect(line).toBeGreaterThan(last);
        expect(joined).not.toBe("");
        last = line;
      }
    },
  );
});

describe("replaceVariables", () => {
  const env = { A: "alpha", EMPTY: "", lower: "x", TWICE: "$" + "{A}", DOLLAR: "$&" };
  const of = (name: string) => `\${${name}}`;
  test.each([
    ["a variable, everywhere", `${of("A")}${of("A")}`, "alphaalpha"],
    ["one that is not set stays", of("NONE"), of("NONE")],
    ["one that is empty stays", of("EMPTY"), of("EMPTY")],
    ["lower case stays", of("lower"), of("lower")],
    ["without braces it stays", "$A", "$A"],
    ["a value is not read again where its name did not stand", of("TWICE"), of("A")],
    [
      "a value is read again where the name stands behind",
      `${of("TWICE")} ${of("A")}`,
      "alpha alpha",
    ],
    ["a value is no pattern", of("DOLLAR"), "$&"],
    ["an inherited property is no variable", of("__PROTO__"), of("__PROTO__")],
  ])("%s", (_why, text, expected) => {
    expect(replaceVariables(text, env)).toBe(expected);
  });
});
