import { basename } from "node:path/posix";
import type { PlanEntry } from "../archive/plan.ts";
import { sha256Of, type ToolLock } from "../tool/pinned.ts";
import { type AssetPin, listPins, namePin } from "./judge-asset.ts";
import { programOf } from "./tool-places.ts";

/** Bytes that a lock pins, and what it says of them. */
export interface PinnedBytes {
  readonly pin: AssetPin;
  readonly kind: "asset" | "file" | "evidence";
  /** Of what: `trivy of trivy@linux-x64 0.71.0`. */
  readonly label: string;
  /** Lower-case hex. */
  readonly sha256: string;
  /** In bytes; null where nobody recorded it. */
  readonly size: number | null;
  /** What it is called where it is as pinned. */
  readonly name: string;
  /** Below the folder that the archive is unpacked to; null for what is in no archive. */
  readonly path: string | null;
  /** The permission bits that the archive records; null where nobody recorded any. */
  readonly mode: number | null;
}

/** A name that has to have pinned bytes. */
export interface PinnedName {
  readonly bytes: PinnedBytes;
  /** Many a file is called like a program and is none; only one that could run has to be it. */
  readonly isProgram: boolean;
}

/** All that a lock pins, to be found by what a file is, or is called. */
export interface PinIndex {
  readonly byDigest: ReadonlyMap<string, readonly PinnedBytes[]>;
  readonly byName: ReadonlyMap<string, readonly PinnedName[]>;
  /** The names of files within archives: whatever is called otherwise lies in no tool's tree. */
  readonly namesInside: ReadonlySet<string>;
  /** The names of folders within archives. */
  readonly foldersInside: ReadonlySet<string>;
  /** The files of each archive by their path, those that are hard links too. */
  readonly filesOf: ReadonlyMap<AssetPin, ReadonlyMap<string, PinnedBytes>>;
  /** The symbolic links of each archive by their path, with where they lead. */
  readonly linksOf: ReadonlyMap<AssetPin, ReadonlyMap<string, string>>;
}

/** Gathers what a lock pins. */
export function indexPins(lock: ToolLock): PinIndex {
  const byDigest = new Map<string, PinnedBytes[]>();
  const byName = new Map<string, PinnedName[]>();
  const filesOf = new Map<AssetPin, ReadonlyMap<string, PinnedBytes>>();
  const linksOf = new Map<AssetPin, ReadonlyMap<string, string>>();
  for (const pin of listPins(lock)) {
    const files = filesIn(pin);
    const links = linksIn(pin);
    filesOf.set(pin, files);
    linksOf.set(pin, links);
    const asset = assetOf(pin);
    const kept = [asset, ...evidenceOf(pin)];
    for (const bytes of [...kept, ...files.values()]) push(byDigest, bytes.sha256, bytes);
    for (const bytes of kept) push(byName, bytes.name, { bytes, isProgram: false });
    push(byName, keptName(asset.sha256), { bytes: asset, isProgram: false });
    const program = programIn(pin, files, links);
    if (program !== undefined)
      push(byName, basename(programOf(pin)), { bytes: program, isProgram: true });
  }
  const inside = [...filesOf.values(), ...linksOf.values()].flatMap((one) => [...one.keys()]);
  return {
    byDigest,
    byName,
    namesInside: new Set(inside.map((path) => basename(path))),
    foldersInside: new Set(inside.flatMap((path) => path.split("/").slice(0, -1))),
    filesOf,
    linksOf,
  };
}

/** The name of what is kept by its digest: downloads in the cache, evidence beside the lock. */
function keptName(sha256: string): string {
  return `sha256-${sha256}`;
}

function push<Value>(map: Map<string, Value[]>, key: string, value: Value): void {
  const known = map.get(key);
  if (known === undefined) map.set(key, [value]);
  else known.push(value);
}

function assetOf(pin: AssetPin): PinnedBytes {
  const { asset } = pin;
  const { name, size } = asset;
  const label = `${name} of ${namePin(pin)}`;
  return { pin, kind: "asset", label, sha256: sha256Of(asset), size, name, path: null, mode: null };
}

function evidenceOf(pin: AssetPin): readonly PinnedBytes[] {
  return pin.asset.evidence.map(({ kind, sha256 }) => ({
    pin,
    kind: "evidence",
    label: `the ${kind} of ${namePin(pin)}`,
    sha256,
    size: null,
    name: keptName(sha256),
    path: null,
    mode: null,
  }));
}

/** The program within an archive; where that is a link, what it leads to if it lies beside it. */
function programIn(
  pin: AssetPin,
  files: ReadonlyMap<string, PinnedBytes>,
  links: ReadonlyMap<string, string>,
): PinnedBytes | undefined {
  const path = programOf(pin);
  const target = links.get(path);
  if (target === undefined) return files.get(path);
  const folder = path.slice(0, path.lastIndexOf("/") + 1);
  return files.get(folder + target);
}

function filesIn(pin: AssetPin): ReadonlyMap<string, PinnedBytes> {
  if (pin.asset.files === null) return new Map([plainFile(pin)]);
  const entries = new Map(pin.asset.files.map((entry) => [entry.path, entry]));
  const files = new Map<string, PinnedBytes>();
  for (const { path, ...entry } of entries.values()) {
    const file = entry.kind === "hardlink" ? entries.get(entry.target) : entry;
    if (file?.kind !== "file") continue;
    const { sha256, mode, size } = file;
    const label = `${path} of ${namePin(pin)}`;
    files.set(path, { pin, kind: "file", label, sha256, size, name: basename(path), path, mode });
  }
  return files;
}

/** A file that is used as it was downloaded lies in its tool's folder under the name of the program. */
function plainFile(pin: AssetPin): readonly [path: string, bytes: PinnedBytes] {
  const path = programOf(pin);
  const { name: _, ...asset } = assetOf(pin);
  return [path, { ...asset, kind: "file", name: basename(path), path }];
}

function linksIn({ asset }: AssetPin): ReadonlyMap<string, string> {
  const isLink = (entry: PlanEntry) => entry.kind === "symlink";
  const links = (asset.files ?? []).filter(isLink);
  return new Map(links.map((entry) => [entry.path, "target" in entry ? entry.target : ""]));
}
