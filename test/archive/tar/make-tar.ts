/** What a header says; what is left out is as in an everyday archive. */
export interface HeaderFields {
  readonly name?: string | Uint8Array;
  readonly prefix?: string;
  readonly mode?: number;
  readonly uid?: number;
  readonly size?: number;
  readonly type?: string;
  readonly link?: string | Uint8Array;
  readonly magic?: "ustar" | "gnu" | "v7";
  readonly mtime?: number;
  /** Bytes put over the header before the sum is taken: `[offset, bytes]`. */
  readonly patch?: readonly (readonly [number, string | Uint8Array])[];
  /** Bytes put in place of the checksum field. */
  readonly checksum?: (sum: number) => string;
}

const MAGIC = { ustar: "ustar\x0000", gnu: "ustar  \0", v7: "\0".repeat(8) };

/** Makes a block of 512 bytes. */
export function header(fields: HeaderFields): Buffer {
  const { name = "trivy", prefix = "", mode = 0o644, uid = 0, size = 0, type = "0" } = fields;
  const { link = "", magic = "ustar", mtime = 1_700_000_000, patch = [] } = fields;
  const block = Buffer.alloc(512);
  block.set(Buffer.from(name), 0);
  block.write(octal(mode, 7), 100);
  block.write(octal(uid, 7), 108);
  block.write(octal(0, 7), 116);
  block.write(octal(size, 11), 124);
  block.write(octal(mtime, 11), 136);
  block.write(type, 156, "latin1");
  block.set(Buffer.from(link), 157);
  block.write(MAGIC[magic], 257, "latin1");
  block.write(prefix, 345);
  for (const [at, bytes] of patch) block.set(Buffer.from(bytes), at);
  block.fill(" ", 148, 156);
  const sum = block.reduce((total, byte) => total + byte, 0);
  const { checksum = (value: number) => `${value.toString(8).padStart(6, "0")}\0 ` } = fields;
  block.write(checksum(sum), 148, "latin1");
  return block;
}

function octal(value: number, digits: number): string {
  return `${value.toString(8).padStart(digits, "0")}\0`;
}

/** Fills up to whole blocks. */
export function pad(bytes: Uint8Array): Buffer {
  return Buffer.concat([bytes, Buffer.alloc((512 - (bytes.length % 512)) % 512)]);
}

/** Makes an entry: its header, and its content in whole blocks. */
export function entry(
  name: string | Uint8Array,
  content: string | Uint8Array = "",
  fields: HeaderFields = {},
): Buffer {
  const body = Buffer.from(content);
  return Buffer.concat([header({ name, size: body.length, ...fields }), pad(body)]);
}

export const folder = (name: string, fields: HeaderFields = {}): Buffer =>
  entry(name, "", { type: "5", mode: 0o755, ...fields });

export const symlink = (name: string, link: string, fields: HeaderFields = {}): Buffer =>
  entry(name, "", { type: "2", mode: 0o777, link, ...fields });

export const hardlink = (name: string, link: string, fields: HeaderFields = {}): Buffer =>
  entry(name, "", { type: "1", link, ...fields });

/** Writes one record with its length. */
export function record(key: string, value: string | Uint8Array): Buffer {
  const rest = Buffer.concat([Buffer.from(` ${key}=`), Buffer.from(value), Buffer.from("\n")]);
  let length = rest.length + 1;
  while (String(length).length + rest.length !== length) length += 1;
  return Buffer.concat([Buffer.from(String(length)), rest]);
}

/** Makes an extended header of records, or of any bytes. */
export function pax(
  records: readonly (readonly [string, string | Uint8Array])[] | string | Uint8Array,
  type: "x" | "g" = "x",
): Buffer {
  const body =
    typeof records === "string" || records instanceof Uint8Array
      ? Buffer.from(records)
      : Buffer.concat(records.map(([key, value]) => record(key, value)));
  return entry("PaxHeaders/trivy", body, { type });
}

/** Makes a long name (`L`) or a long target (`K`) of GNU, with the NUL that ends it. */
export function long(type: "L" | "K", name: string | Uint8Array, end = "\0"): Buffer {
  const body = Buffer.concat([Buffer.from(name), Buffer.from(end)]);
  return entry("././@LongLink", body, { type, magic: "gnu", mode: 0 });
}

export const END: Buffer = Buffer.alloc(1024);

/** Puts parts together and ends the archive. */
export function tar(...parts: readonly Uint8Array[]): Buffer {
  return Buffer.concat([...parts, END]);
}

/** The one entry of most archives. */
export const TRIVY: Buffer = entry("trivy", "#!/bin/sh\n", { mode: 0o755 });
/** A whole archive of its own, to be hidden where some programs look. */
export const HIDDEN: Buffer = entry("smuggled.sh", "evil\n", { mode: 0o755 });
