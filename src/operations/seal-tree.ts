import { join } from "node:path";
import { type ArchivePlan, foldersOf, modeToSet, type PlanEntry } from "../archive/plan.ts";
import { quote } from "../bytes/quote.ts";
import { Refusal } from "../errors.ts";
import { type FoundEntry, listTree, sealFile, sealFolder } from "../io/tree.ts";

/** As many as the threads that Node waits for disks with. */
const AT_ONCE = 4;

/**
 * Reads a folder back from the disk and compares it with the plan: every path, every byte, every link. Then gives all their
 * modes, and makes them survive a power cut.
 * @param root a folder that nobody else writes to.
 * @throws Refusal `ARCHIVE_PLACED_DIFFERS` — the disk has something else than was planned.
 */
export async function sealTree(
  root: string,
  plan: ArchivePlan,
  signal: AbortSignal,
): Promise<void> {
  const found = new Map(listTree(root).map((entry) => [entry.path, entry]));
  const folders = foldersOf(plan);
  for (const path of folders.keys()) expectKind(found.get(path), path, "directory");
  for (const entry of plan.entries) if (entry.kind !== "directory") checkEntry(entry, found);
  const planned = new Set([...folders.keys(), ...plan.entries.map(({ path }) => path)]);
  for (const { path, kind } of found.values())
    if (!planned.has(path)) throw differs(path, "nothing", `a ${kind}`);

  const files = plan.entries.filter((entry) => entry.kind === "file").values();
  await Promise.all(
    Array.from({ length: AT_ONCE }, async () => {
      // All take from one iterator, so that each file is taken once.
      for (const file of files) {
        const { path, sha256, size } = file;
        const read = await sealFile(join(root, path), modeToSet(file), signal);
        if (read.size !== size) throw differs(path, `${size} bytes`, `${read.size}`);
        if (read.sha256 !== sha256) throw differs(path, `sha256 ${sha256}`, read.sha256);
      }
    }),
  );
  // Deepest first: a folder keeps its names once those in it have theirs.
  for (const [path, mode] of [...folders].toReversed()) await sealFolder(join(root, path), mode);
  await sealFolder(root, 0o755);
}

function checkEntry(
  entry: Exclude<PlanEntry, { kind: "directory" }>,
  found: ReadonlyMap<string, FoundEntry>,
): void {
  const { path, kind } = entry;
  const there = expectKind(found.get(path), path, kind === "symlink" ? "symlink" : "file");
  if (kind === "symlink" && there.target !== entry.target)
    throw differs(path, `a link to ${quote(entry.target)}`, `one to ${quote(there.target)}`);
  if (kind === "hardlink" && there.identity !== found.get(entry.target)?.identity)
    throw differs(path, `the same file as ${quote(entry.target)}`, "another");
}

function expectKind(
  found: FoundEntry | undefined,
  path: string,
  kind: FoundEntry["kind"],
): FoundEntry {
  if (found?.kind === kind) return found;
  throw differs(path, `a ${kind}`, found === undefined ? "nothing" : `a ${found.kind}`);
}

function differs(path: string, expected: string, found: string): Refusal<"ARCHIVE_PLACED_DIFFERS"> {
  return new Refusal(
    "ARCHIVE_PLACED_DIFFERS",
    `${quote(path)}: expected ${expected} on the disk, found ${found}`,
    { path, expected, found },
    { hint: "something else writes there, or the disk fails: try again in another folder" },
  );
}
