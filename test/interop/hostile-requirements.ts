import type { Dice } from "../fakes/dice.ts";
import { encode } from "./hostile-bytes.ts";
import {
  ALGORITHMS,
  COMMENTS,
  ENDS,
  ENV,
  EXTRAS,
  GAPS,
  HASH_NAMES,
  HEX,
  JOINTS,
  MARKERS,
  NAMES,
  NOISE,
  OPERATORS,
  OPTIONS,
  PATHS,
  URLS,
  VARIABLES,
  VERSIONS,
} from "./hostile-pieces.ts";

/** Files with the variables that they are read with, made to be read wrongly. */
export interface HostileLock {
  /** By name; the root is `requirements.txt`. */
  readonly files: Readonly<Record<string, Uint8Array>>;
  readonly env: Readonly<Record<string, string>>;
}

/** Makes a lock by grammar, then breaks some of its characters, then some of its bytes. */
export function hostileLock(dice: Dice): HostileLock {
  const files = {
    "requirements.txt": encode(dice, content(dice, 1 + dice.below(6))),
    "other.txt": encode(dice, content(dice, 1 + dice.below(3))),
    "sub/more.txt": encode(dice, content(dice, 1 + dice.below(2))),
  };
  return { files, env: ENV };
}

function content(dice: Dice, lines: number): string {
  let text = "";
  for (let count = 0; count < lines; count++) text += line(dice) + dice.one(ENDS);
  return dice.often(30) ? mutate(dice, text) : text;
}

function line(dice: Dice): string {
  const parts: string[] = [];
  const shape = dice.below(10);
  if (shape < 5) parts.push(requirement(dice));
  else if (shape < 7) parts.push(dice.one(OPTIONS));
  else if (shape === 7) parts.push(dice.one(COMMENTS));
  else if (shape === 8) parts.push(dice.one(dice.often(50) ? URLS : PATHS));
  else parts.push(dice.one(VARIABLES));
  while (dice.often(55)) parts.push(tail(dice));
  return parts.reduce((text, part) => text + gap(dice) + part);
}

function gap(dice: Dice): string {
  return dice.often(30) ? dice.one(JOINTS) : dice.often(80) ? " " : dice.one(GAPS);
}

function tail(dice: Dice): string {
  const shape = dice.below(12);
  if (shape < 6) return hash(dice);
  if (shape < 8) return dice.one(OPTIONS);
  if (shape === 8) return `; ${hostileMarker(dice)}`;
  return shape === 9 ? dice.one(VARIABLES) : dice.one(COMMENTS);
}

function hash(dice: Dice): string {
  const value = `${dice.one(ALGORITHMS)}:${dice.one(HEX)}`;
  const quoted = dice.often(15) ? `"${value}"` : value;
  return dice.one(HASH_NAMES) + (dice.often(80) ? "=" : " ") + quoted;
}

function requirement(dice: Dice): string {
  const name = dice.one(NAMES) + dice.one(EXTRAS);
  const marker = dice.often(25) ? dice.one([";", " ; ", "; ", " ;"]) + hostileMarker(dice) : "";
  if (dice.often(15))
    return `${name}${dice.one([" @ ", "@", " @", "@ "])}${dice.one(URLS)}${marker}`;
  const specifier = hostileSpecifier(dice);
  return name + (dice.often(10) ? `(${specifier})` : specifier) + marker;
}

/** Makes one to three clauses, good and bad. */
export function hostileSpecifier(dice: Dice): string {
  const clauses = [dice.one(OPERATORS) + dice.one(VERSIONS)];
  while (dice.often(25)) clauses.push(dice.one(OPERATORS) + dice.one(VERSIONS));
  return clauses.join(dice.one([",", " , ", ", ", " "]));
}

/** Makes a marker of up to some levels. */
export function hostileMarker(dice: Dice): string {
  let text = dice.one(MARKERS);
  while (dice.often(35)) {
    text = `${text}${dice.one([" and ", " or ", " or(", "and "])}${dice.one(MARKERS)}`;
    if (dice.often(30)) text = `(${text})`;
    if (text.split("(").length > text.split(")").length) text += ")";
  }
  return dice.often(10) ? mutate(dice, text) : text;
}

/** Makes a version, mostly a valid one. */
export function hostileVersion(dice: Dice): string {
  const number = () => dice.one(["0", "1", "2", "10", "00", "007", "123456789012345678901"]);
  let text = dice.often(10) ? "v" : "";
  if (dice.often(15)) text += `${number()}!`;
  text += number();
  while (dice.often(45)) text += `.${number()}`;
  const mark = () => dice.one(["", ".", "-", "_"]);
  const count = () => dice.one(["", number()]);
  if (dice.often(30))
    text +=
      mark() +
      dice.one(["a", "b", "rc", "c", "alpha", "Beta", "pre", "preview"]) +
      mark() +
      count();
  if (dice.often(25)) text += mark() + dice.one(["post", "rev", "r", "POST"]) + mark() + count();
  else if (dice.often(8)) text += `-${number()}`;
  if (dice.often(25)) text += `${mark()}dev${mark()}${count()}`;
  if (dice.often(20)) text += `+${dice.one(["abc", "1", "ubuntu.1", "1_2", "a-b", "A.01"])}`;
  return dice.often(6) ? mutate(dice, text) : text;
}

function mutate(dice: Dice, text: string): string {
  let broken = text;
  do {
    const at = dice.below(broken.length + 1);
    const cut = dice.often(50) ? dice.below(4) : 0;
    const put = dice.often(70) ? dice.one(NOISE) : broken.slice(at, at + dice.below(9));
    broken = broken.slice(0, at) + put + broken.slice(at + cut);
  } while (dice.often(50));
  return broken;
}
