import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { codeOf, missingFile, unreadableFile } from "./files.ts";

/**
 * Copies a folder for the time of a use, so that whatever is done to it is done to the copy. Links stay as they are.
 * @throws Refusal `FILE_MISSING`, `FILE_UNREADABLE`.
 */
export async function withCopy<Value>(
  folder: string,
  use: (copy: string) => Promise<Value>,
): Promise<Value> {
  const above = mkdtempSync(join(tmpdir(), "lockseal-copy-"));
  try {
    const copy = join(above, "work");
    copyTree(folder, copy);
    return await use(copy);
  } finally {
    rmSync(above, { recursive: true, force: true });
  }
}

function copyTree(from: string, to: string): void {
  try {
    cpSync(from, to, { recursive: true, verbatimSymlinks: true, errorOnExist: true });
  } catch (error) {
    const code = codeOf(error);
    if (code === "ENOENT") throw missingFile(from, error);
    throw unreadableFile(from, code, error);
  }
}
