import type { Dice } from "../fakes/dice.ts";

// biome-ignore format: a table
const CODINGS = [
  "utf-8", "utf-7", "latin-1", "ascii", "unicode_escape", "raw_unicode_escape", "cp1252", "UTF8",
  "l1", "utf-16-le", "utf_8_sig", "automatic", "hex", "rot13", "utf-8-", "u8", "ISO-8859-1",
  "windows-1252", "us-ascii", "utf-32", "iso_8859-1:1987",
];
// biome-ignore format: a table
const CODING_LINES = [
  "# -*- coding: X -*-\n", "# vim: fileencoding=X\n", "#coding:X\n", "\n# coding=X\n",
  "  # coding: X\n", "a\n#coding: X\n", "\n\n# coding: X\n", "# coding: X\u2028",
];

/** Writes text as bytes, some of the time in an encoding that a mark or a comment names, or with a byte broken. */
export function encode(dice: Dice, text: string): Uint8Array {
  const shape = dice.below(20);
  if (shape === 0) return Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), Buffer.from(text)]);
  if (shape === 1) return Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(text, "utf16le")]);
  if (shape === 2) return Buffer.from(`\ufeff${text}`, "utf16le").swap16();
  if (shape === 3) return utf32(text, dice.often(50));
  if (shape < 8) {
    const lines = dice.one(CODING_LINES).replace("X", dice.one(CODINGS));
    const body = dice.often(50) ? text : escapeSome(dice, text);
    return Buffer.from(lines + body, dice.often(70) ? "utf8" : "latin1");
  }
  const bytes = Buffer.from(text);
  if (shape === 8 && bytes.length > 0) bytes[dice.below(bytes.length)] = dice.below(256);
  return bytes;
}

function escapeSome(dice: Dice, text: string): string {
  const escapes = [
    "+AAo-",
    "\\x0a",
    "\\u000a",
    "\\n",
    "\\\\u000a",
    "+",
    "+-",
    "+AA",
    "\\",
    "\\x4",
    "\\101",
    "+2D0-",
    "+2D3cAA-",
    "+AAo\n",
    "\\U0000000a",
    "+AGEAYg",
    "\\q",
  ];
  const at = dice.below(text.length + 1);
  return text.slice(0, at) + dice.one(escapes) + text.slice(at);
}

function utf32(text: string, little: boolean): Uint8Array {
  const points = ["\ufeff", ...text].map((character) => character.codePointAt(0) ?? 0);
  const bytes = Buffer.alloc(points.length * 4);
  for (const [at, point] of points.entries()) {
    if (little) bytes.writeUInt32LE(point, at * 4);
    else bytes.writeUInt32BE(point, at * 4);
  }
  return bytes;
}
