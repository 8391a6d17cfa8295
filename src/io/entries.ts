import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { refusalOfOpen } from "./files.ts";

/** Says whether a path leads to a folder. */
export function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}

/**
 * Lists the files of a folder, by name; what is in folders below it is not looked at.
 * @throws Refusal `FILE_UNREADABLE` — it cannot be listed, so that nobody knows which there are.
 */
export function listFiles(folder: string): readonly string[] {
  try {
    return readdirSync(folder)
      .sort()
      .filter((name) => statSync(join(folder, name), { throwIfNoEntry: false })?.isFile() === true);
  } catch (error) {
    throw refusalOfOpen(folder, error);
  }
}
