import { randomBytes } from "node:crypto";
import {
  closeSync,
  constants,
  fstatSync,
  openSync,
  readSync,
  unlinkSync,
  writeSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Refusal } from "../errors.ts";
import { codeOf, unreadableFile } from "./files.ts";

/** An open file that is read at any place, and never held whole. */
export interface RandomAccessFile {
  /** Names it in a refusal. */
  readonly name: string;
  /** In bytes, when it was opened. */
  readonly size: number;
  /**
   * Gives exactly that many bytes.
   * @throws Refusal `FILE_UNREADABLE` — the disk fails, or the file has become shorter.
   */
  read(offset: number, length: number): Uint8Array;
  close(): void;
}

/**
 * Keeps what comes from a stream in a file that has no name any more, so that nobody can change it between one look at it
 * and the next. The system removes it once it is closed, or the process ends.
 * @param name of the source, for refusals.
 * @param folder where there is room for it.
 * @throws Refusal `FILE_UNWRITABLE` — there is none.
 */
export async function spool(
  bytes: AsyncIterable<Uint8Array>,
  name: string,
  folder: string = tmpdir(),
): Promise<RandomAccessFile> {
  const keep = <Value>(step: () => Value): Value => {
    try {
      return step();
    } catch (cause) {
      throw noRoom(name, folder, cause);
    }
  };
  const descriptor = keep(() => openNameless(folder));
  try {
    for await (const chunk of bytes) keep(() => writeAll(descriptor, chunk));
    return randomAccess(descriptor, name);
  } catch (error) {
    closeSync(descriptor);
    throw error;
  }
}

function openNameless(folder: string): number {
  const path = join(folder, `.${randomBytes(6).toString("hex")}.tmp`);
  const flags = constants.O_RDWR | constants.O_CREAT | constants.O_EXCL | constants.O_NOFOLLOW;
  const descriptor = openSync(path, flags, 0o600);
  unlinkSync(path);
  return descriptor;
}

function writeAll(descriptor: number, bytes: Uint8Array): void {
  for (let at = 0; at < bytes.length; ) at += writeSync(descriptor, bytes, at);
}

function noRoom(name: string, folder: string, cause: unknown): Refusal {
  return new Refusal(
    "FILE_UNWRITABLE",
    `${name}: expected room for it in ${folder} while it is read, found ${codeOf(cause)}`,
    { path: folder },
    { hint: "make room there, or set TMPDIR to a folder that has some", cause },
  );
}

function randomAccess(descriptor: number, name: string): RandomAccessFile {
  return {
    name,
    size: fstatSync(descriptor).size,
    read(offset, length) {
      const bytes = Buffer.allocUnsafe(length);
      for (let filled = 0; filled < length; ) {
        const read = readOn(descriptor, bytes, filled, offset + filled, name);
        if (read === 0) throw unreadableFile(name, "a file that became shorter", undefined);
        filled += read;
      }
      return bytes;
    },
    close: () => closeSync(descriptor),
  };
}

function readOn(
  descriptor: number,
  bytes: Buffer,
  filled: number,
  position: number,
  name: string,
): number {
  try {
    return readSync(descriptor, bytes, filled, bytes.length - filled, position);
  } catch (error) {
    throw unreadableFile(name, codeOf(error), error);
  }
}
