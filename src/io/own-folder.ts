import { readdirSync, unlinkSync } from "node:fs";
import { isAbsolute, join } from "node:path";
import { Refusal } from "../errors.ts";
import { codeOf, missingFile, unreadableFile } from "./files.ts";
import { makeFolders } from "./make-folders.ts";

/**
 * Finds the folder for what this program keeps for its user, which need not exist: `lockseal` in `XDG_DATA_HOME`, else in
 * `.local/share` of `HOME`. Gives nothing where neither is an absolute path: a relative one would be of the tree at hand.
 * @see https://specifications.freedesktop.org/basedir-spec/latest/#variables
 */
export function findOwnFolder(
  env: Readonly<Record<string, string | undefined>>,
): string | undefined {
  const { XDG_DATA_HOME: data = "", HOME: home = "" } = env;
  if (isAbsolute(data)) return join(data, "lockseal");
  return isAbsolute(home) ? join(home, ".local/share/lockseal") : undefined;
}

/**
 * Lists the names in a folder, sorted; none where there is no such folder.
 * @throws Refusal `FILE_UNREADABLE` — it may not be read, or is none.
 */
export function listNames(folder: string): readonly string[] {
  try {
    return readdirSync(folder).sort();
  } catch (error) {
    if (codeOf(error) === "ENOENT") return [];
    throw unreadableFile(folder, codeOf(error), error);
  }
}

/**
 * Makes a folder that its user alone may enter, with those above it, where there is none.
 * @param mode another one, for a folder that is committed.
 * @throws Refusal `FILE_UNWRITABLE`
 */
export function makeFolder(folder: string, mode = 0o700): void {
  try {
    makeFolders(folder, mode);
  } catch (error) {
    throw unwritable(folder, "to make a folder", error);
  }
}

/**
 * Removes a file.
 * @throws Refusal `FILE_MISSING`, `FILE_UNWRITABLE`
 */
export function removeFile(path: string): void {
  try {
    unlinkSync(path);
  } catch (error) {
    if (codeOf(error) === "ENOENT") throw missingFile(path, error);
    throw unwritable(path, "to remove a file", error);
  }
}

function unwritable(path: string, expected: string, cause: unknown): Refusal {
  return new Refusal(
    "FILE_UNWRITABLE",
    `${path}: expected ${expected}, found ${codeOf(cause)}`,
    { path },
    { hint: "check that the folder may be written to, or set XDG_DATA_HOME", cause },
  );
}
