import { createHash } from "node:crypto";
import { Readable } from "node:stream";
import type { Entry, RandomAccessReader, ZipFile } from "yauzl";
import { quote } from "../../bytes/quote.ts";
import { Refusal } from "../../errors.ts";
import { describePlace } from "../place.ts";
import { chunksOf } from "./content.ts";
import type { LocatedEntry } from "./local.ts";
import type { PlannedZipEntry, ZipReading } from "./read.ts";
import type { ZipSource } from "./source.ts";

/** An entry as the second reader delivers it. */
export interface SecondReading {
  readonly entry: PlannedZipEntry;
  /** Must be read to its end before the next entry is asked for: only then is it known to be what was planned. */
  readonly content: AsyncIterable<Uint8Array>;
}

/** What `yauzl` is, once it is loaded. */
type Yauzl = typeof import("yauzl");

/**
 * Reads a zip a second time, by yauzl, which shares nothing with the first reader: what both see alike is no trick of the
 * format upon one of them. What it unpacks is what is placed.
 *
 * @throws Refusal `ARCHIVE_READERS_DISAGREE` — it sees another entry, or other bytes, or none; also from `content`.
 */
export async function* readAgain(
  source: ZipSource,
  { entries }: ZipReading,
): AsyncGenerator<SecondReading> {
  const yauzl = await import("yauzl");
  const zip = await openZip(yauzl, source);
  try {
    let index = 0;
    for await (const found of listEntries(zip, source)) {
      const entry = entries[index];
      if (entry === undefined)
        throw disagree(source, undefined, "the end", `entry ${quote(found.fileName)}`);
      await compareEntry(zip, source, entry.located, found);
      yield { entry, content: contentOf(zip, source, entry, found) };
      index += 1;
    }
    const missing = entries[index];
    if (missing !== undefined) throw disagree(source, missing.located, "this entry", "the end");
  } finally {
    zip.close();
  }
}

async function openZip(yauzl: Yauzl, source: ZipSource): Promise<ZipFile> {
  const reader = readerOf(yauzl, source);
  const options = {
    autoClose: false,
    decodeStrings: true,
    strictFileNames: true,
    validateEntrySizes: true,
  };
  try {
    const zip = await yauzl.fromRandomAccessReaderPromise(reader, source.size, options);
    // Whoever waits for an entry gets the error; one that comes when nobody waits must not end the process.
    zip.on("error", () => {});
    return zip;
  } catch (error) {
    throw failed(source, undefined, error);
  }
}

async function* listEntries(zip: ZipFile, source: ZipSource): AsyncGenerator<Entry> {
  try {
    yield* zip.eachEntry();
  } catch (error) {
    throw failed(source, undefined, error);
  }
}

async function compareEntry(
  zip: ZipFile,
  source: ZipSource,
  ours: LocatedEntry,
  theirs: Entry,
): Promise<void> {
  const header = await zip
    .readLocalFileHeaderPromise(theirs, { minimal: true })
    .catch((error: unknown) => {
      throw failed(source, ours, error);
    });
  for (const [what, one, other] of [
    ["name", ours.name, theirs.fileName],
    ["size", ours.size, theirs.uncompressedSize],
    ["compressed size", ours.compressedSize, theirs.compressedSize],
    ["CRC-32", ours.crc32, theirs.crc32],
    ["method", ours.method, theirs.compressionMethod],
    ["offset", ours.offset, theirs.relativeOffsetOfLocalHeader],
    ["attributes", ours.externalAttributes, theirs.externalFileAttributes],
    ["start of content", ours.dataOffset, header.fileDataStart],
  ] as const) {
    if (one !== other) throw disagree(source, ours, `${what} ${shown(one)}`, shown(other));
  }
}

async function* contentOf(
  zip: ZipFile,
  source: ZipSource,
  { located, sha256 }: PlannedZipEntry,
  theirs: Entry,
): AsyncGenerator<Uint8Array> {
  const hash = createHash("sha256");
  const stream = await zip.openReadStreamPromise(theirs).catch((error: unknown) => {
    throw failed(source, located, error);
  });
  try {
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      hash.update(chunk);
      yield chunk;
    }
  } catch (error) {
    throw failed(source, located, error);
  } finally {
    stream.destroy();
  }
  const found = hash.digest("hex");
  if (sha256 !== undefined && found !== sha256)
    throw disagree(source, located, `sha256 ${sha256}`, found);
}

/** Lets yauzl read the same bytes that the first reader did. */
function readerOf(yauzl: Yauzl, source: ZipSource): RandomAccessReader {
  return new (class extends yauzl.RandomAccessReader {
    override _readStreamForRange(start: number, end: number): Readable {
      const chunks = chunksOf(source, start, end);
      return new Readable({
        read() {
          try {
            this.push(chunks.next().value ?? null);
          } catch (error) {
            this.destroy(error as Error);
          }
        },
      });
    }

    // The records are small and many: a stream for each takes longer than all else.
    override read(
      buffer: Buffer,
      offset: number,
      length: number,
      position: number,
      callback: (error: Error | null, bytesRead?: number) => void,
    ): void {
      const end = Math.min(position + length, source.size);
      setImmediate(() => {
        try {
          if (position < end) buffer.set(source.read(position, end - position), offset);
          callback(null, Math.max(end - position, 0));
        } catch (error) {
          callback(error as Error);
        }
      });
    }
  })();
}

/** A refusal of our own, such as of a disk that fails, is no disagreement. */
function failed(source: ZipSource, entry: LocatedEntry | undefined, error: unknown): Refusal {
  if (error instanceof Refusal) return error;
  const found = error instanceof Error ? error.message : String(error);
  return disagree(source, entry, "what the first reader saw", found, error);
}

function disagree(
  source: ZipSource,
  entry: LocatedEntry | undefined,
  expected: string,
  found: string,
  cause?: unknown,
): Refusal {
  const place = entry?.place ?? { archive: source.name, entry: "", at: source.size };
  return new Refusal(
    "ARCHIVE_READERS_DISAGREE",
    `${describePlace(place)}: expected ${expected} from a second reader, found ${found}`,
    { expected, found },
    {
      hint: "do not unpack it by other means: programs would not agree on what is in it; tell its publisher",
      cause,
    },
  );
}

function shown(value: string | number): string {
  return typeof value === "string" ? quote(value) : `${value}`;
}
