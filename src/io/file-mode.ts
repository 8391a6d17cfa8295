import { statSync } from "node:fs";

/** Gives the permissions of what a path leads to; null where nothing does, and where the system has none. */
export function readMode(path: string): number | null {
  if (process.platform === "win32") return null;
  try {
    return statSync(path).mode & 0o777;
  } catch {
    return null;
  }
}
