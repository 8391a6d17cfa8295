import { createByteReader } from "./byte-reader.ts";
import { damaged } from "./compression.ts";
import { refuseFormat } from "./format.ts";
import type { Meter } from "./meter.ts";

type XzLibrary = typeof import("xz-decompress");

const MAGIC = "\xfd7zXZ\0";

/** What the library's numbers mean, of those that a file can cause. */
const FAULTS: Readonly<Record<string, string>> = {
  "4": "a dictionary of more than 64 MiB",
  "6": "a filter or a kind of checksum that is not read",
  "7": "damaged data",
  "8": "an end too early, or other bytes behind it",
};

/**
 * Decompresses xz. Several streams are one file, as the format says. Checksums by CRC32 and CRC64 are verified, of the
 * data, the index and the footer; a file with another kind of checksum is refused, and so is one that asks for a
 * dictionary of more than 64 MiB, which would be held in memory.
 *
 * The library is XZ Embedded compiled to WebAssembly: it has no native code, runs nothing at its installation, and what
 * it reads of a hostile file stays in a memory of its own.
 * @param meter counts and limits what comes out.
 * @throws Refusal `ARCHIVE_FORMAT` — it does not begin like xz.
 * @throws Refusal `ARCHIVE_COMPRESSION` — damaged or cut data, a wrong checksum, other bytes behind it, too large a dictionary.
 * @see https://tukaani.org/xz/xz-file-format-1.2.1.txt
 */
export async function* unxz(
  source: AsyncIterable<Uint8Array>,
  archive: string,
  meter: Meter,
): AsyncGenerator<Uint8Array, void> {
  const reader = createByteReader(source);
  const start = await reader.peek(MAGIC.length);
  if (Buffer.from(start).toString("latin1") !== MAGIC)
    throw refuseFormat(archive, "xz data", start);
  let ended: { readonly error: unknown } | undefined;
  const compressed = new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        try {
          const piece = await reader.next();
          if (piece === undefined) controller.close();
          else controller.enqueue(piece);
        } catch (error) {
          ended = { error };
          throw error;
        }
      },
    },
    { highWaterMark: 0 },
  );
  // Node finds no names in its form of module, and gives it whole as the default.
  const library: XzLibrary & { readonly default?: XzLibrary } = await import("xz-decompress");
  const { XzReadableStream } = library.default ?? library;
  const pieces = new XzReadableStream(compressed)[Symbol.asyncIterator]();
  try {
    for (;;) {
      const { done, value } = await pieces.next().catch((error: unknown) => {
        if (ended !== undefined) throw ended.error;
        throw explain(archive, reader.at, error);
      });
      if (done === true) return;
      if (value.length === 0) continue;
      meter.count(value.length, reader.at);
      yield value;
    }
  } finally {
    // The library lets one file be read at a time: one that is given up has to make room for the next.
    await pieces.return?.().catch(() => undefined);
  }
}

function explain(archive: string, at: number, error: unknown): Error {
  const message = error instanceof Error ? error.message : String(error);
  const code = /error code (\d+)$/.exec(message)?.[1] ?? "";
  return damaged(archive, at, "xz data", FAULTS[code] ?? message, error);
}
