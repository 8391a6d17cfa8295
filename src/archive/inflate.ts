import type { Transform } from "node:stream";
import type { ByteReader } from "./byte-reader.ts";

/** A stream of `node:zlib`. */
interface Decompressor extends Transform {
  /** How much of its input it has used. */
  readonly bytesWritten: number;
}

/** Why a decompressor gave up; the message is its own. */
export class CompressionFault extends Error {
  override readonly name = "CompressionFault";
  /** The source ended before the data. */
  readonly isCut: boolean;

  constructor(cause: Error) {
    super(cause.message, { cause });
    this.isCut = "code" in cause && cause.code === "Z_BUF_ERROR";
  }
}

/**
 * Decompresses one stream of compressed data and stops at its end: what the decompressor did not use is given back.
 * Never holds more than a few pieces of output.
 * @throws CompressionFault — the data is damaged, or the source ends before it.
 */
export async function* inflate(
  reader: ByteReader,
  decompressor: Decompressor,
): AsyncGenerator<Buffer, void> {
  let failure: unknown;
  const feeding = feed(reader, decompressor).catch((error: unknown) => {
    failure = error;
    decompressor.destroy();
  });
  try {
    for await (const piece of decompressor) yield piece;
  } catch (error) {
    if (failure !== undefined) throw failure;
    throw isZlibError(error) ? new CompressionFault(error) : error;
  } finally {
    decompressor.destroy();
    await feeding;
  }
}

async function feed(reader: ByteReader, decompressor: Decompressor): Promise<void> {
  let fed = 0;
  // The data may end just where a piece does: only what is left of the next piece tells.
  while (decompressor.bytesWritten === fed) {
    const piece = await reader.next();
    if (decompressor.destroyed) return;
    if (piece === undefined) {
      // It knows itself whether its data is whole.
      decompressor.end();
      return;
    }
    await new Promise<void>((resolve) => {
      // Where it gives up it says so to whoever reads from it, and here it only closes.
      decompressor.once("close", resolve);
      decompressor.write(piece, () => {
        decompressor.off("close", resolve);
        resolve();
      });
    });
    if (decompressor.destroyed) return;
    fed += piece.length;
    const unused = fed - decompressor.bytesWritten;
    if (unused > 0) reader.unread(piece.subarray(piece.length - unused));
  }
}

function isZlibError(error: unknown): error is Error {
  return error instanceof Error && "errno" in error && "code" in error;
}
