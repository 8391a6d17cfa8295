import type { ParsedRequirement } from "../model.ts";
import { HASH_ALGORITHMS } from "./options.ts";

/** A line in the one shape that nearly every line of a hash-locked file has. */
export interface Pin {
  readonly text: string;
  readonly hashes: ReadonlyMap<string, readonly string[]>;
  readonly parsed: ParsedRequirement;
}

const NAME_AND_VERSION = /^([A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?)==([0-9]+(?:\.[0-9]+)*) *$/;
const HASH = "--hash=";

/**
 * Reads `name==1.2.3 --hash=sha256:… --hash=…` without the parsers that such a line does not need.
 * Gives undefined for every other line, which says nothing about that line. What it gives is what the parsers give;
 * reading ten thousand pins with ten hashes each takes a third of the time so.
 */
export function readPin(line: string): Pin | undefined {
  const at = line.indexOf(" -");
  const text = at === -1 ? line : line.slice(0, at);
  const match = NAME_AND_VERSION.exec(text);
  if (match?.[1] === undefined) return undefined;
  const hashes = at === -1 ? new Map<string, string[]>() : readHashes(line, at + 1);
  if (hashes === undefined) return undefined;
  const parsed: ParsedRequirement = {
    name: match[1],
    specifier: `==${match[2]}`,
    extras: [],
    marker: null,
    url: null,
    pinned: true,
  };
  return { text, hashes, parsed };
}

// What shlex would take for more than itself, and the start of a variable.
const SPECIAL = ["'", '"', "\\", "$", "\t", "\n", "\r"];

function readHashes(line: string, start: number): Map<string, string[]> | undefined {
  if (SPECIAL.some((character) => line.includes(character))) return undefined;
  const hashes = new Map<string, string[]>();
  let at = start;
  while (at < line.length) {
    if (line.charCodeAt(at) === 0x20) {
      at++;
      continue;
    }
    if (!line.startsWith(HASH, at)) return undefined;
    const colon = line.indexOf(":", at);
    const space = line.indexOf(" ", at);
    const end = space === -1 ? line.length : space;
    if (colon === -1 || colon > end) return undefined;
    const algorithm = line.slice(at + HASH.length, colon);
    if (!HASH_ALGORITHMS.includes(algorithm)) return undefined;
    const known = hashes.get(algorithm);
    if (known === undefined) hashes.set(algorithm, [line.slice(colon + 1, end)]);
    else known.push(line.slice(colon + 1, end));
    at = end;
  }
  return hashes;
}
