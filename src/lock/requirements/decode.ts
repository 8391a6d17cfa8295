import { decodeUtf8 } from "../../bytes/utf8.ts";
import { Refusal } from "../../errors.ts";
import { type Codec, findCodec } from "./codec.ts";
import { replaceEscapes, replaceRawEscapes } from "./escapes.ts";
import { decodeUtf7 } from "./utf7.ts";

/** A comment by which a file names its own encoding (PEP 263). */
export interface CodingComment {
  readonly line: 1 | 2;
  /** Offset in bytes of the name. */
  readonly at: number;
  readonly name: string;
}

/** Text of a file, and how it was come by. */
export interface DecodedText {
  readonly text: string;
  readonly codec: Codec;
  /** The file starts with a byte order mark, which is not in the text. */
  readonly bom: boolean;
  /** The comment that chose the codec; null where none did, also when a byte order mark came first. */
  readonly comment: CodingComment | null;
}

/** Why pip cannot read the bytes as text. */
export interface DecodeFailure {
  /** Python's class of error, or `UnsupportedCodec` where Python could and this reader cannot. */
  readonly kind: "LookupError" | "UnicodeDecodeError" | "UnsupportedCodec";
  readonly message: string;
  readonly comment: CodingComment | null;
}

// UTF-32-LE starts with the mark of UTF-16-LE, so the longer mark is asked first.
const MARKS: readonly (readonly [readonly number[], Codec])[] = [
  [[0xef, 0xbb, 0xbf], "utf_8"],
  [[0xff, 0xfe, 0, 0], "utf_32"],
  [[0, 0, 0xfe, 0xff], "utf_32_be"],
  [[0xff, 0xfe], "utf_16"],
  [[0xfe, 0xff], "utf_16_be"],
];

const CODING = /coding[:=][\t-\r ]*([-\w.]+)/;

/**
 * Decodes a requirement file as pip 26.2 does: by byte order mark, else by a coding comment in the first two
 * lines, else as UTF-8. pip would try the encoding of the locale last; a verdict may not hang on that, so
 * it is a failure here. What pip does with a file that it fetches (`resp.text`) is not followed either.
 * @see https://peps.python.org/pep-0263/
 */
export function decodeLikePip(bytes: Uint8Array): DecodedText | DecodeFailure {
  for (const [mark, codec] of MARKS) {
    if (!mark.every((byte, index) => bytes[index] === byte)) continue;
    return finish(bytes.subarray(mark.length), codec, true, null);
  }
  const comment = findCodingComment(bytes);
  if (comment === null) return finish(bytes, "utf_8", false, null);
  const codec = findCodec(comment.name);
  if (codec === "unknown") {
    return { kind: "LookupError", message: `unknown encoding: ${comment.name}`, comment };
  }
  if (codec === "not text") {
    const message = `'${comment.name}' is not a text encoding; use codecs.decode() to handle arbitrary codecs`;
    return { kind: "LookupError", message, comment };
  }
  if (codec === "unsupported") {
    const message = `encoding: expected one that is decoded here, found ${comment.name}`;
    return { kind: "UnsupportedCodec", message, comment };
  }
  return finish(bytes, codec, false, comment);
}

/** Finds the coding comment that pip would obey, in the first two lines that end in LF. */
function findCodingComment(bytes: Uint8Array): CodingComment | null {
  let start = 0;
  for (const line of [1, 2] as const) {
    const newline = bytes.indexOf(0x0a, start);
    const end = newline === -1 ? bytes.length : newline;
    if (bytes[start] === 0x23) {
      const match = CODING.exec(latin1(bytes.subarray(start, end)));
      if (match?.[1] !== undefined) {
        const at = start + match.index + match[0].length - match[1].length;
        return { line, at, name: match[1] };
      }
    }
    if (newline === -1) return null;
    start = end + 1;
  }
  return null;
}

function finish(
  bytes: Uint8Array,
  codec: Codec,
  bom: boolean,
  comment: CodingComment | null,
): DecodedText | DecodeFailure {
  const text = DECODERS[codec](bytes);
  if (typeof text === "string") return { text, codec, bom, comment };
  const name = text.codec ?? codec;
  const message = `'${name.replaceAll("_", "-")}' codec can't decode bytes from position ${text.at}: ${text.reason}`;
  return { kind: "UnicodeDecodeError", message, comment };
}

interface Failure {
  readonly at: number;
  readonly reason: string;
  readonly codec?: Codec;
}

const DECODERS: Readonly<Record<Codec, (bytes: Uint8Array) => string | Failure>> = {
  ascii: decodeAscii,
  cp1252: decodeCp1252,
  latin_1: latin1,
  raw_unicode_escape: (bytes) => replaceRawEscapes(latin1(bytes)),
  unicode_escape: (bytes) => replaceEscapes(latin1(bytes)),
  utf_16: decodeUtf16,
  utf_16_be: (bytes) => decodeUtf16Be(bytes),
  utf_16_le: (bytes) => decodeUtf16Le(bytes),
  utf_32: decodeUtf32,
  utf_32_be: (bytes) => decodeUtf32Units(bytes, false),
  utf_32_le: (bytes) => decodeUtf32Units(bytes, true),
  utf_7: decodeUtf7,
  utf_8: readUtf8,
  utf_8_sig: (bytes) =>
    readUtf8(
      bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? bytes.subarray(3) : bytes,
    ),
};

function latin1(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("latin1");
}

function decodeAscii(bytes: Uint8Array): string | Failure {
  const at = bytes.findIndex((byte) => byte > 0x7f);
  return at === -1 ? latin1(bytes) : { at, reason: "ordinal not in range(128)" };
}

// Code points of the bytes 0x80 to 0x9f; Python has no character for five of them, WHATWG has.
const CP1252 = "€\0‚ƒ„…†‡ˆ‰Š‹Œ\0Ž\0\0‘’“”•–—˜™š›œ\0žŸ";

function decodeCp1252(bytes: Uint8Array): string | Failure {
  const at = bytes.findIndex((byte) => byte >= 0x80 && byte < 0xa0 && CP1252[byte - 0x80] === "\0");
  if (at !== -1) return { at, reason: "character maps to <undefined>" };
  return latin1(bytes).replace(
    /[\x80-\x9f]/g,
    (character) => CP1252[character.charCodeAt(0) - 0x80] ?? "",
  );
}

function readUtf8(bytes: Uint8Array): string | Failure {
  try {
    return decodeUtf8(bytes, { what: "requirements", bom: "keep" });
  } catch (error) {
    if (!(error instanceof Refusal) || error.code !== "UTF8_MALFORMED") throw error;
    const { at } = (error as Refusal<"UTF8_MALFORMED">).details;
    return { at, reason: "not UTF-8", codec: "utf_8" };
  }
}

function decodeUtf16(bytes: Uint8Array): string | Failure {
  // Python's utf-16 looks for a mark of its own, also behind the one that pip has cut off.
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return decodeUtf16Le(bytes.subarray(2));
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return decodeUtf16Be(bytes.subarray(2));
  return decodeUtf16Le(bytes);
}

function decodeUtf16Be(bytes: Uint8Array): string | Failure {
  if (bytes.length % 2 !== 0) return { at: bytes.length - 1, reason: "truncated data" };
  return decodeUtf16Le(Buffer.from(bytes).swap16());
}

function decodeUtf16Le(bytes: Uint8Array): string | Failure {
  if (bytes.length % 2 !== 0) return { at: bytes.length - 1, reason: "truncated data" };
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("utf16le");
  if (text.isWellFormed()) return text;
  const at = text.search(/\p{Surrogate}/u) * 2;
  return { at, reason: "illegal encoding" };
}

function decodeUtf32(bytes: Uint8Array): string | Failure {
  const [a, b, c, d] = bytes;
  if (a === 0xff && b === 0xfe && c === 0 && d === 0) {
    return decodeUtf32Units(bytes.subarray(4), true);
  }
  if (a === 0 && b === 0 && c === 0xfe && d === 0xff) {
    return decodeUtf32Units(bytes.subarray(4), false);
  }
  return decodeUtf32Units(bytes, true);
}

function decodeUtf32Units(bytes: Uint8Array, little: boolean): string | Failure {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let out = "";
  for (let at = 0; at + 4 <= bytes.length; at += 4) {
    const point = view.getUint32(at, little);
    if (point > 0x10ffff) return { at, reason: "code point not in range(0x110000)" };
    if (point >= 0xd800 && point <= 0xdfff) {
      return { at, reason: "code point in surrogate code point range" };
    }
    out += String.fromCodePoint(point);
  }
  return bytes.length % 4 === 0 ? out : { at: bytes.length & ~3, reason: "truncated data" };
}
