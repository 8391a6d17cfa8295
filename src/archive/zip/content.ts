import { createHash } from "node:crypto";
import { setImmediate } from "node:timers/promises";
import { crc32 } from "node:zlib";
import type { EntryPlace } from "../place.ts";
import { formatCrc } from "./fields.ts";
import { inflateAtOnce, inflateStream } from "./inflate.ts";
import { refuseInnerEnd } from "./inner-end.ts";
import type { LocatedEntry } from "./local.ts";
import { damaged } from "./refuse.ts";
import type { ZipSource } from "./source.ts";

/** What is read at once. */
const CHUNK_BYTES = 64 * 1024;
/** Of packed and of unpacked content that is unpacked in memory. */
const SMALL_BYTES = 256 * 1024;

/**
 * Unpacks the content of an entry piece by piece, and never more than its headers say.
 * @param take gets each piece in order; it may keep it.
 * @returns the SHA-256 of the content in hex.
 *
 * @throws Refusal `ARCHIVE_COMPRESSION` — it is shorter or longer than said, has another CRC-32, or is no deflate stream.
 * @throws Refusal `ARCHIVE_HEADER` — see `refuseInnerEnd`.
 * @throws Refusal `ARCHIVE_TRAILING` — it ends before the bytes do that it is packed in. Some pieces were given by then.
 */
export async function readContent(
  source: ZipSource,
  entry: LocatedEntry,
  take: (chunk: Uint8Array) => void,
): Promise<string> {
  const { method, compressedSize, dataOffset } = entry;
  const place: EntryPlace = { ...entry.place, at: dataOffset };
  const sha256 = createHash("sha256");
  let size = 0;
  let sum = 0;
  const give = (chunk: Uint8Array): void => {
    size += chunk.length;
    if (size > entry.size) throw damaged(place, `${entry.size} bytes of content`, "more");
    sum = crc32(chunk, sum);
    sha256.update(chunk);
    take(chunk);
  };
  const chunks = chunksOf(source, dataOffset, dataOffset + compressedSize);
  if (entry.isOpenEnded) refuseInnerEnd(source, entry);
  if (method === 0) {
    for (const chunk of chunks) {
      give(chunk);
      // A large file must not keep everything else from its turn, such as the signal that ends this.
      await setImmediate();
    }
  } else if (compressedSize > SMALL_BYTES || entry.size > SMALL_BYTES)
    await inflateStream(chunks, compressedSize, place, give);
  else give(inflateAtOnce(source.read(dataOffset, compressedSize), entry.size, place));
  if (size !== entry.size) throw damaged(place, `${entry.size} bytes of content`, `${size}`);
  if (sum !== entry.crc32)
    throw damaged(place, `content with the CRC-32 ${formatCrc(entry.crc32)}`, formatCrc(sum));
  return sha256.digest("hex");
}

/** Gives the bytes of a part of a source, in pieces. */
export function* chunksOf(
  source: ZipSource,
  start: number,
  end: number,
): Generator<Uint8Array, void> {
  for (let at = start; at < end; at += CHUNK_BYTES)
    yield source.read(at, Math.min(CHUNK_BYTES, end - at));
}
