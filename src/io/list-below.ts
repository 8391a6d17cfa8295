import { opendirSync } from "node:fs";
import { join } from "node:path";
import { Refusal } from "../errors.ts";
import { codeOf, unreadableFile } from "./files.ts";

/** A folder of approvals has some thousands. */
const MAX_ENTRIES = 100_000;

/**
 * Lists the regular files below a folder by their paths relative to the top, sorted; none where there is no such folder.
 * Follows no symbolic link.
 * @throws Refusal `FILE_UNREADABLE` — a folder may not be read, or is none.
 * @throws Refusal `INPUT_TOO_LARGE` — more than `MAX_ENTRIES`.
 */
export function listBelow(
  top: string,
  folder: string,
  limit: number = MAX_ENTRIES,
): readonly string[] {
  const files: string[] = [];
  const folders = [folder];
  for (let at = folders.pop(); at !== undefined; at = folders.pop()) {
    for (const entry of entriesOf(join(top, at))) {
      if (entry.isDirectory()) folders.push(`${at}/${entry.name}`);
      else if (entry.isFile()) files.push(`${at}/${entry.name}`);
      if (files.length + folders.length > limit)
        throw new Refusal(
          "INPUT_TOO_LARGE",
          `${folder}: expected at most ${limit} files, found more`,
          { bytes: files.length, limit },
          { hint: "take out of the folder what has served" },
        );
    }
  }
  return files.sort();
}

/** One by one: a list of a million names would be made whole before anybody could count it. */
function* entriesOf(folder: string): Generator<import("node:fs").Dirent> {
  try {
    const opened = opendirSync(folder);
    try {
      for (let entry = opened.readSync(); entry !== null; entry = opened.readSync()) yield entry;
    } finally {
      opened.closeSync();
    }
  } catch (error) {
    if (error instanceof Refusal) throw error;
    if (codeOf(error) === "ENOENT") return;
    throw unreadableFile(folder, codeOf(error), error);
  }
}
