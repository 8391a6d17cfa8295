import { createInflateRaw, inflateRawSync } from "node:zlib";
import { Refusal } from "../../errors.ts";
import { type EntryPlace, refuseEntry } from "../place.ts";
import { damaged } from "./refuse.ts";

/** What is unpacked at once. */
const CHUNK_BYTES = 64 * 1024;

/**
 * Unpacks a deflate stream that is in memory. For a small one this takes a tenth of the time.
 * @param size how much there may be.
 * @param place names the entry, and where the stream begins, in a refusal.
 * @throws Refusal `ARCHIVE_COMPRESSION` — no deflate stream, or one that unpacks to more.
 * @throws Refusal `ARCHIVE_TRAILING` — bytes behind it.
 */
export function inflateAtOnce(bytes: Uint8Array, size: number, place: EntryPlace): Uint8Array {
  try {
    // The declared type does not know what `info` gives.
    const { buffer, engine } = inflateRawSync(bytes, {
      maxOutputLength: Math.max(size, 1),
      chunkSize: CHUNK_BYTES,
      info: true,
    }) as unknown as { buffer: Buffer; engine: { bytesWritten: number } };
    checkEnd(bytes.length - engine.bytesWritten, place);
    return buffer;
  } catch (error) {
    if (error instanceof RangeError) throw damaged(place, `${size} bytes of content`, "more");
    throw error instanceof Refusal ? error : noDeflate(place, error);
  }
}

/**
 * Unpacks a deflate stream piece by piece.
 * @param chunks the packed bytes in order, `length` together.
 * @param give gets each piece; what it throws ends the unpacking.
 * @throws Refusal `ARCHIVE_COMPRESSION` — no deflate stream.
 * @throws Refusal `ARCHIVE_TRAILING` — bytes behind it.
 */
export function inflateStream(
  chunks: Iterator<Uint8Array, void>,
  length: number,
  place: EntryPlace,
  give: (chunk: Uint8Array) => void,
): Promise<void> {
  const engine = createInflateRaw({ chunkSize: CHUNK_BYTES });
  return new Promise((resolve, reject) => {
    const attempt = (step: () => void): void => {
      try {
        step();
      } catch (error) {
        engine.destroy();
        reject(error);
      }
    };
    const feed = (): void =>
      attempt(() => {
        const { value } = chunks.next();
        if (value === undefined) engine.end();
        else engine.write(value, feed);
      });
    engine.on("data", (chunk: Uint8Array) => attempt(() => give(chunk)));
    engine.on("error", (error) => reject(noDeflate(place, error)));
    engine.on("end", () =>
      attempt(() => {
        checkEnd(length - engine.bytesWritten, place);
        engine.destroy();
        resolve();
      }),
    );
    feed();
  });
}

/** What a stream does not reach is content that no reader of the entry sees. */
function checkEnd(unread: number, place: EntryPlace): void {
  if (unread === 0) return;
  throw refuseEntry(
    "ARCHIVE_TRAILING",
    place,
    "a deflate stream up to the end of the entry",
    `${unread} bytes behind it`,
  );
}

function noDeflate(place: EntryPlace, error: unknown): Refusal {
  const found = error instanceof Error ? error.message : String(error);
  return damaged(place, "a deflate stream", found);
}
