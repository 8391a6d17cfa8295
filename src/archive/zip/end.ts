import type { Refusal } from "../../errors.ts";
import { refuseFormat } from "../format.ts";
import { type EntryPlace, refuseEntry } from "../place.ts";
import { Fields, LENGTH, NO_U16, NO_U32, SIGNATURE } from "./fields.ts";
import { malformed, unsupported } from "./refuse.ts";
import type { ZipSource } from "./source.ts";

/** Where the central directory lies; nothing is between it and the records that say so. */
export interface Directory {
  readonly offset: number;
  readonly size: number;
  readonly entries: number;
}

/**
 * Finds the central directory by the records at the end of an archive, of which there may be one set only.
 * Does not look into the directory, nor at anything before it.
 *
 * @throws Refusal `ARCHIVE_FORMAT` — neither an end record, nor an entry at the first byte.
 * @throws Refusal `ARCHIVE_TRUNCATED`, `ARCHIVE_TRAILING` — an end record that is cut off, or bytes after it.
 * @throws Refusal `ARCHIVE_HEADER` — two that a reader could choose from, or records that contradict one another.
 * @throws Refusal `ARCHIVE_UNSUPPORTED` — the archive is split over several files.
 * @see APPNOTE 6.3.10, §4.3.14 to §4.3.16
 */
export function findDirectory(source: ZipSource): Directory {
  const at = findEnd(source);
  const end = readEnd(source, at);
  const locatorAt = at - LENGTH.zip64Locator;
  const zip64At = findZip64(source, locatorAt);
  if (zip64At === undefined && end.disk !== 0) throw split(placeOf(source, at));
  const directory = zip64At === undefined ? end : readZip64(source, zip64At, locatorAt, end);
  const before = zip64At ?? at;
  if (directory.offset + directory.size === before) return directory;
  throw malformed(
    placeOf(source, at),
    `a central directory that ends where the end records begin, at offset ${before}`,
    `one that ends at offset ${directory.offset + directory.size}`,
  );
}

/** Gives the offset of the one end record, which with its comment reaches to the last byte. */
function findEnd(source: ZipSource): number {
  const start = Math.max(source.size - LENGTH.end - NO_U16, 0);
  const tail = Buffer.from(source.read(start, source.size - start));
  const found = endsIn(tail);
  const last = found.at(-1);
  if (last === undefined) throw noEnd(source);
  const left = tail.length - last - LENGTH.end;
  // What is too short for the record it begins lies in a comment, or is cut off.
  const comment = left < 0 ? undefined : tail.readUInt16LE(last + LENGTH.end - 2);
  if (comment === undefined || comment > left)
    throw refuseEntry(
      "ARCHIVE_TRUNCATED",
      placeOf(source, start + last),
      "a whole end record and its comment",
      "the end",
    );
  if (comment < left)
    throw refuseEntry(
      "ARCHIVE_TRAILING",
      placeOf(source, source.size - left + comment),
      "the end",
      `${left - comment} more bytes`,
    );
  // Readers that search forward, or prefer the longest comment, would choose an earlier one that reaches to the end.
  for (const at of found.slice(0, -1)) {
    if (at + LENGTH.end + tail.readUInt16LE(at + LENGTH.end - 2) === tail.length)
      throw malformed(placeOf(source, start + at), "one end record", "another in its comment");
  }
  return start + last;
}

function noEnd(source: ZipSource): Refusal {
  const start = source.read(0, Math.min(source.size, 512));
  if (source.size < 4 || new Fields(start, placeOf(source, 0)).u32() !== SIGNATURE.local)
    return refuseFormat(source.name, "a zip archive", start);
  const place = placeOf(source, source.size);
  return refuseEntry("ARCHIVE_TRUNCATED", place, "an end of central directory record", "the end");
}

function endsIn(tail: Buffer): number[] {
  const signature = Buffer.alloc(4);
  signature.writeUInt32LE(SIGNATURE.end);
  const found: number[] = [];
  for (let at = tail.indexOf(signature); at >= 0; at = tail.indexOf(signature, at + 1))
    found.push(at);
  return found;
}

function readEnd(source: ZipSource, at: number): Directory & { readonly disk: number } {
  const place = placeOf(source, at);
  const fields = new Fields(source.read(at, LENGTH.end), place);
  fields.u32();
  const disks = [fields.u16(), fields.u16()];
  const here = fields.u16();
  const entries = fields.u16();
  if (disks.some((disk) => disk !== 0 && disk !== NO_U16) || here !== entries) throw split(place);
  return { disk: Math.max(...disks), entries, size: fields.u32(), offset: fields.u32() };
}

/** Gives the offset of the zip64 end record, where a locator says that there is one. */
function findZip64(source: ZipSource, locatorAt: number): number | undefined {
  if (locatorAt < 0) return undefined;
  const place = placeOf(source, locatorAt);
  const fields = new Fields(source.read(locatorAt, LENGTH.zip64Locator), place);
  if (fields.u32() !== SIGNATURE.zip64Locator) return undefined;
  const disk = fields.u32();
  const at = fields.u64();
  if (disk !== 0 || fields.u32() !== 1) throw split(place);
  // Longer ones belong to an encrypted directory (version 2), or hide something behind their fields.
  if (at + LENGTH.zip64End === locatorAt) return at;
  throw malformed(
    place,
    `a zip64 end record right before its locator, at offset ${locatorAt - LENGTH.zip64End}`,
    `a locator of offset ${at}`,
  );
}

function readZip64(source: ZipSource, at: number, locatorAt: number, end: Directory): Directory {
  const place = placeOf(source, at);
  const fields = new Fields(source.read(at, LENGTH.zip64End), place);
  if (fields.u32() !== SIGNATURE.zip64End)
    throw malformed(place, "a zip64 end record", "another one");
  const size = fields.u64();
  if (at + 12 + size !== locatorAt)
    throw malformed(place, `a zip64 end record of ${locatorAt - at - 12} bytes`, `${size}`);
  fields.bytes(4); // the versions of who made it and of who can read it
  const disks = [fields.u32(), fields.u32()];
  const here = fields.u64();
  const wide = { entries: fields.u64(), size: fields.u64(), offset: fields.u64() };
  if (disks.some((disk) => disk !== 0) || here !== wide.entries) throw split(place);
  // A reader without zip64 takes the narrow fields: they must say the same, or that they cannot.
  for (const [field, none] of [
    ["entries", NO_U16],
    ["size", NO_U32],
    ["offset", NO_U32],
  ] as const) {
    if (end[field] !== none && end[field] !== wide[field])
      throw malformed(
        place,
        `end records that agree on the ${field} of the directory`,
        `${wide[field]}, and ${end[field]} without zip64`,
      );
  }
  return wide;
}

function split(place: EntryPlace): Error {
  return unsupported(place, "an archive in one file", "one in several parts");
}

function placeOf(source: ZipSource, at: number): EntryPlace {
  return { archive: source.name, entry: "", at };
}
