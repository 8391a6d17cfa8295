import { quote } from "../bytes/quote.ts";
import type { PathTable } from "./collisions.ts";
import { type EntryPlace, refuseEntry } from "./place.ts";
import type { PlannedLink } from "./plan.ts";

/** A symbolic link of an archive, and where it stands. */
export interface PlacedLink {
  readonly link: PlannedLink;
  readonly place: EntryPlace;
}

/** As many links in a row as Linux follows. */
const MAX_HOPS = 40;

/**
 * Checks, without a disk, that each symbolic link leads to something in the archive. `..` may only stand first in a target,
 * where it climbs real folders: behind a name it would climb from wherever another link leads.
 * @param paths every path of the archive.
 * @throws Refusal `ARCHIVE_LINK` — a link leads out of the folder, to nothing, through a file, or in circles.
 */
export function checkSymlinks(links: readonly PlacedLink[], paths: PathTable): void {
  const targets = new Map(links.map(({ link }) => [link.path, link.target]));
  for (const { link, place } of links) followLink(link.path, targets, paths, place, MAX_HOPS);
}

function followLink(
  path: string,
  targets: ReadonlyMap<string, string>,
  paths: PathTable,
  place: EntryPlace,
  hops: number,
): string {
  const target = targets.get(path) ?? "";
  const refuse = (expected: string, found: string): never => {
    throw refuseEntry("ARCHIVE_LINK", place, expected, found);
  };
  if (hops === 0) refuse(`at most ${MAX_HOPS} links in a row`, "links in circles");
  const at = path.split("/").slice(0, -1);
  let hasName = false;
  for (const component of target.split("/")) {
    if (component === "" || component === ".") continue;
    if (component === "..") {
      if (hasName) refuse('".." only at the start of a target', quote(target));
      if (at.length === 0) refuse("a target below the folder", `${quote(target)}, which leads out`);
      at.pop();
      continue;
    }
    hasName = true;
    at.push(component);
    const next = at.join("/");
    const kind = paths.kindOf(next);
    if (kind === "symlink")
      at.splice(0, at.length, ...split(followLink(next, targets, paths, place, hops - 1)));
    else if (kind === undefined) refuse(`something in the archive at ${quote(target)}`, "nothing");
  }
  return at.join("/");
}

function split(path: string): string[] {
  return path === "" ? [] : path.split("/");
}
