import { lstatSync } from "node:fs";
import { join } from "node:path";
import { foldersOf, formatMode, modeToSet, type PlanEntry } from "../archive/plan.ts";
import { quote } from "../bytes/quote.ts";
import { digestFile } from "../io/digest-file.ts";
import { isThere } from "../io/files.ts";
import { type FoundEntry, listTree } from "../io/tree.ts";

/** After so many differences the rest is counted. */
const MAX_SHOWN = 10;

/**
 * Compares what lies in a folder with what is pinned: every path, every byte, every mode, every link, and nothing else
 * there. Changes nothing.
 * @returns each difference in words; none where the folder is as pinned.
 * @throws Refusal `FILE_UNREADABLE` — a file cannot be read.
 */
export function verifyTree(root: string, pinned: readonly PlanEntry[]): readonly string[] {
  if (!isThere(root)) return ["the folder is gone"];
  const folders = foldersOf({ entries: pinned, totalBytes: 0 });
  const found = new Map(listTree(root).map((entry) => [entry.path, entry]));
  const files = new Map(pinned.map((entry) => [entry.path, entry]));
  const differences = [
    ...[...folders].flatMap(([path, mode]) => {
      const there = found.get(path);
      if (there?.kind !== "directory") return [`${quote(path)}: ${describe(there)}, not a folder`];
      return modeDiffers(root, path, mode);
    }),
    ...pinned.flatMap((entry) =>
      entry.kind === "directory" ? [] : compare(root, entry, found.get(entry.path), files),
    ),
  ];
  const planned = new Set([...folders.keys(), ...pinned.map(({ path }) => path)]);
  for (const path of found.keys())
    if (!planned.has(path)) differences.push(`${quote(path)}: not pinned`);
  const more = differences.length - MAX_SHOWN;
  return more <= 0 ? differences : [...differences.slice(0, MAX_SHOWN), `and ${more} more`];
}

function compare(
  root: string,
  entry: Exclude<PlanEntry, { kind: "directory" }>,
  there: FoundEntry | undefined,
  files: ReadonlyMap<string, PlanEntry>,
): readonly string[] {
  const { path } = entry;
  if (entry.kind === "symlink") {
    if (there?.kind === "symlink" && there.target === entry.target) return [];
    return [`${quote(path)}: ${describe(there)}, not a link to ${quote(entry.target)}`];
  }
  if (there?.kind !== "file") return [`${quote(path)}: ${describe(there)}, not a file`];
  // Another name of a pinned file has its bytes, whether or not it is still the same file: a name may be replaced alone.
  const file = entry.kind === "file" ? entry : files.get(entry.target);
  if (file?.kind !== "file") return [`${quote(path)}: a link to no pinned file`];
  const { size } = lstatSync(join(root, path));
  if (size !== file.size) return [`${quote(path)}: ${size} bytes, not ${file.size}`];
  const hex = digestFile(join(root, path), ["sha256"]).digests.get("sha256")?.hex;
  if (hex !== file.sha256) return [`${quote(path)}: sha256:${hex}, not sha256:${file.sha256}`];
  return modeDiffers(root, path, modeToSet(file));
}

function modeDiffers(root: string, path: string, mode: number): readonly string[] {
  // Windows has no such modes.
  if (process.platform === "win32") return [];
  const found = lstatSync(join(root, path)).mode & 0o7777;
  return found === mode
    ? []
    : [`${quote(path)}: mode ${formatMode(found)}, not ${formatMode(mode)}`];
}

function describe(there: FoundEntry | undefined): string {
  return there === undefined ? "missing" : `a ${there.kind}`;
}
