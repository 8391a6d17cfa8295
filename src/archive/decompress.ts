import { Refusal } from "../errors.ts";
import type { Compression } from "./format.ts";
import { gunzip } from "./gunzip.ts";
import type { Meter } from "./meter.ts";
import { unxz } from "./unxz.ts";
import { unzstd } from "./unzstd.ts";

/**
 * Decompresses a file, and counts what comes out.
 * @throws Refusal `ARCHIVE_UNSUPPORTED` — nothing here reads the compression.
 * @throws Refusal `ARCHIVE_LIMIT`, and those of the compression: see `gunzip`.
 */
export function decompress(
  source: AsyncIterable<Uint8Array>,
  compression: Compression,
  archive: string,
  meter: Meter,
): AsyncIterable<Uint8Array> {
  switch (compression) {
    case "none":
      return count(source, meter);
    case "gzip":
      return gunzip(source, archive, meter);
    case "zstd":
      return unzstd(source, archive, meter);
    case "xz":
      return unxz(source, archive, meter);
    case "a format that nothing here reads":
      throw new Refusal(
        "ARCHIVE_UNSUPPORTED",
        `${archive}: expected a compression that can be read, found ${compression}`,
        { format: compression },
        { hint: "take the publisher's .tar.gz or .zip where there is one" },
      );
  }
}

/** What is not compressed cannot be a bomb; there may be too much of it all the same. */
async function* count(
  source: AsyncIterable<Uint8Array>,
  meter: Meter,
): AsyncGenerator<Uint8Array, void> {
  let read = 0;
  for await (const piece of source) {
    read += piece.length;
    meter.count(piece.length, read);
    yield piece;
  }
}
