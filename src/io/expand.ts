import { type Dirent, globSync, readdirSync, statSync } from "node:fs";
import { join, resolve } from "node:path";
import { Refusal } from "../errors.ts";
import { codeOf, isThere } from "./files.ts";

/** More files than one release has; a mistyped folder should not read a whole disk. */
export const MAX_EXPANDED = 10_000;

/** What stands beside files to vouch for them, and is not itself vouched for. */
const BESIDE = /\.(?:sigstore\.json|sigstore|attestation|provenance)$/;
/** Endings that other files have, too: such a file is left out only beside the one that it vouches for. */
const BESIDE_ANOTHER = /\.(?:sig|pem|asc)$/;

/**
 * Replaces folders by what is in them and patterns by what they match, sorted; everything else stays as it is.
 * Signatures are left out, and so is what is hidden. A link is named as a file is, and never followed into a folder:
 * whoever reads the folder later would follow it.
 * @param words as given on a command line, relative to `cwd`.
 * @throws Refusal `INPUT_TOO_LARGE` — more than `MAX_EXPANDED` files, found before the rest is listed.
 * @throws Refusal `FILE_UNREADABLE` — a folder cannot be listed.
 */
export function expandFiles(words: readonly string[], cwd: string): readonly string[] {
  const files = new Set<string>();
  for (const word of words) for (const file of expand(word, cwd)) add(files, file);
  return [...files];
}

function add(files: Set<string>, file: string): void {
  files.add(file);
  if (files.size <= MAX_EXPANDED) return;
  throw new Refusal(
    "INPUT_TOO_LARGE",
    `files: expected at most ${MAX_EXPANDED}, found more`,
    { bytes: files.size, limit: MAX_EXPANDED },
    { hint: "name a smaller folder" },
  );
}

function expand(word: string, cwd: string): readonly string[] {
  const path = resolve(cwd, word);
  if (!isThere(path)) {
    const matches = /[*?[{]/.test(word) ? globSync(word, { cwd }) : [];
    return matches.length === 0
      ? [word]
      : matches
          .filter((match) => !isBeside(match, (other) => isThere(resolve(cwd, other))))
          .sort()
          .flatMap((match) => expand(match, cwd));
  }
  if (!isFolder(path)) return [word];
  const found = new Set<string>();
  collect(path, "", found);
  // Named as its user would: under the folder as it was given.
  return [...found].sort().map((name) => (word === "." ? name : join(word, name)));
}

/** A link that leads nowhere, or in a circle, is no folder; whoever opens it says what it is. */
function isFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch {
    return false;
  }
}

function collect(folder: string, below: string, found: Set<string>): void {
  const entries = list(folder).filter(({ name }) => !name.startsWith("."));
  const names = new Set(entries.map(({ name }) => name));
  for (const entry of entries) {
    const name = below + entry.name;
    if (entry.isDirectory()) collect(join(folder, entry.name), `${name}/`, found);
    else if (!isBeside(entry.name, (other) => names.has(other))) add(found, name);
  }
}

function isBeside(name: string, isKnown: (name: string) => boolean): boolean {
  if (BESIDE.test(name)) return true;
  return BESIDE_ANOTHER.test(name) && isKnown(name.replace(BESIDE_ANOTHER, ""));
}

function list(folder: string): readonly Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch (cause) {
    throw new Refusal(
      "FILE_UNREADABLE",
      `${folder}: expected a folder that can be listed, found ${codeOf(cause)}`,
      { path: folder },
      { hint: "let this user list the folder, or name the files in it", cause },
    );
  }
}
