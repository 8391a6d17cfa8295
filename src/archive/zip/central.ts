import type { EntryPlace } from "../place.ts";
import type { Directory } from "./end.ts";
import { findZip64, readExtraFields } from "./extra.ts";
import { Fields, LENGTH, SIGNATURE } from "./fields.ts";
import { decodeZipName } from "./name.ts";
import { malformed, unsupported } from "./refuse.ts";
import type { ZipSource } from "./source.ts";

/** What the central directory says of one entry. */
export interface CentralEntry {
  readonly place: EntryPlace;
  readonly name: string;
  readonly rawName: Uint8Array;
  /** The host system and the version that made it. */
  readonly madeBy: number;
  readonly flags: number;
  readonly method: 0 | 8;
  readonly crc32: number;
  readonly compressedSize: number;
  readonly size: number;
  readonly externalAttributes: number;
  /** Of its local header. */
  readonly offset: number;
}

/** The flags that are read: two bits for how hard deflate tried, a data descriptor, and a name in UTF-8. */
const KNOWN_FLAGS = 0x0002 | 0x0004 | 0x0008 | 0x0800;
/** An entry is encrypted, strongly or not, or its local header is masked. */
const ENCRYPTED_FLAGS = 0x0001 | 0x0040 | 0x2000;

/** The last version that the format has: what needs a later one is not known. */
const LAST_VERSION = 63;

/**
 * Reads the central directory, which must hold exactly the entries that it is said to.
 *
 * @throws Refusal `ARCHIVE_HEADER` — another number of entries, bytes between or after them, sizes that contradict one another.
 * @throws Refusal `ARCHIVE_NAME` — see `decodeZipName`.
 * @throws Refusal `ARCHIVE_UNSUPPORTED` — encrypted, compressed otherwise than by deflate, or in a part of several.
 * @see APPNOTE 6.3.10, §4.3.12
 */
export function* readDirectory(source: ZipSource, directory: Directory): Generator<CentralEntry> {
  const end = directory.offset + directory.size;
  let at = directory.offset;
  for (let index = 0; index < directory.entries; index++) {
    const entry = readCentral(source, at, end);
    yield entry.value;
    at = entry.end;
  }
  if (at !== end)
    throw malformed(
      { archive: source.name, entry: "", at },
      `the end of the directory after ${directory.entries} entries`,
      `${end - at} more bytes`,
    );
}

function readCentral(
  source: ZipSource,
  at: number,
  directoryEnd: number,
): { value: CentralEntry; end: number } {
  const nameless: EntryPlace = { archive: source.name, entry: "", at };
  const room = (length: number): void => {
    if (at + length > directoryEnd)
      throw malformed(nameless, "another entry in the directory", "its end");
  };
  room(LENGTH.central);
  const fields = new Fields(source.read(at, LENGTH.central), nameless);
  if (fields.u32() !== SIGNATURE.central)
    throw malformed(nameless, "an entry of the central directory", "other bytes");
  const madeBy = fields.u16();
  const needed = fields.u16();
  const flags = fields.u16();
  const method = fields.u16();
  fields.bytes(4); // when it was changed, which is not kept
  const crc32 = fields.u32();
  const compressedSize = fields.u32();
  const size = fields.u32();
  const lengths = { name: fields.u16(), extra: fields.u16(), comment: fields.u16() };
  const disk = fields.u16();
  fields.u16(); // whether it is thought to be text
  const externalAttributes = fields.u32();
  const offset = fields.u32();

  const end = at + LENGTH.central + lengths.name + lengths.extra + lengths.comment;
  room(end - at);
  const rest = source.read(at + LENGTH.central, lengths.name + lengths.extra);
  const rawName = rest.slice(0, lengths.name);
  const place = { ...nameless, entry: Buffer.from(rawName).toString("latin1") };
  if (disk !== 0) throw unsupported(place, "an archive in one file", `an entry in part ${disk}`);
  checkFlags(flags, needed, place);
  const extra = readExtraFields(rest.subarray(lengths.name), place);
  const name = decodeZipName(rawName, flags, extra, place);
  const value = {
    place: { ...place, entry: name },
    name,
    rawName,
    madeBy,
    flags,
    method: checkMethod(method, place),
    crc32,
    externalAttributes,
    ...findZip64(extra, { size, compressedSize, offset }, place),
  };
  if (method === 0 && value.size !== value.compressedSize)
    throw malformed(
      value.place,
      "one size for an entry that is stored",
      `${value.compressedSize} and ${value.size}`,
    );
  return { value, end };
}

function checkFlags(flags: number, needed: number, place: EntryPlace): void {
  if ((flags & ENCRYPTED_FLAGS) !== 0)
    throw unsupported(place, "an entry that everyone can read", "an encrypted one");
  if ((flags & ~KNOWN_FLAGS) !== 0)
    throw unsupported(place, "known flags", `0x${flags.toString(16).padStart(4, "0")}`);
  if (needed > LAST_VERSION)
    throw unsupported(place, `an entry for version ${LAST_VERSION / 10} or before`, `${needed}`);
}

function checkMethod(method: number, place: EntryPlace): 0 | 8 {
  if (method === 0 || method === 8) return method;
  const known = METHODS[method];
  throw unsupported(
    place,
    "an entry that is stored or deflated",
    `method ${method}${known === undefined ? "" : ` (${known})`}`,
  );
}

const METHODS: Readonly<Record<number, string>> = {
  9: "deflate64",
  12: "bzip2",
  14: "lzma",
  93: "zstd",
  95: "xz",
  98: "ppmd",
  99: "AES encryption",
};
