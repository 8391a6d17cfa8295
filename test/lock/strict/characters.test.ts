import { describe, expect, test } from "vitest";
import { lintFiles, ONE, TWO, verdictOf } from "../lint-files.ts";

const PIN = `alpha==1.0 --hash=${ONE}\n`;
const HIDDEN = `beta==1.0 --hash=${TWO}`;

describe("characters that end a line for pip only", () => {
  // The list is that of Python's str.splitlines(), less LF and CR LF.
  test.each([
    ["a24 form feed", "\f", "U+000C"],
    ["a25 vertical tab", "\v", "U+000B"],
    ["a26 file separator", "\x1c", "U+001C"],
    ["a26 group separator", "\x1d", "U+001D"],
    ["a26 record separator", "\x1e", "U+001E"],
    ["a27 next line", "\u0085", "U+0085"],
    ["a28 line separator", "\u2028", "U+2028"],
    ["a29 paragraph separator", "\u2029", "U+2029"],
    ["a04 carriage return alone", "\r", "U+000D"],
  ])("%s in a comment, before a pin", (_why, character, codePoint) => {
    expect(verdictOf(`${PIN}# é note${character}${HIDDEN}\n`)).toBe(
      `LOCK_HIDDEN_LINE 2:9 ${codePoint}`,
    );
  });

  test("a34 U+2028 inside a continuation", () => {
    expect(verdictOf(`alpha==1.0 \\\u2028 --hash=${ONE}\n`)).toContain(
      "LOCK_HIDDEN_LINE 1:13 U+2028",
    );
  });
});

describe("characters that hide what a reader would see", () => {
  test.each([
    ["a33 a NUL", "\0", "U+0000"],
    ["a32 a right-to-left override", "\u202e", "U+202E"],
    ["a32 an isolate", "\u2066", "U+2066"],
    ["a32 an Arabic letter mark", "\u061c", "U+061C"],
    ["an escape", "\x1b", "U+001B"],
    ["a backspace", "\b", "U+0008"],
    ["delete", "\x7f", "U+007F"],
    ["a control of C1", "\x9b", "U+009B"],
    ["a tag beyond the basic plane", "\u{e0061}", "U+E0061"],
  ])("%s in a comment", (_why, character, codePoint) => {
    expect(verdictOf(`# note ${character}\n${PIN}`)).toBe(
      `LOCK_CONTROL_CHARACTER 1:8 ${codePoint}`,
    );
  });

  test.each([
    ["letters of any script", "# für Ωmega 日本"],
    ["an emoji", "# 🎉"],
    ["a tab", "#\tnote"],
    ["white space that is not ASCII", "# a\u00a0b\u3000c"],
  ])("are not %s in a comment", (_why, comment) => {
    expect(verdictOf(`${comment}\n${PIN}`)).toBe("accepted");
  });
});

describe("white space that is not ASCII", () => {
  test.each([
    [
      "a31 a no-break space before --hash",
      `alpha==1.0\u00a0--hash=${ONE}\n`,
      "LOCK_WHITESPACE 1:11",
    ],
    [
      "a no-break space before a comment",
      `alpha==1.0 --hash=${ONE}\u00a0# note\n`,
      "LOCK_DIALECT 1:1",
    ],
    [
      "a no-break space in the marker",
      `alpha==1.0 ;\u00a0os_name == "nt" --hash=${ONE}\n`,
      "LOCK_NOT_ASCII 1:13 U+00A0",
    ],
    [
      "a zero-width space in the name",
      `al\u200bpha==1.0 --hash=${ONE}\n`,
      "LOCK_NOT_ASCII 1:3 U+200B",
    ],
    [
      "a second byte order mark",
      `\ufeff\ufeffalpha==1.0 --hash=${ONE}\n`,
      "LOCK_NOT_ASCII 1:1 U+FEFF",
    ],
    [
      "a byte order mark in the middle",
      `${PIN}\ufeffbeta==1.0 --hash=${TWO}\n`,
      "LOCK_NOT_ASCII 2:1 U+FEFF",
    ],
    [
      "a letter that is not ASCII in a marker",
      `alpha==1.0 ; os_name == "é" --hash=${ONE}\n`,
      "LOCK_NOT_ASCII 1:26 U+00E9",
    ],
    [
      "a letter that is not ASCII in an include",
      `-r bаse.txt\n${PIN}`,
      "LOCK_NOT_ASCII 1:5 U+0430",
    ],
    ["a line of no-break spaces", `\u00a0\n${PIN}`, "LOCK_NOT_ASCII 1:1 U+00A0"],
    ["a comment behind a no-break space", `\u00a0# note\n${PIN}`, "LOCK_DIALECT 1:1"],
  ])("%s", (_why, text, expected) => {
    expect(verdictOf(text)).toContain(expected);
  });
});

describe("bytes", () => {
  const utf16 = (bom: string, swap: boolean): Uint8Array => {
    const bytes = Buffer.from(bom + PIN, "utf16le");
    return swap ? bytes.swap16() : bytes;
  };
  test.each([
    ["g01 UTF-8 with a byte order mark", `\ufeff${PIN}`, "accepted"],
    ["g02 UTF-16, little end first", utf16("\ufeff", false), "LOCK_NOT_UTF8"],
    ["g03 UTF-16, big end first", utf16("\ufeff", true), "LOCK_NOT_UTF8"],
    ["g02 UTF-16 without a mark", utf16("", false), "LOCK_CONTROL_CHARACTER"],
    ["g11 a byte that is not UTF-8", Buffer.from(`# \xff\n${PIN}`, "latin1"), "LOCK_NOT_UTF8"],
    ["g11 half a surrogate pair", Buffer.from([0x23, 0xed, 0xa0, 0x80, 0x0a]), "LOCK_NOT_UTF8"],
    ["g11 a NUL in two bytes", Buffer.from([0x23, 0xc0, 0x80, 0x0a]), "LOCK_NOT_UTF8"],
    [
      "g11 a character cut short",
      Buffer.concat([Buffer.from(PIN), Buffer.from([0x23, 0xe2, 0x82])]),
      "LOCK_NOT_UTF8",
    ],
  ])("%s", (_why, bytes, expected) => {
    expect(verdictOf({ "requirements.txt": bytes })).toContain(expected);
  });

  test("name UTF-16 as such", () => {
    const [problem] = lintFiles({ "requirements.txt": utf16("\ufeff", false) }).problems;
    expect(problem).toMatchObject({
      message: "expected UTF-8, found UTF-16 or UTF-32 with a byte order mark",
      help: expect.stringContaining("-Encoding utf8"),
    });
  });
});

describe("coding comments (PEP 263)", () => {
  const other = "# für\n";
  test.each([
    [
      "g04 latin-1 in a file that is not ASCII",
      `# coding: latin-1\n${other}${PIN}`,
      "LOCK_CODING_COMMENT 1:3",
    ],
    ["g04 latin-1 in a file that is ASCII", `# coding: latin-1\n${PIN}`, "accepted"],
    ["g05 utf-7", `# coding: utf-7\n# note +AAo-beta\n${PIN}`, "LOCK_CODING_COMMENT 1:3"],
    [
      "g06 unicode_escape",
      `# coding: unicode_escape\n# note \\x0abeta\n${PIN}`,
      "LOCK_CODING_COMMENT 1:3",
    ],
    [
      "g06 raw_unicode_escape",
      `# coding: raw_unicode_escape\n# note \\u000abeta\n${PIN}`,
      "LOCK_CODING_COMMENT 1:3",
    ],
    [
      "g07 words that look like one",
      `# Package encoding: automatic\n${PIN}`,
      "LOCK_CODING_COMMENT 1:13",
    ],
    ["g08 on the second line", `#\n# coding=rot13\n${PIN}`, "LOCK_CODING_COMMENT 2:3"],
    ["g08 on the second line, behind a pin", `${PIN}# coding: rot13\n`, "LOCK_CODING_COMMENT 2:3"],
    ["g10 on the third line, where pip does not look", `#\n#\n# coding: rot13\n${PIN}`, "accepted"],
    ["g12 behind white space, where pip does not look", ` # coding: rot13\n${PIN}`, "accepted"],
    [
      "g13 behind a byte order mark, where pip does not look",
      `\ufeff# coding: utf-7\n${PIN}`,
      "accepted",
    ],
    ["g14 utf-8", `# -*- coding: utf-8 -*-\n${other}${PIN}`, "accepted"],
    ["g14 UTF8 by other names", `# coding=UTF_8\n${other}${PIN}`, "accepted"],
    ["g15 of vim", `# vim: set fileencoding=cp1252 :\n${other}${PIN}`, "LOCK_CODING_COMMENT 1:18"],
    [
      "utf-8-sig, which is another codec",
      `# coding: utf-8-sig\n${other}${PIN}`,
      "LOCK_CODING_COMMENT 1:3",
    ],
    [
      "a dot in the name, with which Python finds no codec",
      `# coding: utf.8\n${PIN}`,
      "LOCK_CODING_COMMENT 1:3",
    ],
    ["utf-16", `# coding: utf-16\n${PIN}`, "LOCK_CODING_COMMENT 1:3"],
    ["no name behind the colon", `# coding:\n${PIN}`, "accepted"],
    ["a space before the colon", `# coding : rot13\n${PIN}`, "accepted"],
    ["upper case, in which it is a word", `# CODING: rot13\n${PIN}`, "accepted"],
    ["the first of two counts", `# coding: utf-8\n# coding: rot13\n${PIN}`, "accepted"],
    ["a name behind the next line end", `# coding:\n# rot13\n${PIN}`, "accepted"],
  ])("%s", (_why, text, expected) => {
    expect(verdictOf(text)).toBe(expected);
  });
});

describe("many of one kind", () => {
  test("are counted after the twentieth", () => {
    const { problems } = lintFiles(`# ${"\0".repeat(25)}\n${PIN}`);
    expect(problems).toHaveLength(20);
    expect(problems.at(-1)?.message).toMatch(/; and 5 more such characters$/);
  });
});
