import { mkdirSync, statSync } from "node:fs";
import { dirname } from "node:path";
import { codeOf } from "./files.ts";

/**
 * Makes a folder and those above it, where there are none. Node's own way never ends where the folder above is there and
 * the system says all the same that something is missing, as `/proc` does: here each folder is asked for twice at most.
 * @throws the system's error.
 */
export function makeFolders(path: string, mode = 0o777): void {
  try {
    makeOne(path, mode);
  } catch (error) {
    if (codeOf(error) !== "ENOENT" || dirname(path) === path) throw error;
    makeFolders(dirname(path), mode);
    makeOne(path, mode);
  }
}

/** Another run may have made it meanwhile; some systems have another word for a folder that is there than for a file. */
function makeOne(path: string, mode: number): void {
  try {
    mkdirSync(path, { mode });
  } catch (error) {
    if (statSync(path, { throwIfNoEntry: false })?.isDirectory() !== true) throw error;
  }
}
