import { crc32 } from "node:zlib";

/** What of a stream a test wants otherwise. */
export interface XzOptions {
  /** As the format encodes it: 64 KiB, where nothing is said. */
  readonly dictionary?: number;
  /** The kind of checksum: CRC32, where nothing is said. */
  readonly check?: number;
}

/**
 * Writes an xz stream of one block, whose data is stored and not compressed.
 * @see https://tukaani.org/xz/xz-file-format-1.2.1.txt
 */
export function packXz(data: Uint8Array, { dictionary = 8, check = 1 }: XzOptions = {}): Buffer {
  const flags = Buffer.from([0, check]);
  const header = Buffer.concat([Buffer.from("\xfd7zXZ\0", "latin1"), flags, checksum(flags)]);
  // One filter, LZMA2, with one byte of properties: the size of the dictionary.
  const description = Buffer.from([2, 0, 0x21, 1, dictionary, 0, 0, 0]);
  const chunks: Buffer[] = [];
  for (let at = 0; at < data.length; at += 65_536) {
    const chunk = data.subarray(at, at + 65_536);
    const size = Buffer.alloc(2);
    size.writeUInt16BE(chunk.length - 1);
    chunks.push(Buffer.from([at === 0 ? 1 : 2]), size, Buffer.from(chunk));
  }
  const content = Buffer.concat([...chunks, Buffer.from([0])]);
  const unpadded = description.length + 4 + content.length + 4;
  const block = Buffer.concat([
    description,
    checksum(description),
    padded(content),
    checksum(data),
  ]);
  const index = padded(
    Buffer.concat([Buffer.from([0, 1]), integer(unpadded), integer(data.length)]),
  );
  const backward = Buffer.alloc(4);
  backward.writeUInt32LE((index.length + 4) / 4 - 1);
  const footer = Buffer.concat([backward, flags]);
  return Buffer.concat([
    header,
    block,
    index,
    checksum(index),
    checksum(footer),
    footer,
    Buffer.from("YZ"),
  ]);
}

function checksum(bytes: Uint8Array): Buffer {
  const sum = Buffer.alloc(4);
  sum.writeUInt32LE(crc32(bytes));
  return sum;
}

function padded(bytes: Buffer): Buffer {
  return Buffer.concat([bytes, Buffer.alloc((4 - (bytes.length % 4)) % 4)]);
}

function integer(value: number): Buffer {
  const bytes: number[] = [];
  for (let left = value; ; left = Math.floor(left / 128)) {
    if (left < 128) return Buffer.from([...bytes, left]);
    bytes.push((left % 128) | 128);
  }
}
