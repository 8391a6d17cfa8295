import { dirname, join } from "node:path";
import { Refusal } from "../errors.ts";
import { isThere, readFile, writeFile } from "../io/files.ts";
import { locateFile, resolvePath } from "../io/root.ts";
import { formatToolLock } from "../tool/format-tool-lock.ts";
import { MAX_TOOL_LOCK_BYTES, parseToolLock } from "../tool/parse-tool-lock.ts";
import { evidenceName, findTool, type PinnedTool, type ToolLock } from "../tool/pinned.ts";
import { TOOL_LOCK_NAME } from "./open-tool-lock.ts";

/** The name of the file that says what is wanted. */
export const MANIFEST_NAME = "lockseal.toml";

/** Where the pins, the wishes and the evidence are. */
export interface ToolFiles {
  readonly folder: string;
  /** As messages name it. */
  readonly lockName: string;
  readonly lockPath: string;
  readonly manifestPath: string;
  readonly evidenceFolder: string;
}

/**
 * Finds the files about tools: beside the lock that is named, else in the nearest folder that has a lock or a manifest,
 * up to the top of the git checkout; else in that top, or the folder itself.
 */
export function locateTools(cwd: string, lock: string | undefined): ToolFiles {
  if (lock !== undefined) {
    const path = resolvePath(cwd, lock);
    return filesIn(dirname(path), path, lock);
  }
  const { root } = locateFile(join(cwd, TOOL_LOCK_NAME), cwd, undefined);
  for (let at = cwd; ; at = dirname(at)) {
    if (isThere(join(at, TOOL_LOCK_NAME)) || isThere(join(at, MANIFEST_NAME))) return filesIn(at);
    if (at === root.path || dirname(at) === at) return filesIn(root.path);
  }
}

function filesIn(
  folder: string,
  lockPath: string = join(folder, TOOL_LOCK_NAME),
  lockName: string = TOOL_LOCK_NAME,
): ToolFiles {
  return {
    folder,
    lockName,
    lockPath,
    manifestPath: join(folder, MANIFEST_NAME),
    evidenceFolder: join(folder, ".lockseal", "evidence"),
  };
}

/**
 * Reads the pins; none where there is no lock.
 * @throws Refusal `TOOL_LOCK_MALFORMED` — see `parseToolLock`; `FILE_UNREADABLE`.
 */
export function readPins({ lockPath, lockName }: ToolFiles): ToolLock {
  if (!isThere(lockPath)) return { tools: [] };
  return parseToolLock(readFile(lockPath, MAX_TOOL_LOCK_BYTES), lockName);
}

/** Writes the pins, whole or not at all. */
export function writePins({ lockPath }: ToolFiles, lock: ToolLock): void {
  writeFile(lockPath, formatToolLock(lock), 0o644, false);
}

/**
 * Finds a pinned tool.
 * @throws Refusal `TOOL_PIN_NONE` — it is not in the lock.
 */
export function requireTool(lock: ToolLock, name: string, { lockName }: ToolFiles): PinnedTool {
  const tool = findTool(lock, name);
  if (tool !== undefined) return tool;
  const names = lock.tools.map((one) => one.name);
  throw new Refusal(
    "TOOL_PIN_NONE",
    `${name}: expected a pin in ${lockName}, found ${names.length === 0 ? "none at all" : `only ${names.join(", ")}`}`,
    { name },
    { hint: `pin it: lockseal tool add ${name} --url TEMPLATE --version V` },
  );
}

/** The path of evidence, by the digest that it is pinned with. */
export function evidencePath({ folder }: ToolFiles, sha256: string): string {
  return join(folder, evidenceName(sha256));
}
