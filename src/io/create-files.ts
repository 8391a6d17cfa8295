import { lstatSync, rmdirSync, unlinkSync } from "node:fs";
import { dirname, join } from "node:path";
import { Refusal } from "../errors.ts";
import { isThere, refusalOfWrite, writeFile } from "./files.ts";
import { makeFolders } from "./make-folders.ts";
import { uninterrupted } from "./uninterrupted.ts";

/** A file that is to be made. */
export interface FileToCreate {
  /** Relative to the top, with `/`. */
  readonly name: string;
  readonly bytes: Uint8Array | string;
}

/**
 * Makes several files with the folders above them, or none: where one cannot be made, those before it go again, and so do
 * the folders. Nothing is overwritten, and no link on the way is followed, not even one that stays below the top.
 * @param top absolute.
 * @throws Refusal `FILE_EXISTS`, `FILE_UNWRITABLE`, `PATH_OUTSIDE_ROOT` — a folder on the way is a symbolic link, or no folder.
 */
export function createFiles(top: string, files: readonly FileToCreate[]): void {
  for (const { name } of files) refuseLinks(top, name);
  const undo: (() => void)[] = [];
  uninterrupted(() => {
    try {
      for (const { name, bytes } of files) {
        for (const folder of missingFolders(top, name)) {
          makeOne(folder);
          undo.push(() => rmdirSync(folder));
        }
        const path = join(top, name);
        writeFile(path, bytes, 0o644, true);
        undo.push(() => unlinkSync(path));
      }
    } catch (error) {
      for (const one of undo.toReversed()) one();
      throw error;
    }
  });
}

/**
 * Refuses a name that a symbolic link on the way leads elsewhere, or that goes through what is no folder.
 * @throws Refusal `PATH_OUTSIDE_ROOT`
 */
export function refuseLinks(top: string, name: string): void {
  for (const folder of foldersOf(top, name)) {
    if (!isThere(folder)) continue;
    const status = lstatSync(folder);
    if (status.isDirectory()) continue;
    throw new Refusal(
      "PATH_OUTSIDE_ROOT",
      `${name}: expected folders on the way, found ${status.isSymbolicLink() ? "a symbolic link" : "a file"} at ${folder}`,
      { path: name },
      { hint: "replace it by a folder: what is written through a link may end up anywhere" },
    );
  }
}

function makeOne(folder: string): void {
  try {
    makeFolders(folder);
  } catch (error) {
    throw refusalOfWrite(folder, error);
  }
}

function missingFolders(top: string, name: string): readonly string[] {
  return foldersOf(top, name).filter((folder) => !isThere(folder));
}

/** From the outermost on. */
function foldersOf(top: string, name: string): readonly string[] {
  const folders: string[] = [];
  for (let at = dirname(name); at !== "."; at = dirname(at)) folders.unshift(join(top, at));
  return folders;
}
