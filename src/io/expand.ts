import { type Dirent, globSync, readdirSync, statSync } from "node:fs";
import { join, resolve } from "node:path";
import { Refusal } from "../errors.ts";
import { codeOf, isThere } from "./files.ts";

/** More files than one release has; a mistyped folder should not read a whole disk. */
export const MAX_EXPANDED = 10_000;

/**
 * More than any checkout has with all that it builds from; listing so many takes about a second. A pattern is walked to
 * its end before it gives anything, and folders can be without files.
 */
const MAX_WALKED = 200_000;

/** What stands beside files to vouch for them, and is not itself vouched for. */
const BESIDE =
  /\.(?:sigstore\.json|sigstore|attestation|provenance|cosign\.bundle|intoto\.jsonl?)$/;
/** Endings that other files have, too: such a file is left out only beside the one that it vouches for. */
const BESIDE_ANOTHER =
  /\.(?:sig|pem|crt|cert|asc|minisig|gpg|sign|bundle|intoto|dsse(?:\.json)?|att)$/;

/**
 * Replaces folders by what is in them and patterns by what they match, sorted; everything else stays as it is.
 * Signatures are left out, and so is what is hidden. A link is named as a file is, and never followed into a folder:
 * whoever reads the folder later would follow it.
 * @param words as given on a command line, relative to `cwd`.
 * @param maxWalked how many names are looked at, in folders and for patterns, before the rest is left.
 * @throws Refusal `INPUT_TOO_LARGE` — more than `MAX_EXPANDED` files, or `maxWalked` names, found before the rest is listed.
 * @throws Refusal `FILE_UNREADABLE` — a folder cannot be listed.
 */
export function expandFiles(
  words: readonly string[],
  cwd: string,
  maxWalked: number = MAX_WALKED,
): readonly string[] {
  const files = new Set<string>();
  let walked = 0;
  const step: Step = () => {
    walked += 1;
    if (walked > maxWalked) throw tooMany("names in folders", walked, maxWalked);
  };
  for (const word of words) for (const file of expand(word, cwd, step)) add(files, file);
  return [...files];
}

/** Counts a name that is looked at. */
type Step = () => void;

function add(files: Set<string>, file: string): void {
  files.add(file);
  if (files.size > MAX_EXPANDED) throw tooMany("files", files.size, MAX_EXPANDED);
}

function tooMany(what: string, found: number, limit: number): Refusal {
  return new Refusal(
    "INPUT_TOO_LARGE",
    `${what}: expected at most ${limit}, found more`,
    { bytes: found, limit },
    { hint: "name a smaller folder" },
  );
}

function expand(word: string, cwd: string, step: Step): readonly string[] {
  const path = resolve(cwd, word);
  if (!isThere(path)) {
    const matches = /[*?[{]/.test(word) ? match(word, cwd, step) : [];
    return matches.length === 0
      ? [word]
      : matches
          .filter((one) => !isBeside(one, (other) => isThere(resolve(cwd, other))))
          .sort()
          .flatMap((one) => expand(one, cwd, step));
  }
  if (!isFolder(path)) return [word];
  const found = new Set<string>();
  collect(path, "", found, step);
  // Named as its user would: under the folder as it was given.
  return [...found].sort().map((name) => (word === "." ? name : join(word, name)));
}

/** Whatever may lead on is offered for exclusion, and so can be counted; nothing is excluded. */
function match(pattern: string, cwd: string, step: Step): readonly string[] {
  const exclude = (): boolean => {
    step();
    return false;
  };
  return globSync(pattern, { cwd, exclude });
}

/** A link that leads nowhere, or in a circle, is no folder; whoever opens it says what it is. */
function isFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch {
    return false;
  }
}

function collect(folder: string, below: string, found: Set<string>, step: Step): void {
  const entries = list(folder).filter(({ name }) => !name.startsWith("."));
  const names = new Set(entries.map(({ name }) => name));
  for (const entry of entries) {
    step();
    const name = below + entry.name;
    if (entry.isDirectory()) collect(join(folder, entry.name), `${name}/`, found, step);
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
