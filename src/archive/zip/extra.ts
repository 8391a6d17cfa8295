import { crc32 } from "node:zlib";
import type { EntryPlace } from "../place.ts";
import { Fields, NO_U32 } from "./fields.ts";
import { malformed, unsupported } from "./refuse.ts";

/** The extra fields of a header, by their id. */
export type ExtraFields = ReadonlyMap<number, Uint8Array>;

/** Sizes and, in the central directory, the offset of an entry. */
export interface Extent {
  readonly size: number;
  readonly compressedSize: number;
  readonly offset: number;
}

const ID = {
  zip64: 0x0001,
  pkwareUnix: 0x000d,
  strongEncryption: 0x0017,
  time: 0x5455,
  unicodePath: 0x7075,
  asiUnix: 0x756e,
  unixOwner: 0x7875,
  aes: 0x9901,
} as const;

/** What a field with this id would change about an entry; readers do not agree on whether it does. */
const REFUSED: Readonly<Record<number, string>> = {
  [ID.strongEncryption]: "one for encryption",
  [ID.aes]: "one for encryption",
  [ID.asiUnix]: "one with a mode and a link of its own (0x756e)",
};

/**
 * Reads the extra fields of a header. Fields that are not known are let through, and change nothing.
 *
 * @throws Refusal `ARCHIVE_HEADER` — a field cut short, bytes after the last one, an id twice, or a known field that is not
 * as it should be.
 * @throws Refusal `ARCHIVE_UNSUPPORTED` — a field that gives an entry another content or kind than its header.
 * @see APPNOTE 6.3.10, §4.5
 */
export function readExtraFields(bytes: Uint8Array, place: EntryPlace): ExtraFields {
  const extra = new Map<number, Uint8Array>();
  const fields = new Fields(bytes, place);
  while (fields.left > 0) {
    const id = fields.u16();
    const content = fields.bytes(fields.u16());
    if (extra.has(id)) throw malformed(place, "each extra field once", `${hexId(id)} twice`);
    const refused = REFUSED[id];
    if (refused !== undefined)
      throw unsupported(place, "extra fields that change nothing", refused);
    if (!isShaped(id, content))
      throw malformed(
        place,
        `an extra field as ${hexId(id)} has it`,
        `${content.length} bytes that are not`,
      );
    extra.set(id, content);
  }
  return extra;
}

/** Tells whether a field that is known has the form that it always has. */
function isShaped(id: number, content: Uint8Array): boolean {
  switch (id) {
    case ID.pkwareUnix:
      // What goes beyond times and owner is the target of a link, or a device.
      return content.length === 12;
    case ID.time:
      return content.length >= 1 && content.length <= 13 && content.length % 4 === 1;
    case ID.unixOwner:
      return (
        content[0] === 1 &&
        content.length === 3 + (content[1] ?? 0) + (content[2 + (content[1] ?? 0)] ?? 0)
      );
    default:
      return true;
  }
}

/**
 * Gives sizes and offset as they are, from the zip64 field where the header has no room for them.
 * That field must hold them in order; what it holds beyond must be what the header says, too.
 *
 * @throws Refusal `ARCHIVE_HEADER` — the field lacks a number, has another one than the header, or more than there are.
 * @see APPNOTE 6.3.10, §4.5.3
 */
export function findZip64(extra: ExtraFields, header: Extent, place: EntryPlace): Extent {
  const content = extra.get(ID.zip64);
  if (content === undefined) return header;
  const fields = new Fields(content, place);
  const order = ["size", "compressedSize", "offset"] as const;
  const found: { -readonly [Name in keyof Extent]: number } = { ...header };
  const lastNeeded = order.findLastIndex((name) => header[name] === NO_U32);
  order.forEach((name, index) => {
    const isNeeded = header[name] === NO_U32;
    if (isNeeded) found[name] = fields.u64();
    // A reader takes the numbers that the header lacks, one after the other: another one before them would be taken for the first.
    else if (index > lastNeeded && fields.left > 0 && fields.u64() !== header[name])
      throw malformed(place, `the ${name} of the header in its zip64 field`, "another one");
  });
  if (fields.left > 0 && !(fields.left === 4 && fields.u32() === 0))
    throw malformed(place, "a zip64 field of the numbers that are needed", "more");
  return found;
}

/** Tells whether a local header says that its entry's data descriptor has numbers of eight bytes. */
export function hasZip64(extra: ExtraFields): boolean {
  return extra.has(ID.zip64);
}

/**
 * Gives the name that a header has in UTF-8 beside its plain one.
 * @throws Refusal `ARCHIVE_HEADER` — the field is of a version that is not known, or about another name.
 * @see APPNOTE 6.3.10, §4.6.9
 */
export function findUnicodePath(
  extra: ExtraFields,
  rawName: Uint8Array,
  place: EntryPlace,
): Uint8Array | undefined {
  const content = extra.get(ID.unicodePath);
  if (content === undefined) return undefined;
  const fields = new Fields(content, place);
  const version = fields.u8();
  // Readers pass over a field that is not for this name, and then take the plain name: both must be the same.
  if (version !== 1) throw malformed(place, "a Unicode name of version 1", `version ${version}`);
  if (fields.u32() !== crc32(rawName))
    throw malformed(place, "a Unicode name for the entry's own", "one for another name");
  return fields.bytes(fields.left);
}

function hexId(id: number): string {
  return `0x${id.toString(16).padStart(4, "0")}`;
}
