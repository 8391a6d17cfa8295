import { constants } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";
import { codeOf, missingFile, unreadableFile } from "./files.ts";

/** A file that is read piece by piece. */
export interface ChunkedFile {
  /** In bytes, when it was opened. */
  readonly size: number;
  /** To be read once, to its end or not at all. A piece is valid until the next one is asked for. */
  readonly chunks: AsyncIterable<Uint8Array>;
}

/** Large enough that asking costs nothing, small enough to stay in the processor's cache while it is digested and unpacked. */
const CHUNK_BYTES = 256 * 1024;

/**
 * Opens a regular file to be read piece by piece, without ever holding it.
 * @throws Refusal `FILE_MISSING`, `FILE_UNREADABLE` — see `readFile`; the latter from the pieces, too.
 */
export async function openChunks(path: string): Promise<ChunkedFile> {
  let file: FileHandle;
  try {
    // Without O_NONBLOCK the opening of a pipe nobody writes to never ends.
    file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
  } catch (error) {
    const code = codeOf(error);
    throw code === "ENOENT" || code === "ENOTDIR"
      ? missingFile(path, error)
      : unreadableFile(path, code, error);
  }
  const status = await file.stat();
  if (!status.isFile()) {
    await file.close();
    throw unreadableFile(path, status.isDirectory() ? "a folder" : "something else", undefined);
  }
  return { size: status.size, chunks: readChunks(file, path) };
}

async function* readChunks(file: FileHandle, path: string): AsyncGenerator<Uint8Array, void> {
  const chunk = Buffer.allocUnsafe(CHUNK_BYTES);
  try {
    for (;;) {
      const { bytesRead } = await file.read(chunk, 0, chunk.length, null);
      if (bytesRead === 0) return;
      yield chunk.subarray(0, bytesRead);
    }
  } catch (error) {
    throw unreadableFile(path, codeOf(error), error);
  } finally {
    await file.close();
  }
}
