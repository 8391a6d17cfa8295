import { randomBytes } from "node:crypto";
import { closeSync, openSync, renameSync, statSync, unlinkSync, writeSync } from "node:fs";
import { dirname, join } from "node:path";
import { refusalOfWrite } from "./files.ts";

/** Bytes are handed to the system in pieces of about this size. */
const CHUNK_CHARACTERS = 256 * 1024;

/**
 * Writes text as it is made, so that it is never whole in memory. At the path there is the old file or the whole new
 * one; what is no regular file, such as a pipe or a terminal, is written to as it is.
 * @throws Refusal `FILE_UNWRITABLE` — the folder does not exist, does not let us write, or the disk is full.
 */
export function replaceByChunks(path: string, chunks: Iterable<string>): void {
  if (isDevice(path)) {
    appendChunks(path, chunks);
    return;
  }
  const temporary = join(dirname(path), `.${randomBytes(6).toString("hex")}.tmp`);
  let isPlaced = false;
  try {
    write(openSync(temporary, "wx", 0o666), chunks);
    renameSync(temporary, path);
    isPlaced = true;
  } catch (error) {
    throw refusalOfWrite(path, error);
  } finally {
    if (!isPlaced) removeQuietly(temporary);
  }
}

/**
 * Writes text behind what a file holds, and makes the file where there is none.
 * @throws Refusal `FILE_UNWRITABLE` — see `replaceByChunks`.
 */
export function appendChunks(path: string, chunks: Iterable<string>): void {
  try {
    write(openSync(path, "a", 0o666), chunks);
  } catch (error) {
    throw refusalOfWrite(path, error);
  }
}

/** Gives a file's size in bytes; 0 where there is none. */
export function sizeOf(path: string): number {
  try {
    return statSync(path, { throwIfNoEntry: false })?.size ?? 0;
  } catch {
    // Whoever writes there is told why it cannot be done.
    return 0;
  }
}

function isDevice(path: string): boolean {
  try {
    const found = statSync(path, { throwIfNoEntry: false });
    return found !== undefined && !found.isFile() && !found.isDirectory();
  } catch {
    return false;
  }
}

function write(descriptor: number, chunks: Iterable<string>): void {
  try {
    let held = "";
    for (const chunk of chunks) {
      held += chunk;
      if (held.length < CHUNK_CHARACTERS) continue;
      writeWhole(descriptor, held);
      held = "";
    }
    writeWhole(descriptor, held);
  } finally {
    closeSync(descriptor);
  }
}

function writeWhole(descriptor: number, text: string): void {
  const bytes = Buffer.from(text);
  for (let written = 0; written < bytes.length; ) written += writeSync(descriptor, bytes, written);
}

function removeQuietly(path: string): void {
  try {
    unlinkSync(path);
  } catch {
    // It was never made.
  }
}
