import { join, resolve } from "node:path";
import { Refusal } from "../errors.ts";
import { readFile } from "./files.ts";

/** How much of a git configuration is read: it is a list of remotes and branches. */
const MAX_CONFIG_BYTES = 1024 * 1024;

/** Finds git's folder of a checkout: a worktree's `.git` is a file that names its own. */
export function gitFolder(gitTop: string): string {
  const dotGit = join(gitTop, ".git");
  const target = /^gitdir: (.+)$/m.exec(readSmall(dotGit) ?? "")?.[1];
  return target === undefined ? dotGit : resolve(gitTop, target.trim());
}

/** Finds the folder that all worktrees of a checkout share. */
export function commonFolder(gitTop: string): string {
  const folder = gitFolder(gitTop);
  const common = readSmall(join(folder, "commondir"));
  return common === undefined ? folder : resolve(folder, common.trim());
}

/** Reads a file of git's. What cannot be read is as good as not there. */
export function readSmall(path: string): string | undefined {
  try {
    return Buffer.from(readFile(path, MAX_CONFIG_BYTES)).toString();
  } catch (error) {
    if (error instanceof Refusal) return undefined;
    throw error;
  }
}
