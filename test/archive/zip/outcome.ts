import { type ArchiveLimits, UNPINNED_LIMITS } from "../../../src/archive/limits.ts";
import { createMeter } from "../../../src/archive/meter.ts";
import { readZip, type ZipReading, type ZipReadingOptions } from "../../../src/archive/zip/read.ts";
import { readAgain } from "../../../src/archive/zip/second-reader.ts";
import { sourceOfBytes } from "../../../src/archive/zip/source.ts";
import { Refusal } from "../../../src/errors.ts";

/** Lets one archive that nobody pinned do what the limits say, in any time. */
export function within(limits: ArchiveLimits = UNPINNED_LIMITS): ZipReadingOptions {
  return { limits, meter: createMeter("a.zip", limits, () => 0) };
}

/** Reads an archive by both readers, to its end. */
export async function readTwice(bytes: Uint8Array): Promise<ZipReading> {
  const source = sourceOfBytes("a.zip", bytes);
  const reading = await readZip(source, within());
  for await (const { content } of readAgain(source, reading)) {
    for await (const chunk of content) if (chunk.length === 0) throw new Error("an empty piece");
  }
  return reading;
}

/** Gives what was read, or the refusal; any other error is none of both. */
export async function outcomeOf(bytes: Uint8Array): Promise<ZipReading | Refusal> {
  try {
    return await readTwice(bytes);
  } catch (error) {
    if (error instanceof Refusal) return error;
    throw error;
  }
}
