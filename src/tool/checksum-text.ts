import { decodeUtf8 } from "../bytes/utf8.ts";
import { Refusal } from "../errors.ts";

/** A line of a list, without what ends it. */
export interface ChecksumLine {
  readonly text: string;
  /** From 1 on, in the file. */
  readonly number: number;
}

/** A list as text. */
interface DecodedList {
  readonly text: string;
  /** A byte order mark stood before it. */
  readonly marked: boolean;
}

/**
 * Decodes a list: UTF-8, with a byte order mark or without, or UTF-16 with the mark of its little-endian form, as
 * PowerShell writes it.
 *
 * @throws Refusal `UTF8_MALFORMED` — neither; a name in another encoding cannot be told from another name.
 * @throws Refusal `CHECKSUMS_MALFORMED` — UTF-16 that is cut short, has half a pair, or is big-endian.
 */
export function decodeChecksums(bytes: Uint8Array, what: string): DecodedList {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) {
    const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("utf16le");
    if (bytes.length % 2 === 0 && text.isWellFormed()) return { text: text.slice(1), marked: true };
    throw malformedLine(what, 1, "UTF-16 that is whole", "half a character");
  }
  if (bytes[0] === 0xfe && bytes[1] === 0xff)
    throw malformedLine(what, 1, "UTF-8, or UTF-16 in little-endian", "UTF-16 in big-endian");
  const text = decodeUtf8(bytes, { what, bom: "keep" });
  const marked = text.startsWith("\ufeff");
  return { text: marked ? text.slice(1) : text, marked };
}

/**
 * Splits text into lines that end in LF or CRLF; the last one may end with the text.
 *
 * @param first the number of the first line.
 * @throws Refusal `CHECKSUMS_MALFORMED` — a CR elsewhere: other readers would see two lines.
 */
export function splitLines(text: string, what: string, first: number): readonly ChecksumLine[] {
  const lines = text.split("\n");
  if (lines.at(-1) === "") lines.pop();
  return lines.map((line, index) => {
    const number = first + index;
    const plain = line.endsWith("\r") ? line.slice(0, -1) : line;
    if (plain.includes("\r"))
      throw malformedLine(what, number, "a line that ends in LF or CRLF", "a CR within");
    return { text: plain, number };
  });
}

/** Makes the refusal of one line. */
export function malformedLine(
  what: string,
  line: number,
  expected: string,
  found: string,
  hint?: string,
): Refusal {
  return new Refusal(
    "CHECKSUMS_MALFORMED",
    `${what}:${line}: expected ${expected}, found ${found}`,
    { line },
    { hint },
  );
}
