import { fc, test } from "@fast-check/vitest";
import { describe, expect } from "vitest";
import { decodeLikePip } from "../../../src/lock/requirements/decode.ts";

const bytes = (...parts: readonly (string | readonly number[])[]) =>
  Buffer.concat(
    parts.map((part) => (typeof part === "string" ? Buffer.from(part) : Buffer.from(part))),
  );

describe("decodeLikePip", () => {
  test.each([
    ["plain UTF-8", bytes("é"), "é", "utf_8"],
    ["nothing", bytes(""), "", "utf_8"],
    ["a mark of UTF-8, cut off", bytes([0xef, 0xbb, 0xbf], "a"), "a", "utf_8"],
    [
      "a second mark of UTF-8, kept",
      bytes([0xef, 0xbb, 0xbf, 0xef, 0xbb, 0xbf], "a"),
      "\ufeffa",
      "utf_8",
    ],
    ["a mark of UTF-16, little", bytes([0xff, 0xfe, 0x61, 0]), "a", "utf_16"],
    ["a mark of UTF-16, big", bytes([0xfe, 0xff, 0, 0x61]), "a", "utf_16_be"],
    [
      "a second mark of UTF-16 that turns the order round",
      bytes([0xff, 0xfe, 0xfe, 0xff, 0, 0x61]),
      "a",
      "utf_16",
    ],
    [
      "a mark of UTF-32, little, which starts as UTF-16 does",
      bytes([0xff, 0xfe, 0, 0, 0x61, 0, 0, 0]),
      "a",
      "utf_32",
    ],
    ["a mark of UTF-32, big", bytes([0, 0, 0xfe, 0xff, 0, 0, 0, 0x61]), "a", "utf_32_be"],
    [
      "a coding comment behind a mark, which does not count",
      bytes([0xef, 0xbb, 0xbf], "#coding:hex"),
      "#coding:hex",
      "utf_8",
    ],
    ["a newline in UTF-7", bytes("# coding: utf-7\n# +AAo-x"), "# coding: utf-7\n# \nx", "utf_7"],
    [
      "a newline as an escape",
      bytes("# coding: unicode_escape\n#\\x0ax"),
      "# coding: unicode_escape\n#\nx",
      "unicode_escape",
    ],
    [
      "only \\u escapes in the raw codec",
      bytes("#coding=raw-unicode-escape\\x0a\\u000ax"),
      "#coding=raw-unicode-escape\\x0a\nx",
      "raw_unicode_escape",
    ],
    [
      "an escape behind two backslashes in the raw codec",
      bytes("#coding=raw_unicode_escape\\\\u000a"),
      "#coding=raw_unicode_escape\\\\u000a",
      "raw_unicode_escape",
    ],
    [
      "ISO 8859-1, where 0x80 is a control",
      bytes("#coding:l1\n", [0x80, 0xe9]),
      "#coding:l1\n\x80é",
      "latin_1",
    ],
    [
      "Windows-1252, where 0x80 is the euro",
      bytes("#coding:windows-1252\n", [0x80]),
      "#coding:windows-1252\n€",
      "cp1252",
    ],
    [
      "a vim line on line 2",
      bytes("x\n# vim: fileencoding=latin-1 :\n", [0xe9]),
      "x\n# vim: fileencoding=latin-1 :\né",
      "latin_1",
    ],
    [
      "a comment on line 3, which does not count",
      bytes("\n\n# coding: hex\n"),
      "\n\n# coding: hex\n",
      "utf_8",
    ],
    [
      "an indented comment, which does not count",
      bytes("  # coding: hex\n"),
      "  # coding: hex\n",
      "utf_8",
    ],
    [
      "a line that ends in CR only, so the comment is not on its own",
      bytes("x\r# coding: hex\n"),
      "x\r# coding: hex\n",
      "utf_8",
    ],
  ])("reads %s", (_why, input, text, codec) => {
    expect(decodeLikePip(input)).toMatchObject({ text, codec });
  });

  test.each([
    ["a word that is no codec", bytes("# Package encoding: automatic\n"), "LookupError"],
    ["a codec that makes no text", bytes("# coding: rot13\n"), "LookupError"],
    ["a codec that is not decoded here", bytes("# coding: shift-jis\n"), "UnsupportedCodec"],
    ["latin-1 without a comment", bytes([0xe9]), "UnicodeDecodeError"],
    ["a byte that Windows-1252 lacks", bytes("#coding:cp1252\n", [0x81]), "UnicodeDecodeError"],
    ["half a unit of UTF-16", bytes([0xff, 0xfe, 0x61]), "UnicodeDecodeError"],
    ["a lone surrogate", bytes([0xff, 0xfe, 0, 0xd8]), "UnicodeDecodeError"],
    ["a surrogate in UTF-32", bytes([0, 0, 0xfe, 0xff, 0, 0, 0xd8, 0]), "UnicodeDecodeError"],
    ["UTF-7 that ends within a letter", bytes("#coding:utf7\n+AA"), "UnicodeDecodeError"],
    ["a backslash at the end", bytes("#coding:unicode_escape\\"), "UnicodeDecodeError"],
    ["more than ASCII", bytes("#coding:ascii é"), "UnicodeDecodeError"],
  ])("refuses %s", (_why, input, kind) => {
    expect(decodeLikePip(input)).toMatchObject({ kind });
  });

  test("says where the coding comment stands", () => {
    const decoded = decodeLikePip(bytes("é\n#  -*- coding: utf-8 -*-\n"));
    expect(decoded.comment).toEqual({ line: 2, at: 3 + "#  -*- coding: ".length, name: "utf-8" });
  });

  const codecs = fc.constantFrom(
    "utf-7",
    "utf-8",
    "ascii",
    "unicode_escape",
    "raw_unicode_escape",
    "cp1252",
    "utf-16",
    "utf-32-be",
    "x",
  );
  test.prop([codecs, fc.uint8Array()])("gives text or a failure for any bytes", (codec, body) => {
    const decoded = decodeLikePip(bytes(`#coding:${codec}\n`, [...body]));
    expect("text" in decoded || decoded.message.length > 0).toBe(true);
  });

  test.prop([fc.string({ unit: "grapheme" })])(
    "reads back UTF-16 and UTF-8 with a mark",
    (text) => {
      for (const encoding of ["utf8", "utf16le"] as const) {
        expect(decodeLikePip(Buffer.from(`\ufeff${text}`, encoding))).toMatchObject({
          text,
          bom: true,
        });
      }
    },
  );
});
