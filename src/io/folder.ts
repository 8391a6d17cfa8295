import { randomBytes } from "node:crypto";
import { mkdirSync, renameSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { Refusal } from "../errors.ts";
import { codeOf, isThere, writeFile } from "./files.ts";
import { uninterrupted } from "./uninterrupted.ts";

/**
 * Writes files into a folder of their own, mode 0700, that appears whole or not at all.
 * @param files by their name relative to the folder, with `/`; the caller has checked that none leaves it.
 * @throws Refusal `FILE_EXISTS` — something has that path: what is there already may not be what was verified.
 * @throws Refusal `FILE_UNWRITABLE` — the parent does not exist or does not let us write.
 */
export function writeFolder(folder: string, files: ReadonlyMap<string, Uint8Array>): void {
  uninterrupted(() => place(folder, files));
}

function place(folder: string, files: ReadonlyMap<string, Uint8Array>): void {
  if (isThere(folder)) throw exists(folder, undefined);
  const temporary = join(dirname(folder), `.${randomBytes(6).toString("hex")}.tmp`);
  let made = false;
  try {
    mkdirSync(temporary, { mode: 0o700 });
    made = true;
    for (const [name, bytes] of files) {
      mkdirSync(dirname(join(temporary, name)), { recursive: true, mode: 0o700 });
      writeFile(join(temporary, name), bytes, 0o600, true);
    }
    if (isThere(folder)) throw exists(folder, undefined);
    renameSync(temporary, folder);
  } catch (error) {
    if (error instanceof Refusal) throw error;
    throw new Refusal(
      "FILE_UNWRITABLE",
      `${folder}: expected to make a folder, found ${codeOf(error)}`,
      { path: folder },
      {
        hint: "check that the parent folder exists and may be written to",
        cause: error,
      },
    );
  } finally {
    if (made) rmSync(temporary, { recursive: true, force: true });
  }
}

function exists(folder: string, cause: unknown): Refusal {
  return new Refusal(
    "FILE_EXISTS",
    `${folder}: expected a path where nothing stands yet, found something`,
    { path: folder },
    {
      hint: "name a fresh folder, or remove this one first",
      cause,
    },
  );
}
