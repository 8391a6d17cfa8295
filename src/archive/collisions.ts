import { quote } from "../bytes/quote.ts";
import { type EntryPlace, refuseEntry } from "./place.ts";
import type { EntryKind } from "./plan.ts";

/** What has a path so far. */
interface Taken {
  readonly path: string;
  readonly kind: EntryKind;
  /** Of a folder that has an entry of its own, not only files below it; else undefined. */
  readonly mode: number | undefined;
}

/** The paths of an archive, each of which may be taken once. */
export interface PathTable {
  /**
   * Takes a path and the folders above it. A folder may come twice if nothing about it differs.
   * @returns whether the path is new, or a folder's that only stood above others so far.
   * @throws Refusal `ARCHIVE_COLLISION` — something has this path already, by this spelling or by one that some disk takes for the same.
   */
  take(path: string, kind: EntryKind, mode: number, place: EntryPlace): boolean;
  /** Gives what has exactly this path. */
  kindOf(path: string): EntryKind | undefined;
}

/** Begins a table without paths. */
export function createPathTable(): PathTable {
  const taken = new Map<string, Taken>();
  return {
    take(path, kind, mode, place) {
      takeFolders(taken, path, place);
      const key = foldPath(path);
      const before = taken.get(key);
      if (before === undefined) {
        taken.set(key, { path, kind, mode });
        return true;
      }
      if (before.path !== path || before.kind !== "directory" || kind !== "directory")
        throw collision(place, before);
      if (before.mode === undefined) {
        taken.set(key, { path, kind, mode });
        return true;
      }
      if (before.mode === mode) return false;
      throw collision(place, before);
    },
    kindOf(path) {
      const found = taken.get(foldPath(path));
      return found?.path === path ? found.kind : undefined;
    },
  };
}

function takeFolders(taken: Map<string, Taken>, path: string, place: EntryPlace): void {
  for (let end = path.indexOf("/"); end !== -1; end = path.indexOf("/", end + 1)) {
    const folder = path.slice(0, end);
    const key = foldPath(folder);
    const before = taken.get(key);
    if (before === undefined) taken.set(key, { path: folder, kind: "directory", mode: undefined });
    // Below a link, writing would follow it; below a file, one of the two has to go.
    else if (before.path !== folder || before.kind !== "directory") throw collision(place, before);
  }
}

/**
 * Gives all spellings that some disk takes for one name the same key: letters in either case, composed or not, `ß` and `ss`,
 * with and without characters that HFS+ ignores.
 */
export function foldPath(path: string): string {
  // Most names are ASCII, where upper case alone does it.
  if (/^[ -~]*$/.test(path)) return path.toUpperCase();
  // Lower case first: the capital of `ß` has no upper case of two letters.
  return path
    .replace(/\p{Default_Ignorable_Code_Point}/gu, "")
    .normalize("NFD")
    .toLowerCase()
    .toUpperCase()
    .normalize("NFD");
}

function collision(place: EntryPlace, before: Taken) {
  const name = `${before.kind} ${quote(before.path)}`;
  return refuseEntry("ARCHIVE_COLLISION", place, "a path of its own", `one that ${name} has`);
}
