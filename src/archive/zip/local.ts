import { quote } from "../../bytes/quote.ts";
import type { Refusal } from "../../errors.ts";
import type { EntryPlace } from "../place.ts";
import type { CentralEntry } from "./central.ts";
import { findZip64, hasZip64, readExtraFields } from "./extra.ts";
import { Fields, formatCrc, LENGTH, NO_U32, SIGNATURE } from "./fields.ts";
import { decodeZipName } from "./name.ts";
import { malformed } from "./refuse.ts";
import type { ZipSource } from "./source.ts";

/** An entry whose two headers agree, and that has a place of its own in the archive. */
export interface LocatedEntry extends CentralEntry {
  /** Of the first byte of its content, as it is stored. */
  readonly dataOffset: number;
  /** Its content is stored, and only what stands behind it says where it ends. */
  readonly isOpenEnded: boolean;
}

/** The flag of an entry whose checksum and sizes stand behind its content. */
const HAS_DESCRIPTOR = 0x0008;

/**
 * Holds the local header of an entry, and what stands behind its content, against the central directory.
 * Does not look at the content.
 * @param end where the next entry begins, or the directory: this one reaches up to there.
 *
 * @throws Refusal `ARCHIVE_HEADER` — they contradict one another, or there are bytes that belong to no entry.
 * @throws Refusal `ARCHIVE_NAME`, `ARCHIVE_UNSUPPORTED` — see `readExtraFields`, `decodeZipName`.
 * @see APPNOTE 6.3.10, §4.3.7 and §4.3.9
 */
export function locateEntry(source: ZipSource, entry: CentralEntry, end: number): LocatedEntry {
  const at = entry.offset;
  const place: EntryPlace = { ...entry.place, at };
  if (at + LENGTH.local > end)
    throw malformed(place, "room for a local header", `${end - at} bytes`);
  const fields = new Fields(source.read(at, LENGTH.local), place);
  if (fields.u32() !== SIGNATURE.local)
    throw malformed(place, "the entry's local header", "other bytes");
  fields.u16(); // the version it needs, of which some writers know only later
  const flags = fields.u16();
  const method = fields.u16();
  fields.bytes(4); // when it was changed, which is not kept
  const crc32 = fields.u32();
  const narrow = { compressedSize: fields.u32(), size: fields.u32(), offset: 0 };
  const nameLength = fields.u16();
  const extraLength = fields.u16();
  const dataOffset = at + LENGTH.local + nameLength + extraLength;
  const dataEnd = dataOffset + entry.compressedSize;
  if (dataEnd > end)
    throw malformed(
      place,
      `${entry.compressedSize} bytes of content before the next entry`,
      `${Math.max(end - dataOffset, 0)}`,
    );
  const rest = source.read(at + LENGTH.local, nameLength + extraLength);
  const rawName = rest.subarray(0, nameLength);
  if (Buffer.compare(rawName, entry.rawName) !== 0)
    throw disagree(
      place,
      `name ${quote(entry.name)}`,
      quote(Buffer.from(rawName).toString("latin1")),
    );
  agree(place, "flags", entry.flags, flags);
  agree(place, "method", entry.method, method);
  const extra = readExtraFields(rest.subarray(nameLength), place);
  decodeZipName(rawName, flags, extra, place);
  const local = { crc32, ...findZip64(extra, narrow, place) };
  const later = (flags & HAS_DESCRIPTOR) !== 0;
  for (const field of ["crc32", "compressedSize", "size"] as const) {
    // Who writes to a pipe does not know them yet, and leaves zeros.
    if (!(later && local[field] === 0)) agree(place, field, entry[field], local[field]);
  }
  const isOpenEnded = later && method === 0 && local.compressedSize !== entry.compressedSize;
  const located = { ...entry, dataOffset, isOpenEnded };
  if (later) checkDescriptor(source, located, dataEnd, end, hasZip64(extra));
  else if (dataEnd !== end)
    throw malformed(
      place,
      "the next entry right behind its content",
      `${end - dataEnd} bytes between`,
    );
  return located;
}

/** The descriptor fills the room behind the content; so its length says which of its four forms it has. */
function checkDescriptor(
  source: ZipSource,
  entry: LocatedEntry,
  at: number,
  end: number,
  hasZip64: boolean,
): void {
  const place = { ...entry.place, at };
  // Go and Java learn only from the content that they need eight bytes, and then have no such field in the header.
  const isWide = hasZip64 || entry.size >= NO_U32 || entry.compressedSize >= NO_U32;
  const plain = isWide ? 20 : 12;
  if (end - at !== plain && end - at !== plain + 4)
    throw malformed(place, `a data descriptor of ${plain} or ${plain + 4} bytes`, `${end - at}`);
  const fields = new Fields(source.read(at, end - at), place);
  // Readers would take such a checksum for the signature, and the sizes for what they are not.
  if (end - at === plain && entry.crc32 === SIGNATURE.descriptor)
    throw malformed(place, "a data descriptor with a signature", "one that seems to have it");
  if (end - at === plain + 4 && fields.u32() !== SIGNATURE.descriptor)
    throw malformed(place, "the signature of a data descriptor", "other bytes");
  agree(place, "crc32", entry.crc32, fields.u32());
  agree(place, "compressedSize", entry.compressedSize, isWide ? fields.u64() : fields.u32());
  agree(place, "size", entry.size, isWide ? fields.u64() : fields.u32());
}

function agree(place: EntryPlace, what: Field, central: number, local: number): void {
  if (central !== local) throw disagree(place, SHOWN[what](central), SHOWN[what](local));
}

type Field = "flags" | "method" | "crc32" | "compressedSize" | "size";

const SHOWN: Readonly<Record<Field, (value: number) => string>> = {
  flags: (flags) => `flags 0x${flags.toString(16).padStart(4, "0")}`,
  method: (method) => `compression method ${method}`,
  crc32: (sum) => `CRC-32 ${formatCrc(sum)}`,
  compressedSize: (size) => `compressed size ${size}`,
  size: (size) => `size ${size}`,
};

function disagree(place: EntryPlace, central: string, local: string): Refusal {
  return malformed(place, `${central}, as the central directory has it`, local);
}
