import { readdirSync } from "node:fs";
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
export function listBelow(top: string, folder: string): readonly string[] {
  const files: string[] = [];
  const folders = [folder];
  for (let at = folders.pop(); at !== undefined; at = folders.pop()) {
    for (const entry of entriesOf(join(top, at))) {
      if (entry.isDirectory()) folders.push(`${at}/${entry.name}`);
      else if (entry.isFile()) files.push(`${at}/${entry.name}`);
      if (files.length + folders.length > MAX_ENTRIES)
        throw new Refusal(
          "INPUT_TOO_LARGE",
          `${folder}: expected at most ${MAX_ENTRIES} files, found more`,
          { bytes: files.length, limit: MAX_ENTRIES },
          { hint: "take out of the folder what has served" },
        );
    }
  }
  return files.sort();
}

function entriesOf(folder: string): readonly import("node:fs").Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch (error) {
    if (codeOf(error) === "ENOENT") return [];
    throw unreadableFile(folder, codeOf(error), error);
  }
}
