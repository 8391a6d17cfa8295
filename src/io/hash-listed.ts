import { createHash, hash } from "node:crypto";
import { closeSync, constants, fstatSync, openSync, readSync, type Stats } from "node:fs";
import { wordsOf } from "./system-words.ts";

/** What a file is, or what was found in place of one that can be read. */
export type HashedFile = ReadFile | { readonly unread: string };

/** A file that did not change while it was read. */
export interface ReadFile {
  /** In lower-case hex. */
  readonly sha256: string;
  /** In bytes, as many as were read. */
  readonly size: number;
  /** Permission bits, `0` to `0o7777`. */
  readonly mode: number;
  /** It begins like a program of Linux, macOS or Windows. */
  readonly isNative: boolean;
}

/** What is read stays in the processor's nearest caches until it is hashed: with a mebibyte, reading takes three times as long. */
const CHUNK_BYTES = 256 * 1024;

/** After so many bytes of one file, whoever waits is told. */
const TELL_BYTES = 64 * 1024 * 1024;

/** A file that is written to all the time has no digest. */
const ATTEMPTS = 2;

let chunk: Buffer | undefined;

/**
 * Digests a file that was listed before, and holds no more of it than 256 KiB. It may have become anything since: a link
 * is not followed, a pipe not waited for, and what changes while it is read is read once more and then given up.
 * @param onBytes is told of a large file, every now and then, how many bytes were read since it was last told.
 */
export function hashListed(at: string | Buffer, onBytes: (bytes: number) => void): HashedFile {
  chunk ??= Buffer.allocUnsafeSlow(CHUNK_BYTES);
  let descriptor: number | undefined;
  try {
    // Windows has neither of the last two.
    const { O_RDONLY, O_NONBLOCK = 0, O_NOFOLLOW = 0 } = constants;
    descriptor = openSync(at, O_RDONLY | O_NONBLOCK | O_NOFOLLOW);
    for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
      const read = readOnce(descriptor, chunk, onBytes);
      if (read !== undefined) return read;
    }
    return { unread: "one that changed while it was read" };
  } catch (error) {
    return { unread: wordsOf(error) };
  } finally {
    if (descriptor !== undefined) closeSync(descriptor);
  }
}

/** @returns undefined where it changed meanwhile. */
function readOnce(
  descriptor: number,
  buffer: Buffer,
  onBytes: (bytes: number) => void,
): HashedFile | undefined {
  const before = fstatSync(descriptor);
  if (!before.isFile()) return { unread: "no regular file: it was replaced since it was listed" };
  const first = readFully(descriptor, buffer);
  const isNative = beginsLikeProgram(buffer, first);
  let size = first;
  let sha256: string;
  if (first < buffer.length) sha256 = hash("sha256", buffer.subarray(0, first), "hex");
  else {
    let told = 0;
    const digest = createHash("sha256").update(buffer);
    // No further than it was long: a file that grows for ever would never end.
    while (size <= before.size) {
      const read = readSync(descriptor, buffer, 0, buffer.length, size);
      if (read === 0) break;
      digest.update(read === buffer.length ? buffer : buffer.subarray(0, read));
      size += read;
      if (size - told < TELL_BYTES) continue;
      onBytes(size - told);
      told = size;
    }
    sha256 = digest.digest("hex");
  }
  if (isChanged(before, fstatSync(descriptor)) || size !== before.size) return undefined;
  return { sha256, size, mode: before.mode & 0o7777, isNative };
}

/** Fills a buffer from the beginning of a file; a read may give less than was asked for before the end. */
function readFully(descriptor: number, buffer: Buffer): number {
  let length = 0;
  while (length < buffer.length) {
    const read = readSync(descriptor, buffer, length, buffer.length - length, length);
    if (read === 0) break;
    length += read;
  }
  return length;
}

/** The time of the last change of status is one that nobody can set back. */
function isChanged(before: Stats, after: Stats): boolean {
  return (
    before.size !== after.size ||
    before.mtimeMs !== after.mtimeMs ||
    before.ctimeMs !== after.ctimeMs
  );
}

/** ELF; macOS in its four spellings and for several processors. */
const MAGICS: ReadonlySet<number> = new Set([
  0x7f454c46, 0xfeedface, 0xfeedfacf, 0xcefaedfe, 0xcffaedfe, 0xcafebabe,
]);

function beginsLikeProgram(head: Buffer, length: number): boolean {
  if (length < 4) return false;
  // "MZ": Windows.
  return MAGICS.has(head.readUInt32BE(0)) || head.readUInt16BE(0) === 0x4d5a;
}
