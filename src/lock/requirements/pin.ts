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
const COLON = 0x3a;
const BACKSLASH = 0x5c;

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
  return { text, hashes, parsed: pinned(match[1], match[2] ?? "") };
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

/** A pin that was read from the text of a file, with all the lines that it takes. */
export interface PinBlock extends Pin {
  /** Where the line behind it starts. */
  readonly end: number;
  readonly lines: number;
}

const FIRST_LINE = /[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?==[0-9]+(?:\.[0-9]+)* \\\n/y;

/**
 * Reads a pin whose hashes stand one a line, from where its first line starts, before lines are even joined.
 * Gives undefined for what has another shape, which says nothing about it; only for text whose lines end in LF.
 */
export function readPinBlock(text: string, start: number): PinBlock | undefined {
  FIRST_LINE.lastIndex = start;
  if (!FIRST_LINE.test(text)) return undefined;
  const requirement = text.slice(start, FIRST_LINE.lastIndex - " \\\n".length);
  const hashes = new Map<string, string[]>();
  let lines = 1;
  let at = FIRST_LINE.lastIndex;
  const indent = countSpaces(text, at);
  for (let more = true; more; lines++) {
    const option = at + countSpaces(text, at);
    const colon = option + "--hash=sha256".length;
    const newline = text.indexOf("\n", colon);
    if (newline === -1 || !text.startsWith(HASH, option)) return undefined;
    more = text.charCodeAt(newline - 1) === BACKSLASH;
    const end = more ? newline - 2 : newline;
    const algorithm = text.slice(option + HASH.length, colon);
    if (text.charCodeAt(colon) !== COLON || !HASH_ALGORITHMS.includes(algorithm)) return undefined;
    if (!endsAt(text, colon, more, end)) return undefined;
    const value = text.slice(colon + 1, end);
    const known = hashes.get(algorithm);
    if (known === undefined) hashes.set(algorithm, [value]);
    else known.push(value);
    at = newline + 1;
  }
  if (!isHarmless(text.slice(start, at))) return undefined;
  const equals = requirement.indexOf("==");
  return {
    // The white space between the version and the first option is part of what pip takes for the requirement.
    text: requirement + " ".repeat(indent),
    hashes,
    parsed: pinned(requirement.slice(0, equals), requirement.slice(equals + 2)),
    end: at,
    lines,
  };
}

/** Tells whether a value goes on to `end` without a space or a backslash, and is what is left once it is stripped. */
function endsAt(text: string, start: number, more: boolean, end: number): boolean {
  const space = text.indexOf(" ", start);
  const backslash = text.indexOf("\\", start);
  if (more) return space === end && backslash === end + 1;
  const last = text.charCodeAt(end - 1);
  return (
    (space === -1 || space > end) &&
    (backslash === -1 || backslash > end) &&
    last < 0x7f &&
    last > 0x20
  );
}

function countSpaces(text: string, start: number): number {
  let end = start;
  while (text.charCodeAt(end) === 0x20) end++;
  return end - start;
}

// What shlex would take for more than itself, the start of a variable and that of a comment.
const HARMFUL = ["'", '"', "$", "\t", "#"];

function isHarmless(block: string): boolean {
  return !HARMFUL.some((character) => block.includes(character));
}

function pinned(name: string, version: string): ParsedRequirement {
  return { name, specifier: `==${version}`, extras: [], marker: null, url: null, pinned: true };
}
