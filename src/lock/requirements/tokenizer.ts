import { Refusal } from "../../errors.ts";
import { SPECIFIER_PATTERN } from "./specifier.ts";

// Python's \w and \b know all letters and digits, JavaScript's only those of ASCII.
const WORD = "[\\p{L}\\p{N}_]";
const EDGE = `(?:(?<=${WORD})(?!${WORD})|(?<!${WORD})(?=${WORD}))`;

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
  logic: new RegExp(`${EDGE}(?:or|and)${EDGE}`, "uy"),
  in: new RegExp(`${EDGE}in${EDGE}`, "uy"),
  not: new RegExp(`${EDGE}not${EDGE}`, "uy"),
  variable: new RegExp(`${EDGE}(?:${VARIABLES})${EDGE}`, "uy"),
  specifier: new RegExp(SPECIFIER_PATTERN, "iy"),
  url: /[^ \t]+/y,
  identifier: new RegExp(`${EDGE}[a-zA-Z0-9][a-zA-Z0-9._-]*${EDGE}`, "uy"),
  wildcard: /\.\*/y,
  local: /\+[a-z0-9]+(?:[-_.][a-z0-9]+)*/y,
  space: /[ \t]+/y,
  end: /(?=\n?$)/y,
};

/** Cuts a requirement or a marker into tokens. Holds a position; every method that takes a token moves it. */
export class Tokenizer {
  readonly #text: string;
  #position = 0;

  constructor(text: string) {
    this.#text = text;
  }

  /** Takes a token where it stands, else gives undefined and stays. */
  take(name: TokenName): string | undefined {
    const pattern = TOKENS[name];
    pattern.lastIndex = this.#position;
    const found = pattern.exec(this.#text)?.[0];
    if (found !== undefined) this.#position += found.length;
    return found;
  }

  /** Tells whether a token stands here, and stays. */
  sees(name: TokenName): boolean {
    const pattern = TOKENS[name];
    pattern.lastIndex = this.#position;
    return pattern.test(this.#text);
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
