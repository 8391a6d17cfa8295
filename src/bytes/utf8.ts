import { isUtf8 } from "node:buffer";
import { Refusal } from "../errors.ts";

const BOM = [0xef, 0xbb, 0xbf];

/** How bytes are to be read as UTF-8. */
export interface Utf8Options {
  /** Names the bytes in a refusal, such as the file they come from. */
  readonly what: string;
  /** `"keep"` leaves a byte order mark in the text as U+FEFF. */
  readonly bom: "refuse" | "keep";
}

/**
 * Decodes UTF-8 and never substitutes: U+FFFD in the result was U+FFFD in the bytes.
 * Does not normalise, and says nothing about control or invisible characters.
 *
 * @throws Refusal `UTF8_MALFORMED` with the offset of the first byte that cannot stand there, or 0 for a refused mark.
 * @see https://www.unicode.org/versions/Unicode16.0.0/core-spec/chapter-3/#G7404 table 3-7
 */
export function decodeUtf8(bytes: Uint8Array, options: Utf8Options): string {
  if (options.bom === "refuse" && BOM.every((byte, index) => bytes[index] === byte)) {
    throw new Refusal(
      "UTF8_MALFORMED",
      `${options.what}: expected UTF-8 without a byte order mark, found one at offset 0`,
      { at: 0 },
    );
  }
  if (isUtf8(bytes)) {
    // What is UTF-8 has nothing to substitute, and this decoder keeps the mark.
    return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("utf8");
  }
  const at = firstMalformed(bytes);
  const found = at < bytes.length ? `byte 0x${hexByte(bytes[at])}` : "the end";
  throw new Refusal(
    "UTF8_MALFORMED",
    `${options.what}: expected UTF-8, found ${found} at offset ${at}`,
    { at },
  );
}

/** The lead bytes with how many bytes follow and the range of the first of these (table 3-7). */
const LEADS: readonly (readonly [
  from: number,
  to: number,
  more: number,
  low: number,
  high: number,
])[] = [
  [0x00, 0x7f, 0, 0, 0],
  [0xc2, 0xdf, 1, 0x80, 0xbf],
  [0xe0, 0xe0, 2, 0xa0, 0xbf],
  [0xe1, 0xec, 2, 0x80, 0xbf],
  [0xed, 0xed, 2, 0x80, 0x9f], // no surrogates
  [0xee, 0xef, 2, 0x80, 0xbf],
  [0xf0, 0xf0, 3, 0x90, 0xbf],
  [0xf1, 0xf3, 3, 0x80, 0xbf],
  [0xf4, 0xf4, 3, 0x80, 0x8f],
];

function firstMalformed(bytes: Uint8Array): number {
  let at = 0;
  while (at < bytes.length) {
    const byte = bytes[at] ?? 0;
    const lead = LEADS.find(([from, to]) => from <= byte && byte <= to);
    if (lead === undefined) return at;
    const [, , more, low, high] = lead;
    for (let n = 1; n <= more; n++) {
      const next = bytes[at + n];
      const [least, most] = n === 1 ? [low, high] : [0x80, 0xbf];
      if (next === undefined || next < least || next > most) return at + n;
    }
    at += more + 1;
  }
  return at;
}

function hexByte(byte = 0): string {
  return byte.toString(16).padStart(2, "0");
}
