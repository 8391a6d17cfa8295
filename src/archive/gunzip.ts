import { crc32, createInflateRaw } from "node:zlib";
import { type ByteReader, createByteReader } from "./byte-reader.ts";
import { damaged, PIECE_BYTES, refuseTinyMembers, trailing, truncated } from "./compression.ts";
import { refuseFormat } from "./format.ts";
import { CompressionFault, inflate } from "./inflate.ts";
import type { Meter } from "./meter.ts";

const FLAG_CRC = 2;
const FLAG_EXTRA = 4;
const FLAG_NAME = 8;
const FLAG_COMMENT = 16;
const FLAGS_RESERVED = 0xe0;

/** A name or comment in a header; longer ones are nobody's. */
const MAX_TEXT_BYTES = 4096;

/**
 * Decompresses gzip in one go. Several members are one file, as RFC 1952 says and `cat` makes them: what reads the
 * result sees all of them, so nothing can hide in the second. After the last there may be zeros, with which tapes are filled.
 * @param meter counts and limits what comes out.
 * @throws Refusal `ARCHIVE_FORMAT` — it does not begin like gzip.
 * @throws Refusal `ARCHIVE_COMPRESSION` — reserved flags, another method, damaged data, a wrong checksum or length.
 * @throws Refusal `ARCHIVE_TRUNCATED` — it ends too early.
 * @throws Refusal `ARCHIVE_TRAILING` — something else follows it.
 * @see https://www.rfc-editor.org/rfc/rfc1952#section-2.3
 */
export async function* gunzip(
  source: AsyncIterable<Uint8Array>,
  archive: string,
  meter: Meter,
): AsyncGenerator<Buffer, void> {
  const reader = createByteReader(source);
  let out = 0;
  for (let members = 1; ; members += 1) {
    await readHeader(reader, archive, members === 1);
    const member = { crc: 0, bytes: 0 };
    for await (const piece of decompress(reader, archive)) {
      meter.count(piece.length, reader.at);
      member.crc = crc32(piece, member.crc);
      member.bytes += piece.length;
      yield piece;
    }
    await checkTrailer(reader, archive, member);
    out += member.bytes;
    refuseTinyMembers(archive, reader.at, members, out);
    if (!(await hasMore(reader, archive))) return;
  }
}

async function readHeader(reader: ByteReader, archive: string, isFirst: boolean): Promise<void> {
  const at = reader.at;
  const header = await reader.take(10);
  if (header[0] !== 0x1f || header[1] !== 0x8b) {
    if (isFirst) throw refuseFormat(archive, "gzip data", header);
    throw trailing(archive, at);
  }
  if (header.length < 10) throw truncated(archive, reader.at);
  const [method, flags = 0] = [header[2], header[3]];
  if (method !== 8) throw damaged(archive, at + 2, "method 8", `${method}`);
  if ((flags & FLAGS_RESERVED) !== 0)
    throw damaged(archive, at + 3, "no reserved flag", `0x${flags.toString(16)}`);
  let crc = crc32(header);
  const take = async (length: number): Promise<Uint8Array> => {
    const bytes = await reader.take(length);
    if (bytes.length < length) throw truncated(archive, reader.at);
    crc = crc32(bytes, crc);
    return bytes;
  };
  if (flags & FLAG_EXTRA) {
    const [low = 0, high = 0] = await take(2);
    await take(low + high * 256);
  }
  for (const flag of [FLAG_NAME, FLAG_COMMENT]) {
    if (!(flags & flag)) continue;
    const from = reader.at;
    // Byte by byte: nobody says how long it is.
    while ((await take(1))[0] !== 0) {
      if (reader.at - from > MAX_TEXT_BYTES)
        throw damaged(archive, from, `at most ${MAX_TEXT_BYTES} bytes of text`, "more");
    }
  }
  if (flags & FLAG_CRC) {
    const expected = crc & 0xffff;
    const [low = 0, high = 0] = await take(2);
    if (low + high * 256 !== expected)
      throw damaged(archive, reader.at - 2, "the checksum of the header", "another");
  }
}

async function* decompress(reader: ByteReader, archive: string): AsyncGenerator<Buffer, void> {
  const decompressor = createInflateRaw({ chunkSize: PIECE_BYTES });
  const from = reader.at;
  try {
    yield* inflate(reader, decompressor);
  } catch (error) {
    if (!(error instanceof CompressionFault)) throw error;
    if (error.isCut) throw truncated(archive, reader.at);
    throw damaged(archive, from, "deflated data", error.message, error);
  }
}

async function checkTrailer(
  reader: ByteReader,
  archive: string,
  member: { readonly crc: number; readonly bytes: number },
): Promise<void> {
  const at = reader.at;
  const trailer = await reader.take(8);
  if (trailer.length < 8) throw truncated(archive, reader.at);
  const view = new DataView(trailer.buffer, trailer.byteOffset, 8);
  if (view.getUint32(0, true) !== member.crc)
    throw damaged(archive, at, "the checksum of the data", "another");
  if (view.getUint32(4, true) !== member.bytes % 2 ** 32)
    throw damaged(archive, at + 4, "the length of the data", "another");
}

/** Tells whether another member follows, after a look at what does. */
async function hasMore(reader: ByteReader, archive: string): Promise<boolean> {
  let zeros = false;
  for (;;) {
    const at = reader.at;
    const piece = await reader.next();
    if (piece === undefined) return false;
    if (!zeros && piece[0] !== 0) {
      reader.unread(piece);
      return true;
    }
    zeros = true;
    const other = piece.findIndex((byte) => byte !== 0);
    if (other !== -1) throw trailing(archive, at + other);
  }
}
