import { readdirSync } from "node:fs";
import { join } from "node:path";
import { Refusal } from "../errors.ts";
import { codeOf, unreadableFile } from "./files.ts";

/** A file that may be a link. */
export interface FoundLink {
  /** Below the folder of links, with `/`. */
  readonly name: string;
  readonly path: string;
}

/** More steps, functionaries and layouts within layouts than anybody has. */
const MAX_FILES = 10_000;
const MAX_DEPTH = 8;

/**
 * Lists the files of a folder that are named as links are, `STEP.8HEX.link` or `.json`, and those in its folders `STEP.8HEX`.
 * Goes into no other folder, and into none by a symbolic link. Opens nothing.
 * @throws Refusal `FILE_MISSING`, `FILE_UNREADABLE` — the folder is not there, or may not be read.
 * @throws Refusal `INPUT_TOO_LARGE` — more than 10,000 files.
 */
export function listLinks(folder: string): readonly FoundLink[] {
  const found: FoundLink[] = [];
  collect(folder, "", 0, found);
  return found;
}

function collect(folder: string, below: string, depth: number, found: FoundLink[]): void {
  for (const entry of entriesOf(join(folder, below))) {
    const name = `${below}${entry.name}`;
    if (entry.isDirectory()) {
      if (depth < MAX_DEPTH && /\.[0-9a-f]{8}$/.test(entry.name))
        collect(folder, `${name}/`, depth + 1, found);
    } else if (/\.[0-9a-f]{8}\.(?:link|json)$/.test(entry.name)) {
      if (found.length === MAX_FILES) throw tooMany(folder);
      found.push({ name, path: join(folder, name) });
    }
  }
}

function entriesOf(folder: string) {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch (error) {
    const code = codeOf(error);
    if (code === "ENOENT") throw missingFolder(folder, error);
    if (code === "ENOTDIR") throw noFolder(folder, error);
    throw unreadableFile(folder, code, error);
  }
}

function missingFolder(folder: string, cause: unknown): Refusal {
  return new Refusal(
    "FILE_MISSING",
    `${folder}: expected a folder of links, found nothing`,
    { path: folder },
    { hint: "check the path, and put the links of this run there: STEP.KEYID.link", cause },
  );
}

function noFolder(folder: string, cause: unknown): Refusal {
  return new Refusal(
    "FILE_UNREADABLE",
    `${folder}: expected a folder of links, found a file`,
    { path: folder },
    { hint: "name the folder in which the links are", cause },
  );
}

function tooMany(folder: string): Refusal {
  return new Refusal(
    "INPUT_TOO_LARGE",
    `${folder}: expected at most ${MAX_FILES} files named as links, found more`,
    { bytes: MAX_FILES + 1, limit: MAX_FILES },
    { hint: "keep only the links of this run in the folder" },
  );
}
