import { randomBytes } from "node:crypto";
import {
  closeSync,
  constants,
  copyFileSync,
  fstatSync,
  fsyncSync,
  linkSync,
  lstatSync,
  openSync,
  readSync,
  realpathSync,
  renameSync,
  statSync,
  unlinkSync,
  writeSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { Refusal } from "../errors.ts";
import { uninterrupted } from "./uninterrupted.ts";

/**
 * Reads a regular file whole, and once: what is judged is what was read, whatever happens to the file afterwards.
 * @param maxBytes refuse a larger file before it takes memory.
 * @throws Refusal `FILE_MISSING` — nothing has that path.
 * @throws Refusal `FILE_UNREADABLE` — a folder, a pipe, a device, no permission, or a disk that fails.
 * @throws Refusal `INPUT_TOO_LARGE` — more than `maxBytes`.
 */
export function readFile(path: string, maxBytes: number): Uint8Array {
  return withRegularFile(path, (descriptor, size) => {
    if (size > maxBytes) throw tooLarge(path, size, maxBytes);
    return readAll(descriptor, path, size, maxBytes);
  });
}

/**
 * Opens a regular file for reading, and closes it after its use.
 * @param use gets the descriptor, and the size in bytes at the time of opening.
 * @throws Refusal `FILE_MISSING`, `FILE_UNREADABLE` — see `readFile`; whatever the use throws of a disk is the latter, too.
 */
export function withRegularFile<Value>(
  path: string,
  use: (descriptor: number, size: number) => Value,
): Value {
  let descriptor: number;
  try {
    // Without O_NONBLOCK the opening of a pipe nobody writes to never ends.
    descriptor = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  } catch (error) {
    throw refusalOfOpen(path, error);
  }
  try {
    const status = fstatSync(descriptor);
    if (!status.isFile())
      throw unreadableFile(path, status.isDirectory() ? "a folder" : "something else", undefined);
    return use(descriptor, status.size);
  } catch (error) {
    // A disk that fails shows only now.
    throw error instanceof Refusal ? error : unreadableFile(path, codeOf(error), error);
  } finally {
    closeSync(descriptor);
  }
}

function readAll(descriptor: number, path: string, size: number, maxBytes: number): Uint8Array {
  // One byte more than the size says: a file that grows while it is read is told from one that does not.
  const buffer = Buffer.allocUnsafe(size + 1);
  let length = 0;
  while (length < buffer.length) {
    const read = readSync(descriptor, buffer, length, buffer.length - length, null);
    if (read === 0) return buffer.subarray(0, length);
    length += read;
  }
  if (length > maxBytes) throw tooLarge(path, length, maxBytes);
  throw unreadableFile(path, "a file that grew while it was read", undefined);
}

/**
 * Writes a file so that at its path there is the old one, or nothing, or the whole new one, but never a part.
 * @param exclusive never replace what stands there.
 * @throws Refusal `FILE_EXISTS` — with `exclusive`, when something has that path.
 * @throws Refusal `FILE_UNWRITABLE` — the folder does not exist or does not let us write.
 */
export function writeFile(
  path: string,
  bytes: Uint8Array | string,
  mode: number,
  exclusive: boolean,
): void {
  uninterrupted(() => place(path, bytes, mode, exclusive));
}

function place(path: string, bytes: Uint8Array | string, mode: number, exclusive: boolean): void {
  const temporary = temporaryBeside(path);
  try {
    fill(temporary, bytes, mode);
    if (exclusive) linkOrCopy(temporary, path);
    else renameSync(temporary, path);
  } catch (error) {
    throw refusalOfWrite(path, error);
  } finally {
    removeIfThere(temporary);
  }
}

/**
 * Replaces several files, or none: no file takes its place before all are written whole beside theirs, and where one
 * cannot, those that did give theirs back.
 * @throws Refusal `FILE_UNWRITABLE` — a folder does not exist or does not let us write.
 */
export function replaceFiles(
  files: readonly { readonly path: string; readonly bytes: Uint8Array }[],
  mode: number,
): void {
  uninterrupted(() => placeAll(files, mode));
}

function placeAll(
  files: readonly { readonly path: string; readonly bytes: Uint8Array }[],
  mode: number,
): void {
  const staged = files.map((file) => ({
    ...file,
    temporary: temporaryBeside(file.path),
    backup: isThere(file.path) ? temporaryBeside(file.path) : undefined,
  }));
  const placed: (() => void)[] = [];
  let path = "";
  try {
    for (const file of staged) {
      ({ path } = file);
      fill(file.temporary, file.bytes, mode);
    }
    for (const { path: place, temporary, backup } of staged) {
      path = place;
      if (backup !== undefined) linkOrCopy(place, backup);
      renameSync(temporary, place);
      placed.push(() => {
        if (backup === undefined) unlinkSync(place);
        else renameSync(backup, place);
      });
    }
  } catch (error) {
    for (const giveBack of placed.toReversed()) giveBack();
    throw refusalOfWrite(path, error);
  } finally {
    for (const { temporary, backup } of staged) {
      removeIfThere(temporary);
      if (backup !== undefined) removeIfThere(backup);
    }
  }
}

/**
 * Gives a file other bytes in place: its mode stays, and a symbolic link still leads to it.
 * @throws Refusal `FILE_UNWRITABLE` — see `writeFile`.
 */
export function rewriteFile(path: string, bytes: Uint8Array): void {
  let [target, mode] = [path, 0];
  try {
    target = realpathSync(path);
    mode = statSync(target).mode & 0o777;
  } catch (error) {
    throw refusalOfWrite(path, error);
  }
  writeFile(target, bytes, mode, false);
}

/** In the same folder, for a rename does not cross file systems; short, so that the longest name still has one. */
function temporaryBeside(path: string): string {
  return join(dirname(path), `.${randomBytes(6).toString("hex")}.tmp`);
}

function fill(path: string, bytes: Uint8Array | string, mode: number): void {
  const descriptor = openSync(path, "wx", mode);
  try {
    const buffer = Buffer.from(bytes);
    for (let written = 0; written < buffer.length; )
      written += writeSync(descriptor, buffer, written);
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

/** Makes the refusal of a path that could not be written to. */
export function refusalOfWrite(path: string, cause: unknown): Refusal {
  if (codeOf(cause) === "EEXIST") {
    return new Refusal(
      "FILE_EXISTS",
      `${path}: expected a free path, found a file, which is never overwritten`,
      { path },
      { hint: "give another name, or move the file away", cause },
    );
  }
  return new Refusal(
    "FILE_UNWRITABLE",
    `${path}: expected to write a file, found ${codeOf(cause)}`,
    { path },
    { hint: "check that the folder exists and may be written to", cause },
  );
}

/** Gives a file a second name, which must be free; on a file system without such names, a copy. */
function linkOrCopy(from: string, to: string): void {
  try {
    linkSync(from, to);
  } catch (error) {
    if (!["EPERM", "ENOTSUP", "EOPNOTSUPP", "ENOSYS"].includes(codeOf(error))) throw error;
    copyFileSync(from, to, constants.COPYFILE_EXCL);
  }
}

function removeIfThere(path: string): void {
  try {
    unlinkSync(path);
  } catch (error) {
    // It was never made, or is gone already.
    if (!["ENOENT", "ENOTDIR", "ENAMETOOLONG"].includes(codeOf(error))) throw error;
  }
}

/** Makes the refusal of a file that could not be opened or read, from the system's error. */
export function refusalOfOpen(path: string, error: unknown): Refusal {
  const code = codeOf(error);
  if (code === "ENOENT" || code === "ENOTDIR") return missingFile(path, error);
  return unreadableFile(
    path,
    code === "EACCES" || code === "EPERM" ? "one that may not be read" : code,
    error,
  );
}

/** Makes the refusal of a path that nothing has. */
export function missingFile(path: string, cause: unknown): Refusal {
  return new Refusal(
    "FILE_MISSING",
    `${path}: expected a file, found nothing`,
    { path },
    { hint: "check the path; it is relative to the folder the command runs in", cause },
  );
}

/** Makes the refusal of what has a path and is no file that can be read. */
export function unreadableFile(path: string, found: string, cause: unknown): Refusal {
  return new Refusal(
    "FILE_UNREADABLE",
    `${path}: expected a readable file, found ${found}`,
    { path },
    {
      hint: "name a regular file that this user may read",
      cause,
    },
  );
}

function tooLarge(path: string, bytes: number, limit: number): Refusal {
  return new Refusal(
    "INPUT_TOO_LARGE",
    `${path}: expected at most ${limit} bytes, found ${bytes}`,
    { bytes, limit },
    {
      hint: "check that the path is the one that is meant",
    },
  );
}

/** Gives the system's own name of an error, such as `ENOENT`. */
export function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : String(error);
}

/** Says whether a path is that of a symbolic link, whatever it leads to. */
export function isLink(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() === true;
}

/**
 * Says whether anything has a path, a dangling symbolic link too. A path that cannot be looked at, because it is too
 * long for one, has nothing: whoever writes there is told why that fails.
 */
export function isThere(path: string): boolean {
  try {
    return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
  } catch {
    return false;
  }
}
