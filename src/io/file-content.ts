import { createHash } from "node:crypto";
import { closeSync, constants, fstatSync, openSync, readSync } from "node:fs";
import { type ContentHash, hashAll, type SignedContent } from "../bytes/signed-content.ts";
import { changedFile } from "./digest-file.ts";
import { refusalOfOpen, unreadableFile } from "./files.ts";

/** See `digestFile`. */
const CHUNK_BYTES = 1024 * 1024;

/** The bytes of a file. */
export interface FileContent extends SignedContent {
  /** How many there were at the last reading. */
  readonly sizeBytes: number;
}

/**
 * Makes a file something that can be verified, without ever holding it. Each reading is held against the first by its
 * SHA-256: all that is verified about a file has to be about the same bytes.
 * @throws Refusal `FILE_MISSING`, `FILE_UNREADABLE` — from what is returned; the latter also when the file has changed since.
 */
export function contentOfFile(path: string): FileContent {
  const known = new Map<ContentHash, Uint8Array>();
  let sizeBytes = 0;
  function* counted(): Iterable<Uint8Array> {
    let bytes = 0;
    for (const chunk of chunksOf(path)) {
      bytes += chunk.length;
      yield chunk;
    }
    sizeBytes = bytes;
  }
  const learn = (digests: ReadonlyMap<ContentHash, Uint8Array>): void => {
    for (const [algorithm, digest] of digests) {
      const before = known.get(algorithm);
      if (before !== undefined && Buffer.compare(before, digest) !== 0) throw changedFile(path);
      known.set(algorithm, digest);
    }
  };
  return {
    get sizeBytes() {
      return sizeBytes;
    },
    digests(algorithms) {
      if (algorithms.some((algorithm) => !known.has(algorithm)))
        learn(hashAll(counted(), ["sha256", ...known.keys(), ...algorithms]));
      return known;
    },
    *chunks() {
      const hash = createHash("sha256");
      for (const chunk of counted()) {
        hash.update(chunk);
        yield chunk;
      }
      learn(new Map([["sha256", hash.digest()]]));
    },
  };
}

function* chunksOf(path: string): Iterable<Uint8Array> {
  let descriptor: number;
  try {
    descriptor = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  } catch (error) {
    throw refusalOfOpen(path, error);
  }
  try {
    if (!fstatSync(descriptor).isFile())
      throw unreadableFile(path, "something else than a regular file", undefined);
    const chunk = Buffer.allocUnsafe(CHUNK_BYTES);
    for (let read = tryRead(path, descriptor, chunk); read > 0; ) {
      yield chunk.subarray(0, read);
      read = tryRead(path, descriptor, chunk);
    }
  } finally {
    closeSync(descriptor);
  }
}

function tryRead(path: string, descriptor: number, chunk: Buffer): number {
  try {
    return readSync(descriptor, chunk);
  } catch (error) {
    // A disk that fails shows only now.
    throw refusalOfOpen(path, error);
  }
}
