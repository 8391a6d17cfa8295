import { quote } from "../bytes/quote.ts";
import { Refusal } from "../errors.ts";

/** What stands for the words in braces of a layout, by their names; empty where none is given. */
export type Parameters = ReadonlyMap<string, string>;

const NAME = /^[A-Za-z0-9_-]+$/;
/** Anything in braces: with parameters each has to be one of them. */
const BRACES = /\{[^{}]*\}/g;

/**
 * Puts parameters in their places, by plain replacement: what a value says is never looked at again, and nothing but
 * a name stands in braces. Without any parameter braces mean themselves.
 */
export class Substitution {
  readonly #parameters: Parameters;
  readonly #used = new Set<string>();
  readonly #literal = new Set<string>();

  /** @throws Refusal `LAYOUT_PARAMETER` — a name with other characters than letters, digits, `_` and `-`. */
  constructor(parameters: Parameters) {
    this.#parameters = parameters;
    for (const name of parameters.keys())
      if (!NAME.test(name))
        throw refusal(name, "a name of letters, digits, _ and -", quote(name), undefined);
  }

  /** The words in braces that stayed as they are. */
  get literal(): readonly string[] {
    return [...this.#literal];
  }

  /** The parameters that no text has a place for. */
  get unused(): readonly string[] {
    return [...this.#parameters.keys()].filter((name) => !this.#used.has(name));
  }

  /**
   * Puts parameters into a text.
   *
   * @param use `pattern` for what files are matched with: there a value must not match more than itself, nor lie elsewhere.
   * @throws Refusal `LAYOUT_PARAMETER` — something in braces that is no parameter, or a value that a pattern would not take for itself.
   */
  apply(text: string, at: string, use: "pattern" | "text"): string {
    if (!/[{}]/.test(text)) return text;
    if (this.#parameters.size > 0) refuseLooseBraces(text, at);
    return text.replace(BRACES, (braces, offset: number) => {
      if (this.#parameters.size === 0) {
        if (NAME.test(braces.slice(1, -1))) this.#literal.add(braces);
        return braces;
      }
      const name = braces.slice(1, -1);
      const value = this.#parameters.get(name);
      if (value === undefined)
        throw refusal(
          name,
          `a parameter for ${quote(braces)} at ${at}`,
          "none of that name",
          NAME.test(name)
            ? `give it: --param ${name}=VALUE`
            : "let the owner of the layout write a plain name in braces",
        );
      this.#used.add(name);
      if (use === "pattern" && isInBrackets(text, offset))
        throw refusal(
          name,
          `a place outside of brackets at ${at}`,
          quote(text),
          "let the owner of the layout write the set out: a value in brackets would say which characters match",
        );
      if (use === "pattern" ? isPlain(value) : !value.includes("\0")) return value;
      throw refusal(
        name,
        `a value that stands for itself at ${at}`,
        quote(value),
        "give a value that is not empty, without *, ?, brackets, braces and backslashes, and without . and .. between slashes",
      );
    });
  }
}

/** A value is a part of a path as it stands: with `..` a rule about one folder would be one about another, and without anything one about all. */
function isPlain(value: string): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is refused
  if (/[*?[\]{}\\\u0000-\u001f\u007f]/.test(value)) return false;
  const path = value.replace(/^[a-z][a-z0-9+.-]+:\/\//i, "");
  return /[^/]/.test(path) && !/\/\/|(?:^|\/)\.{1,2}(?:\/|$)/.test(path);
}

/** Implementations differ in what braces within braces are, and in what one alone is. */
function refuseLooseBraces(text: string, at: string): void {
  if (!/[{}]/.test(text.replace(BRACES, ""))) return;
  throw refusal(
    text,
    `each brace to be one of a name in braces at ${at}`,
    quote(text),
    "let the owner of the layout write a plain name in braces, and no other brace",
  );
}

/** There `!b` would turn the set around, and `a-z` widen it. */
function isInBrackets(pattern: string, offset: number): boolean {
  // A `]` right after the bracket, or after its `!`, is one of the set.
  return [...pattern.matchAll(/\[!?\]?[^\]]*/g)].some(
    ({ index, 0: set }) => index < offset && offset < index + set.length,
  );
}

function refusal(name: string, expected: string, found: string, hint: string | undefined): Refusal {
  return new Refusal(
    "LAYOUT_PARAMETER",
    `parameter ${quote(name)}: expected ${expected}, found ${found}`,
    { name },
    { hint },
  );
}
