import { crc32, deflateRawSync } from "node:zlib";

// Writes zips, right ones and wrong ones: every field of every record can be set to something else than it should be.

/** The fields that a local header and the central directory both have. */
export interface HeaderFields {
  readonly version: number;
  readonly flags: number;
  readonly method: number;
  readonly crc32: number;
  readonly compressedSize: number;
  readonly size: number;
  readonly name: Uint8Array;
  readonly nameLength: number;
  readonly extra: Uint8Array;
  readonly extraLength: number;
}

/** The fields that the central directory alone has. */
export interface CentralFields extends HeaderFields {
  readonly madeBy: number;
  readonly comment: Uint8Array;
  readonly commentLength: number;
  readonly disk: number;
  readonly attributes: number;
  readonly offset: number;
}

export interface DescriptorFields {
  readonly signature: boolean;
  /** Eight bytes a size. */
  readonly wide: boolean;
  readonly crc32: number;
  readonly compressedSize: number;
  readonly size: number;
}

export interface Member {
  readonly name: string | Uint8Array;
  readonly content?: string | Uint8Array;
  /** Deflated, unless it says 0. */
  readonly method?: 0 | 8;
  /** What lies in the archive instead of the packed content. */
  readonly packed?: Uint8Array;
  /** A whole Unix mode; 0 for none. */
  readonly mode?: number;
  readonly local?: Partial<HeaderFields>;
  readonly central?: Partial<CentralFields>;
  readonly descriptor?: Partial<DescriptorFields>;
  /** Bytes before the local header, and behind the content. */
  readonly before?: Uint8Array;
  readonly after?: Uint8Array;
  /** It has one header only. */
  readonly only?: "local" | "central";
  /** Its entry of the directory comes that often. */
  readonly times?: number;
}

export interface EndFields {
  readonly disk: number;
  readonly directoryDisk: number;
  readonly here: number;
  readonly entries: number;
  readonly size: number;
  readonly offset: number;
  readonly comment: Uint8Array;
  readonly commentLength: number;
}

export interface Zip64Fields {
  readonly recordSize: number;
  readonly disk: number;
  readonly directoryDisk: number;
  readonly here: number;
  readonly entries: number;
  readonly size: number;
  readonly offset: number;
  /** Behind the fields of the record. */
  readonly extra: Uint8Array;
  readonly locatorDisk: number;
  readonly locatorOffset: number;
  readonly disks: number;
}

export interface Layout {
  readonly prefix?: Uint8Array;
  readonly beforeDirectory?: Uint8Array;
  readonly afterDirectory?: Uint8Array;
  readonly beforeEnd?: Uint8Array;
  readonly suffix?: Uint8Array;
  readonly end?: Partial<EndFields>;
  readonly zip64?: Partial<Zip64Fields>;
  /** Gives the entries of the directory another order. */
  readonly reversed?: boolean;
}

const NONE = new Uint8Array();

/** Packs numbers of 2, 4 or 8 bytes, little-endian, and bytes as they are. */
export function pack(...parts: readonly (readonly [2 | 4 | 8, number] | Uint8Array)[]): Buffer {
  return Buffer.concat(
    parts.map((part) => {
      if (part instanceof Uint8Array) return part;
      const [length, value] = part;
      const bytes = Buffer.alloc(8);
      bytes.writeBigUInt64LE(BigInt.asUintN(64, BigInt(value)));
      return bytes.subarray(0, length);
    }),
  );
}

/** Makes an extra field. */
export function extraField(id: number, content: Uint8Array): Buffer {
  return pack([2, id], [2, content.length], content);
}

/** Makes a field with numbers of eight bytes. */
export function zip64Field(...numbers: readonly number[]): Buffer {
  return extraField(1, pack(...numbers.map((number) => [8, number] as const)));
}

/** Makes the field with a name in UTF-8, said to be for the plain name. */
export function unicodePath(name: string, plain: Uint8Array, version = 1): Buffer {
  const bytes = Buffer.from(name);
  return extraField(0x7075, pack(Uint8Array.of(version), [4, crc32(plain)], bytes));
}

/** Writes an archive of these members. */
export function zip(members: readonly Member[], layout: Layout = {}): Buffer {
  const parts: Uint8Array[] = [layout.prefix ?? NONE];
  let at = parts[0]?.length ?? 0;
  const push = (bytes: Uint8Array): void => {
    parts.push(bytes);
    at += bytes.length;
  };
  const entries: Uint8Array[] = [];
  for (const member of members) {
    push(member.before ?? NONE);
    const offset = at;
    const { local, central, packed } = headersOf(member);
    if (member.only !== "central") {
      push(localHeader({ ...local, ...member.local }));
      push(packed);
      if (member.descriptor !== undefined)
        push(descriptorOf({ ...central, signature: true, wide: false, ...member.descriptor }));
      push(member.after ?? NONE);
    }
    if (member.only === "local") continue;
    const entry = centralEntry({ ...central, offset, ...member.central });
    for (let times = member.times ?? 1; times > 0; times--) entries.push(entry);
  }
  push(layout.beforeDirectory ?? NONE);
  const directory = Buffer.concat(layout.reversed === true ? entries.toReversed() : entries);
  const numbers = { entries: entries.length, size: directory.length, offset: at };
  push(directory);
  push(layout.afterDirectory ?? NONE);
  if (layout.zip64 !== undefined) push(zip64Records(at, { ...numbers, ...layout.zip64 }));
  push(layout.beforeEnd ?? NONE);
  push(endRecord({ ...numbers, ...layout.end }));
  push(layout.suffix ?? NONE);
  return Buffer.concat(parts);
}

function headersOf(member: Member) {
  const name = typeof member.name === "string" ? Buffer.from(member.name) : member.name;
  const content = Buffer.from(member.content ?? "");
  const isFolder = name.at(-1) === 0x2f;
  const method = member.method ?? (isFolder ? 0 : 8);
  const packed = member.packed ?? (method === 8 ? deflateRawSync(content) : content);
  const isAscii = name.every((byte) => byte < 0x80);
  const streamed = member.descriptor !== undefined;
  const mode = member.mode ?? (isFolder ? 0o040755 : 0o100644);
  const both = {
    version: 20,
    flags: (isAscii ? 0 : 0x0800) | (streamed ? 0x0008 : 0),
    method,
    crc32: crc32(content),
    compressedSize: packed.length,
    size: content.length,
    name,
    extra: NONE,
  };
  const central = {
    ...both,
    madeBy: 0x031e,
    comment: NONE,
    disk: 0,
    attributes: mode * 0x10000 + (isFolder ? 0x10 : 0),
  };
  const local = streamed ? { ...both, crc32: 0, compressedSize: 0, size: 0 } : both;
  return { local, central, packed };
}

type Without<Fields, Keys extends string> = Omit<Fields, Keys> & Partial<Fields>;

function localHeader(fields: Without<HeaderFields, "nameLength" | "extraLength">): Buffer {
  return pack(
    [4, 0x04034b50],
    [2, fields.version],
    [2, fields.flags],
    [2, fields.method],
    [4, 0x5d784009],
    [4, fields.crc32],
    [4, fields.compressedSize],
    [4, fields.size],
    [2, fields.nameLength ?? fields.name.length],
    [2, fields.extraLength ?? fields.extra.length],
    fields.name,
    fields.extra,
  );
}

function centralEntry(
  fields: Without<CentralFields, "nameLength" | "extraLength" | "commentLength">,
): Buffer {
  return pack(
    [4, 0x02014b50],
    [2, fields.madeBy],
    [2, fields.version],
    [2, fields.flags],
    [2, fields.method],
    [4, 0x5d784009],
    [4, fields.crc32],
    [4, fields.compressedSize],
    [4, fields.size],
    [2, fields.nameLength ?? fields.name.length],
    [2, fields.extraLength ?? fields.extra.length],
    [2, fields.commentLength ?? fields.comment.length],
    [2, fields.disk],
    [2, 0],
    [4, fields.attributes],
    [4, fields.offset],
    fields.name,
    fields.extra,
    fields.comment,
  );
}

function descriptorOf(fields: DescriptorFields): Buffer {
  const width = fields.wide ? 8 : 4;
  return pack(
    fields.signature ? pack([4, 0x08074b50]) : NONE,
    [4, fields.crc32],
    [width, fields.compressedSize],
    [width, fields.size],
  );
}

function zip64Records(
  at: number,
  fields: Pick<Zip64Fields, "entries" | "size" | "offset"> & Partial<Zip64Fields>,
): Buffer {
  const extra = fields.extra ?? NONE;
  return pack(
    [4, 0x06064b50],
    [8, fields.recordSize ?? 44 + extra.length],
    [2, 45],
    [2, 45],
    [4, fields.disk ?? 0],
    [4, fields.directoryDisk ?? 0],
    [8, fields.here ?? fields.entries],
    [8, fields.entries],
    [8, fields.size],
    [8, fields.offset],
    extra,
    [4, 0x07064b50],
    [4, fields.locatorDisk ?? 0],
    [8, fields.locatorOffset ?? at],
    [4, fields.disks ?? 1],
  );
}

/** Makes an end record; what is not given is zero. */
export function endRecord(fields: Partial<EndFields>): Buffer {
  const comment = fields.comment ?? NONE;
  return pack(
    [4, 0x06054b50],
    [2, fields.disk ?? 0],
    [2, fields.directoryDisk ?? 0],
    [2, fields.here ?? fields.entries ?? 0],
    [2, fields.entries ?? 0],
    [4, fields.size ?? 0],
    [4, fields.offset ?? 0],
    [2, fields.commentLength ?? comment.length],
    comment,
  );
}
