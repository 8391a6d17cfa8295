import { createHash } from "node:crypto";
import { constants, lstatSync, readdirSync, readlinkSync } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";
import { join } from "node:path";

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

/**
 * Reads a file to its end, gives it its mode and makes it survive a power cut, all by one descriptor: what is digested is
 * what gets the mode. A link is not followed.
 */
export async function sealFile(
  path: string,
  mode: number,
  signal: AbortSignal,
): Promise<{ readonly sha256: string; readonly size: number }> {
  const file = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW);
  try {
    const digested = await digest(file, signal);
    await file.chmod(mode);
    await file.sync();
    return digested;
  } finally {
    await file.close();
  }
}

async function digest(
  file: FileHandle,
  signal: AbortSignal,
): Promise<{ readonly sha256: string; readonly size: number }> {
  const hash = createHash("sha256");
  const { size: expected } = await file.stat();
  const chunk = Buffer.allocUnsafe(Math.min(CHUNK_BYTES, expected + 1));
  let size = 0;
  for (;;) {
    signal.throwIfAborted();
    const { bytesRead } = await file.read(chunk, 0, chunk.length, null);
    if (bytesRead === 0) return { sha256: hash.digest("hex"), size };
    hash.update(chunk.subarray(0, bytesRead));
    size += bytesRead;
  }
}

/** Gives a folder its mode and makes its names survive a power cut. A link is not followed. */
export async function sealFolder(path: string, mode: number): Promise<void> {
  const folder = await open(
    path,
    constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_DIRECTORY,
  );
  try {
    await folder.chmod(mode);
    await folder.sync();
  } finally {
    await folder.close();
  }
}
