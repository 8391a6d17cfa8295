import type { PinIndex, PinnedBytes } from "./audit-index.ts";
import type { AssetPin } from "./judge-asset.ts";
import type { ExpectedFile } from "./judge-audited.ts";
import { folderName, ownFolder } from "./tool-places.ts";

/** What has to lie at the paths of tools' trees, absolute, with `/`. */
export interface Places {
  readonly files: ReadonlyMap<string, ExpectedFile>;
  /** The folders that these lie in. */
  readonly folders: ReadonlyMap<string, AssetPin>;
  /** The links, with where they have to lead. */
  readonly links: ReadonlyMap<string, { readonly pin: AssetPin; readonly target: string }>;
}

/** A folder in which an archive seems to be unpacked. */
interface Root {
  readonly folder: string;
  /** How the archive's paths begin that lie here: what was stripped from them. */
  readonly stripped: string;
  readonly pin: AssetPin;
  /** This program placed it. */
  readonly isOwn: boolean;
  /** How many of its files have their bytes here. */
  matches: number;
}

/** One licence is no sign of a tool. */
const LEAST_MATCHES = 2;

/** Bytes that so many tools have, such as a licence, lead to no tool by themselves: there would be more folders than files. */
const COMMON_TOOLS = 4;

/**
 * Finds the trees of pinned tools: folders that have at least two files of an archive, and more that match than differ; and
 * those that this program placed, which their name says. One altered file then does not hide behind a name that nobody looks for.
 * @param digestOf the files that are called like one within an archive, by their absolute path with `/`.
 */
export function findPlaces(
  digestOf: ReadonlyMap<string, { readonly sha256: string; readonly size: number }>,
  index: PinIndex,
): Places {
  const roots = new Map<string, Root>();
  const common: [path: string, pinned: readonly PinnedBytes[]][] = [];
  for (const [path, { sha256, size }] of digestOf) {
    addOwnRoot(roots, path, index);
    const pinned = (index.byDigest.get(sha256) ?? []).filter(
      (bytes) => bytes.path !== null && path.endsWith(`/${bytes.name}`),
    );
    // All empty files are alike.
    if (size === 0 || pinned.length === 0) continue;
    if (new Set(pinned.map(({ pin }) => pin.tool)).size >= COMMON_TOOLS)
      common.push([path, pinned]);
    else for (const bytes of pinned) rootOf(roots, rootBy(path, bytes)).matches += 1;
  }
  for (const [path, pinned] of common)
    for (const bytes of pinned) {
      const known = roots.get(keyOf(rootBy(path, bytes)));
      if (known !== undefined) known.matches += 1;
    }
  const places = { files: new Map(), folders: new Map(), links: new Map() };
  // Of several archives that could be meant, as of several platforms, the one that matches best says what is expected.
  const sorted = [...roots.values()]
    .filter(({ matches, isOwn }) => isOwn || matches >= LEAST_MATCHES)
    .sort((a, b) => Number(b.isOwn) - Number(a.isOwn) || b.matches - a.matches);
  for (const root of sorted) addPlaces(places, root, digestOf, index);
  return places;
}

/** Where an archive lies, if a file of it lies here: as much of its path is the same as can be. */
function rootBy(path: string, { pin, path: of }: PinnedBytes): Omit<Root, "matches"> {
  const [found, pinned] = [path.split("/"), (of ?? "").split("/")];
  let same = 0;
  while (same < pinned.length && found.at(-1 - same) === pinned.at(-1 - same)) same += 1;
  return {
    folder: found.slice(0, found.length - same).join("/"),
    stripped: pinned.slice(0, pinned.length - same).join("/"),
    pin,
    isOwn: false,
  };
}

function keyOf({ folder, stripped, pin, isOwn }: Omit<Root, "matches">): string {
  return [pin.tool.name, pin.asset.platform, isOwn, stripped, folder].join("\0");
}

function rootOf(roots: Map<string, Root>, found: Omit<Root, "matches">): Root {
  const key = keyOf(found);
  const known = roots.get(key);
  if (known !== undefined) return known;
  const root = { ...found, matches: 0 };
  roots.set(key, root);
  return root;
}

function addOwnRoot(roots: Map<string, Root>, path: string, index: PinIndex): void {
  const own = findOwnFolder(path, index);
  if (own !== undefined) rootOf(roots, { ...own, stripped: "", isOwn: true });
}

/** Finds the folder on the way to a file that this program placed a pinned asset in: tool, platform and digest are its name. */
function findOwnFolder(
  path: string,
  index: PinIndex,
): { readonly folder: string; readonly pin: AssetPin } | undefined {
  // Few paths have it: most end here.
  for (let start = path.indexOf("/."); start !== -1; start = path.indexOf("/.", start + 1)) {
    const end = path.indexOf("/", start + 1);
    if (end === -1) return undefined;
    const name = path.slice(start + 1, end);
    for (const pin of index.filesOf.keys())
      if (name.startsWith(folderName(pin)) && ownFolder(pin.tool.name).test(name))
        return { folder: path.slice(0, end), pin };
  }
  return undefined;
}

function addPlaces(
  places: {
    readonly files: Map<string, ExpectedFile>;
    readonly folders: Map<string, AssetPin>;
    readonly links: Map<string, { readonly pin: AssetPin; readonly target: string }>;
  },
  { folder, stripped, pin, isOwn, matches }: Root,
  digestOf: ReadonlyMap<string, { readonly sha256: string }>,
  index: PinIndex,
): void {
  const at = (path: string): string | undefined => {
    if (stripped === "") return `${folder}/${path}`;
    return path.startsWith(`${stripped}/`)
      ? `${folder}/${path.slice(stripped.length + 1)}`
      : undefined;
  };
  const files = new Map<string, ExpectedFile>();
  let differ = 0;
  for (const [path, bytes] of index.filesOf.get(pin) ?? []) {
    const place = at(path);
    if (place === undefined) continue;
    files.set(place, { bytes, isOwn });
    const found = digestOf.get(place);
    if (found !== undefined && found.sha256 !== bytes.sha256) differ += 1;
  }
  if (matches <= differ && !isOwn) return;
  for (const [place, file] of files) {
    if (!places.files.has(place)) places.files.set(place, file);
    let end = place.lastIndexOf("/");
    for (; end > folder.length; end = place.lastIndexOf("/", end - 1))
      places.folders.set(place.slice(0, end), pin);
  }
  for (const [path, target] of index.linksOf.get(pin) ?? []) {
    const place = at(path);
    if (place !== undefined && !places.files.has(place) && !places.links.has(place))
      places.links.set(place, { pin, target });
  }
}
