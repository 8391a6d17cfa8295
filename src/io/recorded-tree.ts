import { readdirSync, realpathSync, statSync } from "node:fs";
import { join, sep } from "node:path";
import { Refusal } from "../errors.ts";
import { digestFile } from "./digest-file.ts";
import { codeOf, missingFile, unreadableFile } from "./files.ts";

/** More files than the largest source trees have. */
const MAX_FILES = 1_000_000;

/** What keeps to a folder that somebody else has filled. */
export interface TreeBounds {
  /** Until when files are read, in milliseconds of `performance.now()`. */
  readonly until: number;
  /** Told each link to a file that lies elsewhere: it is left out. */
  readonly leadsOut: (path: string) => unknown;
}

/**
 * Digests files, and all that folders hold, by SHA-256. A link to a file is the file that it leads to; one to a folder is left
 * out, as is whatever is neither, so that nothing outside is recorded as if it were inside.
 * @param folder absolute.
 * @param paths relative to it, with `/`; `.` is all that it holds.
 * @param isExcluded told a path relative to the folder; of a folder that is excluded nothing is looked at.
 * @returns by path, with `/`, in the order of code points.
 * @throws Refusal `FILE_MISSING`, `FILE_UNREADABLE` — a path that nothing has, or that may not be read.
 * @throws Refusal `INPUT_TOO_LARGE` — more than a million files, or more than can be read in the time there is.
 */
export function recordTree(
  folder: string,
  paths: readonly string[],
  isExcluded: (path: string) => boolean,
  bounds?: TreeBounds,
): ReadonlyMap<string, string> {
  const listed = listTree(folder, paths, isExcluded, bounds);
  const found = new Map<string, string>();
  const checkTime = (): void => {
    if (bounds === undefined || performance.now() <= bounds.until) return;
    throw tooSlow(folder, found.size, listed.length);
  };
  for (const path of listed) {
    const { digests } = digestFile(join(folder, path), ["sha256"], checkTime);
    found.set(path, digests.get("sha256")?.hex ?? "");
  }
  return found;
}

/**
 * Lists the files that `recordTree` digests.
 * @throws Refusal `FILE_MISSING`, `FILE_UNREADABLE`, `INPUT_TOO_LARGE` — see there.
 */
export function listTree(
  folder: string,
  paths: readonly string[],
  isExcluded: (path: string) => boolean,
  bounds?: TreeBounds,
): readonly string[] {
  const found = new Set<string>();
  const tree: Tree = { folder, isExcluded, bounds, found };
  for (const path of paths) {
    const kind = kindOf(join(folder, path));
    if (kind === undefined) throw missingFile(path, undefined);
    if (path === ".") listFolder("", tree);
    else if (!isExcluded(path)) list(path, kind, tree);
  }
  return [...found].sort();
}

type Kind = "file" | "folder" | "other";

interface Tree {
  readonly folder: string;
  readonly isExcluded: (path: string) => boolean;
  readonly bounds: TreeBounds | undefined;
  readonly found: Set<string>;
}

function list(path: string, kind: Kind, tree: Tree): void {
  if (kind === "folder") listFolder(`${path}/`, tree);
  if (kind !== "file") return;
  if (tree.found.size === MAX_FILES) throw tooMany(tree.folder);
  tree.found.add(path);
}

function listFolder(below: string, tree: Tree): void {
  const { folder, isExcluded, bounds } = tree;
  for (const entry of entriesOf(join(folder, below))) {
    const path = `${below}${entry.name}`;
    if (isExcluded(path)) continue;
    const isLink = entry.isSymbolicLink();
    const kind = isLink ? kindOf(join(folder, path)) : kindOfEntry(entry);
    if (isLink && kind !== "file") continue;
    if (isLink && bounds !== undefined && !staysIn(folder, path)) bounds.leadsOut(path);
    else list(path, kind ?? "other", tree);
  }
}

/** Whatever a link leads to elsewhere is whatever this machine has there. */
function staysIn(folder: string, path: string): boolean {
  return realpathSync(join(folder, path)).startsWith(realpathSync(folder) + sep);
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

function tooSlow(folder: string, bytes: number, limit: number): Refusal {
  return new Refusal(
    "INPUT_TOO_LARGE",
    `${folder}: expected ${limit} files to be read in the time there is, found ${bytes} of them read`,
    { bytes, limit },
    { hint: "leave less there, or give it more time" },
  );
}

function tooMany(folder: string): Refusal {
  return new Refusal(
    "INPUT_TOO_LARGE",
    `${folder}: expected at most ${MAX_FILES} files, found more`,
    { bytes: MAX_FILES + 1, limit: MAX_FILES },
    { hint: "name only the folders that the step is about" },
  );
}
