import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { Refusal } from "../errors.ts";
import { digestFile } from "./digest-file.ts";
import { codeOf, missingFile, unreadableFile } from "./files.ts";

/** More files than the largest source trees have. */
const MAX_FILES = 1_000_000;

/**
 * Digests files, and all that folders hold, by SHA-256. A link to a file is the file that it leads to; one to a folder is left
 * out, as is whatever is neither, so that nothing outside is recorded as if it were inside.
 * @param folder absolute.
 * @param paths relative to it, with `/`; `.` is all that it holds.
 * @param isExcluded told a path relative to the folder; of a folder that is excluded nothing is looked at.
 * @returns by path, with `/`, in the order of code points.
 * @throws Refusal `FILE_MISSING`, `FILE_UNREADABLE` — a path that nothing has, or that may not be read.
 * @throws Refusal `INPUT_TOO_LARGE` — more than a million files.
 */
export function recordTree(
  folder: string,
  paths: readonly string[],
  isExcluded: (path: string) => boolean,
): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const path of paths) {
    const kind = kindOf(join(folder, path));
    if (kind === undefined) throw missingFile(path, undefined);
    if (path === ".") recordFolder(folder, "", isExcluded, found);
    else if (!isExcluded(path)) record(folder, path, kind, isExcluded, found);
  }
  return new Map([...found].sort(([one], [other]) => (one < other ? -1 : 1)));
}

type Kind = "file" | "folder" | "other";

function record(
  folder: string,
  path: string,
  kind: Kind,
  isExcluded: (path: string) => boolean,
  found: Map<string, string>,
): void {
  if (kind === "folder") recordFolder(folder, `${path}/`, isExcluded, found);
  if (kind !== "file") return;
  if (found.size === MAX_FILES) throw tooMany(folder);
  const { digests } = digestFile(join(folder, path), ["sha256"]);
  found.set(path, digests.get("sha256")?.hex ?? "");
}

function recordFolder(
  folder: string,
  below: string,
  isExcluded: (path: string) => boolean,
  found: Map<string, string>,
): void {
  for (const entry of entriesOf(join(folder, below))) {
    const path = `${below}${entry.name}`;
    if (isExcluded(path)) continue;
    const kind = entry.isSymbolicLink() ? kindOf(join(folder, path)) : kindOfEntry(entry);
    if (entry.isSymbolicLink() && kind !== "file") continue;
    record(folder, path, kind ?? "other", isExcluded, found);
  }
}

function kindOfEntry(entry: { isFile(): boolean; isDirectory(): boolean }): Kind {
  if (entry.isFile()) return "file";
  return entry.isDirectory() ? "folder" : "other";
}

/** Follows links; a dangling one is nothing. */
function kindOf(path: string): Kind | undefined {
  try {
    return kindOfEntry(statSync(path));
  } catch (error) {
    if (["ENOENT", "ENOTDIR", "ELOOP"].includes(codeOf(error))) return undefined;
    throw unreadableFile(path, codeOf(error), error);
  }
}

function entriesOf(folder: string) {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch (error) {
    throw unreadableFile(folder, codeOf(error), error);
  }
}

function tooMany(folder: string): Refusal {
  return new Refusal(
    "INPUT_TOO_LARGE",
    `${folder}: expected at most ${MAX_FILES} files, found more`,
    { bytes: MAX_FILES + 1, limit: MAX_FILES },
    { hint: "name only the folders that the step is about" },
  );
}
