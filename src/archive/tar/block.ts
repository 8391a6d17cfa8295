import type { EntryPlace } from "../place.ts";
import { refuseEntry } from "../place.ts";

export const BLOCK = 512;

/** A header as it stands, before anything that describes it from outside. */
export interface HeaderBlock {
  readonly name: Uint8Array;
  /** What stands before the name; only `ustar` has it. */
  readonly prefix: Uint8Array;
  readonly linkName: Uint8Array;
  /** Permission bits alone, `0` to `0o7777`. */
  readonly mode: number;
  readonly size: number;
  /** One character, `"\0"` in the oldest archives. */
  readonly type: string;
  /** Of the form that has no type for folders. */
  readonly isOldest: boolean;
}

/** Tells whether the checksum of a header is right: the cheapest sign that bytes are a tar at all. */
export function isHeader(block: Uint8Array): boolean {
  const field = text(block, 148, 8);
  // Seven digits and an end: the eighth digit would belong to another field for some readers.
  const digits = /^ *([0-7]{1,7})[ \0]+$/.exec(field)?.[1];
  return digits !== undefined && Number.parseInt(digits, 8) === checksum(block);
}

/** Tells whether bytes are meant to be a header, whatever is wrong with it. */
export function hasMagic(block: Uint8Array): boolean {
  return text(block, 257, 5) === "ustar";
}

/** The sum of all bytes, its own field taken for spaces. Unsigned: that of signed bytes is another for names beyond ASCII. */
function checksum(block: Uint8Array): number {
  let sum = 8 * 0x20;
  for (let at = 0; at < 148; at += 1) sum += block[at] ?? 0;
  for (let at = 156; at < BLOCK; at += 1) sum += block[at] ?? 0;
  return sum;
}

/**
 * Reads a header of ustar, GNU tar or the oldest form. Of owner, time and device nothing is used; they have to be numbers.
 * @throws Refusal `ARCHIVE_HEADER` — another form, a wrong checksum, a field that is no number, or text after the end of a field.
 * @see https://pubs.opengroup.org/onlinepubs/9799919799/utilities/pax.html#tag_20_94_13_06
 */
export function parseHeaderBlock(block: Uint8Array, place: EntryPlace): HeaderBlock {
  const shown = { ...place, entry: place.entry || text(block, 0, 100).replace(/\0.*$/s, "") };
  const refuse = (expected: string, found: string): never => {
    throw refuseEntry("ARCHIVE_HEADER", shown, expected, found);
  };
  if (!isHeader(block)) refuse("a header with its checksum", "another sum");
  const hasPrefix = checkMagic(block, refuse);
  for (const [at, length, name] of UNUSED_NUMBERS)
    checkNumber(block.subarray(at, at + length), name, refuse);
  return {
    name: field(block, 0, 100, "name", refuse),
    prefix: hasPrefix ? field(block, 345, 155, "prefix", refuse) : new Uint8Array(),
    linkName: field(block, 157, 100, "link name", refuse),
    // Some writers put the kind of file above the permission bits.
    mode: parseOctal(text(block, 100, 8), "mode", refuse) & 0o7777,
    size: parseSize(block.subarray(124, 136), refuse),
    type: text(block, 156, 1),
    isOldest: !hasMagic(block),
  };
}

type Refuse = (expected: string, found: string) => never;

/** Tells whether the form has a prefix. */
function checkMagic(block: Uint8Array, refuse: Refuse): boolean {
  const magic = text(block, 257, 8);
  if (magic === "ustar\x0000") return true;
  const isGnu = magic === "ustar  \0";
  if (!isGnu && magic !== "\0".repeat(8) && !/^ustar\0[\0 ]{2}$/.test(magic))
    refuse("the form of ustar, GNU or the oldest tar", JSON.stringify(magic));
  // GNU's form, the oldest, and writers that leave the version out: some readers look for a prefix there, some do not.
  if (block.subarray(345, 500).some((byte) => byte !== 0))
    refuse(`no prefix in a header of ${isGnu ? "GNU" : "the oldest"} form`, "one");
  return false;
}

/** Text up to NUL; behind it some readers go on. */
function field(
  block: Uint8Array,
  at: number,
  length: number,
  name: string,
  refuse: Refuse,
): Uint8Array {
  const bytes = block.subarray(at, at + length);
  const end = bytes.indexOf(0);
  if (end === -1) return bytes;
  if (bytes.subarray(end).some((byte) => byte !== 0)) refuse(`nothing after the ${name}`, "bytes");
  return bytes.subarray(0, end);
}

/** Where the numbers stand that nothing is done with, and how long they are. */
const UNUSED_NUMBERS = [
  [108, 8, "owner"],
  [116, 8, "group"],
  [136, 12, "time"],
  [329, 8, "device"],
  [337, 8, "device"],
] as const;

/** Some readers end the archive, without a word, at a header in which one of these is no number. */
function checkNumber(bytes: Uint8Array, name: string, refuse: Refuse): void {
  // Base 256, for what is too large or below zero.
  if (bytes[0] === 0x80 || bytes[0] === 0xff) return;
  const digits = Buffer.from(bytes).toString("latin1");
  if (!/^ *[0-7]*[ \0]*$/.test(digits)) refuse(`an octal ${name}`, JSON.stringify(digits));
}

function parseOctal(digits: string, name: string, refuse: Refuse): number {
  const octal = /^ *([0-7]+)[ \0]*$/.exec(digits)?.[1];
  if (octal === undefined) return refuse(`an octal ${name}`, JSON.stringify(digits));
  return Number.parseInt(octal, 8);
}

/** Octal, or for what is too large for it base 256 after a byte 0x80. Readers take anything else for 0, or for a part. */
function parseSize(bytes: Uint8Array, refuse: Refuse): number {
  if ((bytes[0] ?? 0) < 0x80)
    return parseOctal(Buffer.from(bytes).toString("latin1"), "size", refuse);
  if (bytes[0] !== 0x80) refuse("a size in octal, or in base 256 after 0x80", "another");
  const size = bytes.subarray(1).reduce((value, byte) => value * 256 + byte, 0);
  if (!Number.isSafeInteger(size)) refuse("a size below 2^53", "a larger one");
  return size;
}

function text(block: Uint8Array, at: number, length: number): string {
  return Buffer.from(block.buffer, block.byteOffset + at, length).toString("latin1");
}
