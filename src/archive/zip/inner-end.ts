import type { LocatedEntry } from "./local.ts";
import { malformed } from "./refuse.ts";
import type { ZipSource } from "./source.ts";

const SIGNATURE_BYTES = Buffer.from("PK\x07\x08", "latin1");
/** The signature, the CRC-32 and the compressed size, or the lower half of it. */
const DESCRIPTOR_BYTES = 12;
const WINDOW_BYTES = 64 * 1024;

/**
 * Refuses stored content of which only a data descriptor says where it ends, if it holds a descriptor that would end it
 * earlier: whoever reads the archive from a pipe looks for one that has the size so far, and takes what follows for the
 * next entry.
 * @throws Refusal `ARCHIVE_HEADER` — it does.
 */
export function refuseInnerEnd(source: ZipSource, entry: LocatedEntry): void {
  const { dataOffset, compressedSize } = entry;
  const end = dataOffset + compressedSize;
  for (let start = dataOffset; start < end; start += WINDOW_BYTES) {
    // A descriptor that begins in this window may end in the next.
    const length = Math.min(WINDOW_BYTES + DESCRIPTOR_BYTES - 1, end - start);
    const window = Buffer.from(source.read(start, length));
    for (
      let at = window.indexOf(SIGNATURE_BYTES);
      at >= 0 && at + DESCRIPTOR_BYTES <= length;
      at = window.indexOf(SIGNATURE_BYTES, at + 1)
    ) {
      const size = window.readUInt32LE(at + DESCRIPTOR_BYTES - 4);
      if (size !== (start + at - dataOffset) % 2 ** 32) continue;
      const place = { ...entry.place, at: start + at };
      throw malformed(place, "no data descriptor in stored content", "one that would end it here");
    }
  }
}
