import { createHash } from "node:crypto";
import {
  closeSync,
  constants,
  fchmodSync,
  fsync,
  lstatSync,
  openSync,
  readdirSync,
  readlinkSync,
  readSync,
} from "node:fs";
import { join } from "node:path";
import { setImmediate } from "node:timers/promises";
import { promisify } from "node:util";

const sync = promisify(fsync);

/** What a path in a folder has, with links not followed. */
export interface FoundEntry {
  /** Relative to the folder, with `/`. */
  readonly path: string;
  readonly kind: "file" | "directory" | "symlink" | "other";
  /** Of a symbolic link, as it stands; else empty. */
  readonly target: string;
  /** The same for two names of one file, and for those alone. */
  readonly identity: string;
}

/** Lists all that a folder holds, parents first. */
export function listTree(root: string, below = ""): FoundEntry[] {
  return readdirSync(join(root, below)).flatMap((name) => {
    const path = below === "" ? name : `${below}/${name}`;
    const status = lstatSync(join(root, path));
    const identity = `${status.dev}:${status.ino}`;
    if (status.isDirectory())
      return [{ path, kind: "directory" as const, target: "", identity }, ...listTree(root, path)];
    if (status.isSymbolicLink())
      return [{ path, kind: "symlink" as const, target: readlinkSync(join(root, path)), identity }];
    return [{ path, kind: status.isFile() ? "file" : "other", target: "", identity }];
  });
}

/** Large enough that reading costs nothing beside hashing, small enough to stay in the processor's cache. */
const CHUNK_BYTES = 1024 * 1024;
const CHUNK = Buffer.allocUnsafeSlow(CHUNK_BYTES);

/**
 * Reads a file to its end, gives it its mode and makes it survive a power cut, all by one descriptor: what is digested is
 * what gets the mode. A link is not followed.
 */
export async function sealFile(
  path: string,
  mode: number,
  signal: AbortSignal,
): Promise<{ readonly sha256: string; readonly size: number }> {
  // Each call of its own thread costs more than reading a small file does: only what waits for the disk is left to one.
  const descriptor = openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW);
  try {
    const digested = await digest(descriptor, signal);
    fchmodSync(descriptor, mode);
    await sync(descriptor);
    return digested;
  } finally {
    closeSync(descriptor);
  }
}

async function digest(
  descriptor: number,
  signal: AbortSignal,
): Promise<{ readonly sha256: string; readonly size: number }> {
  const hash = createHash("sha256");
  for (let size = 0; ; ) {
    signal.throwIfAborted();
    const read = readSync(descriptor, CHUNK);
    if (read === 0) return { sha256: hash.digest("hex"), size };
    hash.update(CHUNK.subarray(0, read));
    size += read;
    // A large file does not keep everything else waiting.
    if (read === CHUNK_BYTES) await setImmediate();
  }
}

/** Gives a folder its mode and makes its names survive a power cut. A link is not followed. */
export async function sealFolder(path: string, mode: number): Promise<void> {
  const { O_RDONLY, O_NOFOLLOW, O_DIRECTORY } = constants;
  // Windows opens no folder, and keeps their names without being asked.
  if (O_DIRECTORY === undefined) return;
  const descriptor = openSync(path, O_RDONLY | O_NOFOLLOW | O_DIRECTORY);
  try {
    fchmodSync(descriptor, mode);
    await sync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}
