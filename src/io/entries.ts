import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { refusalOfOpen } from "./files.ts";

/** Says whether a path leads to a folder; what cannot be looked at does not. */
export function isFolder(path: string): boolean {
  try {
    return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
  } catch {
    return false;
  }
}

/**
 * Lists the files of a folder that have such a name, in the order of their names; what is in folders below it is not looked at.
 * @throws Refusal `FILE_UNREADABLE` — it cannot be listed, so that nobody knows which there are.
 */
export function listFiles(folder: string, isWanted: (name: string) => boolean): readonly string[] {
  try {
    return readdirSync(folder)
      .filter(isWanted)
      .sort()
      .filter((name) => statSync(join(folder, name), { throwIfNoEntry: false })?.isFile() === true);
  } catch (error) {
    throw refusalOfOpen(folder, error);
  }
}
