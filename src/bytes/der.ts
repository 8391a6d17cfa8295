import { Refusal } from "../errors.ts";

/** The tags that certificates, timestamps and keys are made of. */
export const TAG = {
  boolean: 0x01,
  integer: 0x02,
  bitString: 0x03,
  octetString: 0x04,
  null: 0x05,
  oid: 0x06,
  utf8String: 0x0c,
  utcTime: 0x17,
  generalizedTime: 0x18,
  sequence: 0x30,
  set: 0x31,
} as const;

/** Gives the tag of a context-specific element: `[n]` around other elements, or in place of a primitive one. */
export function contextTag(number: number, form: "constructed" | "primitive"): number {
  return (form === "constructed" ? 0xa0 : 0x80) | number;
}

/**
 * Reads DER from front to end, over offsets into bytes that are never copied. Takes definite lengths in their
 * shortest form and single-byte tags only, and never looks beyond its end. What is optional is asked for with
 * `nextTag`; nothing is tried and caught. Elements that are skipped are not looked into.
 *
 * @throws Refusal `DER_MALFORMED` — from every method that reads; `at` is the offset in the whole of the bytes.
 * @see https://www.itu.int/rec/T-REC-X.690 clauses 8 and 10
 */
export class DerReader {
  readonly bytes: Uint8Array;
  readonly #end: number;
  #at: number;

  constructor(bytes: Uint8Array, start = 0, end: number = bytes.length) {
    this.bytes = bytes;
    this.#at = start;
    this.#end = end;
  }

  /** The offset of the next element. */
  get at(): number {
    return this.#at;
  }

  /** The tag of the next element, or -1 after the last. */
  get nextTag(): number {
    return this.#at < this.#end ? (this.bytes[this.#at] ?? -1) : -1;
  }

  /** Goes into the next element, which has this tag, and past it here. */
  enter(tag: number): DerReader {
    const start = this.#header(tag);
    const end = this.#at;
    return new DerReader(this.bytes, start, end);
  }

  /** Takes the content of the next element, which has this tag. */
  content(tag: number): Uint8Array {
    const start = this.#header(tag);
    return this.bytes.subarray(start, this.#at);
  }

  /** Takes the next element with its header. */
  element(tag: number = this.nextTag): Uint8Array {
    const start = this.#at;
    this.#header(tag);
    return this.bytes.subarray(start, this.#at);
  }

  /** Passes the next element if it has this tag, and tells whether it had. */
  skipIf(tag: number): boolean {
    if (this.nextTag !== tag) return false;
    this.#header(tag);
    return true;
  }

  /** Refuses whatever follows. */
  finish(): void {
    if (this.#at !== this.#end) throw malformed(this.#at, "the end", hexTag(this.nextTag));
  }

  oid(): string {
    const at = this.#at;
    const content = this.content(TAG.oid);
    const parts: number[] = [];
    let value = 0;
    let first = true;
    for (const byte of content) {
      if (first && byte === 0x80) throw malformed(at, "an arc in its shortest form", "padding");
      value = value * 128 + (byte & 0x7f);
      if (value > Number.MAX_SAFE_INTEGER / 128) throw malformed(at, "arcs below 2^46", "a larger");
      first = byte < 0x80;
      if (!first) continue;
      if (parts.length > 0) parts.push(value);
      else {
        const root = Math.min(Math.floor(value / 40), 2);
        parts.push(root, value - root * 40);
      }
      value = 0;
    }
    if (!first || parts.length === 0) throw malformed(at, "an object identifier", "half of one");
    return parts.join(".");
  }

  /** Takes an integer as its bytes, big-endian in two's complement, in their shortest form. */
  integer(): Uint8Array {
    const at = this.#at;
    const content = this.content(TAG.integer);
    const [high, next] = content;
    if (high === undefined) throw malformed(at, "an integer", "none");
    if (next !== undefined && ((high === 0 && next < 0x80) || (high === 0xff && next >= 0x80)))
      throw malformed(at, "an integer in its shortest form", "padding");
    return content;
  }

  /** Takes an integer of 0 to 2^31 − 1. */
  smallInteger(): number {
    const at = this.#at;
    const content = this.integer();
    const value = content.reduce((sum, byte) => sum * 256 + byte, 0);
    if (content.length > 4 || (content[0] ?? 0) >= 0x80)
      throw malformed(at, "an integer of 0 to 2147483647", "another");
    return value;
  }

  boolean(): boolean {
    const at = this.#at;
    const content = this.content(TAG.boolean);
    if (content.length === 1 && (content[0] === 0 || content[0] === 0xff)) return content[0] !== 0;
    throw malformed(at, "a boolean of 00 or ff", "another");
  }

  /** Takes a bit string of whole bytes. */
  bitString(): Uint8Array {
    const at = this.#at;
    const content = this.content(TAG.bitString);
    if (content[0] === 0) return content.subarray(1);
    throw malformed(at, "a bit string of whole bytes", "unused bits");
  }

  /** Takes a UTCTime or a GeneralizedTime, in milliseconds since 1970. Fractions below a millisecond are cut off. */
  time(): number {
    const at = this.#at;
    const tag = this.nextTag;
    const generalized = tag === TAG.generalizedTime;
    const content = this.content(generalized ? tag : TAG.utcTime);
    const text = Buffer.from(content.buffer, content.byteOffset, content.length).toString("latin1");
    // DER has seconds and Z always, and no zero at the end of a fraction (X.690 clause 11.7).
    const match = (generalized ? GENERALIZED : UTC).exec(text);
    const time = match === null ? Number.NaN : instantOf(match, generalized);
    if (!Number.isNaN(time)) return time;
    throw malformed(at, "a time that exists", JSON.stringify(text.slice(0, 32)));
  }

  /** Reads tag and length and moves behind the content; gives where that begins. */
  #header(tag: number): number {
    const at = this.#at;
    if (this.nextTag !== tag || (tag & 0x1f) === 0x1f)
      throw malformed(at, hexTag(tag), hexTag(this.nextTag));
    let start = at + 2;
    let length = start <= this.#end ? (this.bytes[at + 1] ?? 0x80) : 0x80;
    if (length >= 0x80) {
      const count = length - 0x80;
      if (count < 1 || count > 4 || start + count > this.#end)
        throw malformed(at, "a definite length", "none");
      length = 0;
      for (let n = 0; n < count; n++) length = length * 256 + (this.bytes[start + n] ?? 0);
      start += count;
      if (length < 0x80 || length < 256 ** (count - 1))
        throw malformed(at, "the shortest length", `${count} bytes for ${length}`);
    }
    if (start + length > this.#end)
      throw malformed(at, `${length} bytes`, `${Math.max(this.#end - start, 0)}`);
    this.#at = start + length;
    return start;
  }
}

/** Encodes the header of an element whose content has that many bytes. */
export function derHeader(tag: number, length: number): Uint8Array {
  if (length < 0x80) return Uint8Array.of(tag, length);
  const bytes: number[] = [];
  for (let rest = length; rest > 0; rest = Math.floor(rest / 256)) bytes.unshift(rest % 256);
  return Uint8Array.of(tag, 0x80 | bytes.length, ...bytes);
}

const UTC = /^(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)Z$/;
const GENERALIZED = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(?:\.(\d*[1-9]))?Z$/;

function instantOf(match: RegExpExecArray, generalized: boolean): number {
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = match
    .slice(1, 7)
    .map(Number);
  // RFC 5280 §4.1.2.5.1: two digits from 50 on are of the last century.
  const full = generalized ? year : year + (year < 50 ? 2000 : 1900);
  const milliseconds = Number((match[7] ?? "").slice(0, 3).padEnd(3, "0"));
  const time = Date.UTC(full, month - 1, day, hour, minute, second, milliseconds);
  const date = new Date(time);
  // The calendar below us carries a day 31 or an hour 24 over to the next instead of refusing it,
  // and takes the years before 100 for some of the last century.
  const exists =
    date.getUTCFullYear() === full &&
    date.getUTCMonth() === month - 1 &&
    date.getUTCDate() === day &&
    hour < 24 &&
    minute < 60 &&
    second < 60;
  return exists ? time : Number.NaN;
}

function hexTag(tag: number): string {
  return tag < 0 ? "the end" : `tag ${tag.toString(16).padStart(2, "0")}`;
}

function malformed(at: number, expected: string, found: string): Refusal {
  return new Refusal("DER_MALFORMED", `der: expected ${expected}, found ${found} at offset ${at}`, {
    at,
  });
}
