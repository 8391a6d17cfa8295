import { createZstdDecompress } from "node:zlib";
import { type ByteReader, createByteReader } from "./byte-reader.ts";
import { damaged, PIECE_BYTES, refuseTinyMembers, trailing, truncated } from "./compression.ts";
import { refuseFormat } from "./format.ts";
import { CompressionFault, inflate } from "./inflate.ts";
import type { Meter } from "./meter.ts";

/**
 * Decompresses zstd. Several frames are one file, as RFC 8878 says, and those to be skipped hold nothing.
 * A frame that asks for a window above 128 MiB is refused: it would be held in memory.
 * @param meter counts and limits what comes out.
 * @throws Refusal `ARCHIVE_FORMAT` — it does not begin like zstd.
 * @throws Refusal `ARCHIVE_COMPRESSION` — damaged data, a wrong checksum where there is one, too large a window.
 * @throws Refusal `ARCHIVE_TRUNCATED` — it ends too early.
 * @throws Refusal `ARCHIVE_TRAILING` — something else follows it.
 * @see https://www.rfc-editor.org/rfc/rfc8878#section-3.1
 */
export async function* unzstd(
  source: AsyncIterable<Uint8Array>,
  archive: string,
  meter: Meter,
): AsyncGenerator<Buffer, void> {
  const reader = createByteReader(source);
  let out = 0;
  for (let frames = 1; ; frames += 1) {
    const start = await reader.peek(4);
    if (start.length === 0 && frames > 1) return;
    if (!isFrame(start)) {
      if (frames === 1) throw refuseFormat(archive, "zstd data", start);
      throw trailing(archive, reader.at);
    }
    for await (const piece of decompress(reader, archive)) {
      meter.count(piece.length, reader.at);
      out += piece.length;
      yield piece;
    }
    refuseTinyMembers(archive, reader.at, frames, out);
  }
}

function isFrame(start: Uint8Array): boolean {
  if (start.length < 4) return false;
  const magic = new DataView(start.buffer, start.byteOffset, 4).getUint32(0, true);
  return magic === 0xfd2fb528 || (magic & 0xfffffff0) >>> 0 === 0x184d2a50;
}

async function* decompress(reader: ByteReader, archive: string): AsyncGenerator<Buffer, void> {
  const from = reader.at;
  try {
    yield* inflate(reader, createZstdDecompress({ chunkSize: PIECE_BYTES }));
  } catch (error) {
    if (!(error instanceof CompressionFault)) throw error;
    if (error.isCut) throw truncated(archive, reader.at);
    throw damaged(archive, from, "zstd data", error.message, error);
  }
}
