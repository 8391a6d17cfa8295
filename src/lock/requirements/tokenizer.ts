import { Refusal } from "../../errors.ts";
import { SPECIFIER_PATTERN } from "./specifier.ts";

const VARIABLES = [
  "python_version",
  "python_full_version",
  "os[._]name",
  "sys[._]platform",
  "platform_(?:release|system)",
  "platform[._](?:version|machine|python_implementation)",
  "python_implementation",
  "implementation_(?:name|version)",
  "extras?",
  "dependency_groups",
].join("|");

/** The tokens of PEP 508. */
export type TokenName =
  | "("
  | ")"
  | "["
  | "]"
  | ";"
  | ","
  | "@"
  | "string"
  | "operator"
  | "logic"
  | "in"
  | "not"
  | "variable"
  | "specifier"
  | "url"
  | "identifier"
  | "wildcard"
  | "local"
  | "space"
  | "end";

/** The tokens of PEP 508 as `packaging` cuts them; each is tried only where the grammar may have it. */
const TOKENS: Readonly<Record<TokenName, RegExp>> = {
  "(": /\(/y,
  ")": /\)/y,
  "[": /\[/y,
  "]": /\]/y,
  ";": /;/y,
  ",": /,/y,
  "@": /@/y,
  string: /'[^']*'|"[^"]*"/y,
  operator: /===|==|~=|!=|<=|>=|<|>/y,
  logic: /or|and/y,
  in: /in/y,
  not: /not/y,
  variable: new RegExp(VARIABLES, "y"),
  specifier: new RegExp(SPECIFIER_PATTERN, "iy"),
  url: /[^ \t]+/y,
  identifier: /[a-zA-Z0-9][a-zA-Z0-9._-]*/y,
  wildcard: /\.\*/y,
  local: /\+[a-z0-9]+(?:[-_.][a-z0-9]+)*/y,
  space: /[ \t]+/y,
  end: /(?=\n?$)/y,
};

/** Those that stand between edges of words (`\b`) in the patterns of `packaging`. */
const WORDS: ReadonlySet<TokenName> = new Set(["logic", "in", "not", "variable", "identifier"]);

/**
 * Tells whether a word begins or ends at a position, as Python's `\b` does: it knows all letters and digits,
 * JavaScript's only those of ASCII. The patterns could ask it themselves; building five such took 12 ms of every start.
 */
function isEdge(text: string, at: number): boolean {
  const before = text.charCodeAt(at - 1);
  // The second half of a pair: the character begins one unit earlier.
  const start = before >= 0xdc00 && before <= 0xdfff ? at - 2 : at - 1;
  return isWord(text.codePointAt(start)) !== isWord(text.codePointAt(at));
}

function isWord(code: number | undefined): boolean {
  if (code === undefined) return false;
  const character = String.fromCodePoint(code);
  return code < 0x80 ? /\w/.test(character) : /[\p{L}\p{N}]/u.test(character);
}

/** The length of a token that stands at a position, between edges where it needs them; -1 where none does. */
function lengthAt(text: string, at: number, name: TokenName): number {
  const pattern = TOKENS[name];
  pattern.lastIndex = at;
  const found = pattern.exec(text)?.[0];
  if (found === undefined) return -1;
  if (!WORDS.has(name)) return found.length;
  if (!isEdge(text, at)) return -1;
  // A pattern would give back characters until it ends at an edge; only an identifier can end earlier.
  const shortest = name === "identifier" ? 1 : found.length;
  for (let length = found.length; length >= shortest; length--) {
    if (isEdge(text, at + length)) return length;
  }
  return -1;
}

/** Cuts a requirement or a marker into tokens. Holds a position; every method that takes a token moves it. */
export class Tokenizer {
  readonly #text: string;
  #position = 0;

  constructor(text: string) {
    this.#text = text;
  }

  /** Takes a token where it stands, else gives undefined and stays. */
  take(name: TokenName): string | undefined {
    const length = lengthAt(this.#text, this.#position, name);
    if (length === -1) return undefined;
    const found = this.#text.slice(this.#position, this.#position + length);
    this.#position += length;
    return found;
  }

  /** Tells whether a token stands here, and stays. */
  sees(name: TokenName): boolean {
    return lengthAt(this.#text, this.#position, name) !== -1;
  }

  /**
   * Takes a token that must stand here.
   * @throws Refusal `REQUIREMENT_MALFORMED` — it does not.
   */
  expect(name: TokenName, expected: string): string {
    const found = this.take(name);
    if (found === undefined) throw this.refusal(`Expected ${expected}`);
    return found;
  }

  /** Makes the refusal with the reason that `packaging` gives at this place. */
  refusal(reason: string): Refusal<"REQUIREMENT_MALFORMED"> {
    return malformed(reason, this.#text, this.#position);
  }
}

function malformed(
  reason: string,
  text: string,
  position: number,
): Refusal<"REQUIREMENT_MALFORMED"> {
  const found = JSON.stringify(text.slice(position, position + 40));
  const expected = reason.replace(/^Expected /, "");
  return new Refusal(
    "REQUIREMENT_MALFORMED",
    `requirement: expected ${expected}, found ${found} at offset ${position}`,
    { reason },
  );
}
