import { globSync, readdirSync, statSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import { Refusal } from "../errors.ts";
import { isThere } from "./files.ts";

/** More files than one release has; a mistyped folder should not read a whole disk. */
export const MAX_EXPANDED = 10_000;

/** What stands beside files to vouch for them, and is not itself vouched for. */
const BESIDE = /\.(?:sigstore\.json|sigstore|attestation|provenance|sig|pem|asc)$/;

/**
 * Replaces folders by the files in them and patterns by what they match, sorted; everything else stays as it is.
 * Signatures are left out, and so are links, hidden folders and what is no regular file.
 * @param words as given on a command line, relative to `cwd`.
 * @throws Refusal `INPUT_TOO_LARGE` — more than `MAX_EXPANDED` files.
 */
export function expandFiles(words: readonly string[], cwd: string): readonly string[] {
  const files = words.flatMap((word) => expand(word, cwd));
  if (files.length <= MAX_EXPANDED) return [...new Set(files)];
  throw new Refusal(
    "INPUT_TOO_LARGE",
    `files: expected at most ${MAX_EXPANDED}, found ${files.length}`,
    { bytes: files.length, limit: MAX_EXPANDED },
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
          .sort()
          .flatMap((match) => expand(match, cwd))
          .filter((one) => !BESIDE.test(one));
  }
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ? filesBelow(path, word) : [word];
}

function filesBelow(folder: string, word: string): readonly string[] {
  const found = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !BESIDE.test(entry.name))
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
    .filter((name) => !name.split("/").some((part) => part.startsWith(".")))
    .sort();
  // Named as its user would: under the folder as it was given.
  return found.map((name) => (word === "." ? name : join(word, name)));
}
