import { Refusal } from "../errors.ts";
import { quote } from "./quote.ts";
import { decodeUtf8 } from "./utf8.ts";

/** What JSON can say. Objects have no prototype, so that no name in them means anything but itself. */
export type JsonValue = null | boolean | number | string | readonly JsonValue[] | JsonObject;

export interface JsonObject {
  readonly [name: string]: JsonValue;
}

/** How bytes are to be read as JSON. */
export interface JsonOptions {
  /** Names the document in a refusal. */
  readonly what: string;
  readonly maxBytes: number;
  /** `whole` refuses a fraction or an exponent, whatever its value: 1.0 is a number of another kind than 1 to some readers. */
  readonly numbers?: "any" | "whole";
}

/** Deeper than any document we read (a bundle has 6), and far from where a recursive reader overflows its stack. */
export const MAX_JSON_DEPTH = 64;

/**
 * Reads JSON that every reader takes the same way. Beyond RFC 8259 it refuses what parsers disagree about:
 * duplicate names, `__proto__`, a byte order mark, lone surrogates, nesting beyond `MAX_JSON_DEPTH`,
 * minus zero, and numbers that a double cannot hold or that lie beyond ±(2^53 − 1).
 * Does not look at what the document says.
 *
 * @param bytes one value in UTF-8, with white space around it at most.
 * @throws Refusal `INPUT_TOO_LARGE` — more than `maxBytes`, before anything is decoded.
 * @throws Refusal `UTF8_MALFORMED` — not UTF-8, or a byte order mark.
 * @throws Refusal `JSON_MALFORMED` — anything else; `at` counts UTF-16 units, line and column are in the message.
 * @see https://www.rfc-editor.org/rfc/rfc8259
 * @see https://www.rfc-editor.org/rfc/rfc7493 I-JSON
 */
export function parseJson(bytes: Uint8Array, options: JsonOptions): JsonValue {
  const { what, maxBytes, numbers = "any" } = options;
  if (bytes.length > maxBytes) {
    throw new Refusal(
      "INPUT_TOO_LARGE",
      `${what}: expected at most ${maxBytes} bytes, found ${bytes.length}`,
      { bytes: bytes.length, limit: maxBytes },
    );
  }
  return new Parser(decodeUtf8(bytes, { what, bom: "refuse" }), what, numbers).document();
}

class Parser {
  readonly #text: string;
  readonly #what: string;
  readonly #numbers: "any" | "whole";
  #at = 0;

  constructor(text: string, what: string, numbers: "any" | "whole") {
    this.#text = text;
    this.#what = what;
    this.#numbers = numbers;
  }

  document(): JsonValue {
    const value = this.#value(0);
    this.#skipSpace();
    if (this.#at < this.#text.length) throw this.#unexpected("the end");
    return value;
  }

  #value(depth: number): JsonValue {
    this.#skipSpace();
    switch (this.#text[this.#at]) {
      case "{":
        return this.#object(this.#deeper(depth));
      case "[":
        return this.#array(this.#deeper(depth));
      case '"':
        return this.#string();
      case "t":
        return this.#word("true", true);
      case "f":
        return this.#word("false", false);
      case "n":
        return this.#word("null", null);
      default:
        return this.#number();
    }
  }

  #object(depth: number): JsonObject {
    const object: Record<string, JsonValue> = Object.create(null);
    this.#at++;
    if (this.#accept("}")) return object;
    do {
      this.#skipSpace();
      const at = this.#at;
      if (this.#text[at] !== '"') throw this.#unexpected("a name in quotes");
      const name = this.#string();
      // Readers that copy an object property by property would set its prototype.
      if (name === "__proto__") throw this.#refusal(at, 'a name other than "__proto__"', "that");
      if (Object.hasOwn(object, name))
        throw this.#refusal(at, "each name once", `${quote(name)} again`);
      if (!this.#accept(":")) throw this.#unexpected('":"');
      object[name] = this.#value(depth);
    } while (this.#accept(","));
    if (!this.#accept("}")) throw this.#unexpected('"," or "}"');
    return object;
  }

  #array(depth: number): JsonValue[] {
    const array: JsonValue[] = [];
    this.#at++;
    if (this.#accept("]")) return array;
    do array.push(this.#value(depth));
    while (this.#accept(","));
    if (!this.#accept("]")) throw this.#unexpected('"," or "]"');
    return array;
  }

  #string(): string {
    const start = this.#at;
    let from = ++this.#at;
    let value = "";
    for (;;) {
      PLAIN.lastIndex = this.#at;
      PLAIN.test(this.#text);
      this.#at = PLAIN.lastIndex;
      const stop = this.#text[this.#at];
      if (stop !== '"' && stop !== "\\") throw this.#unexpected("the rest of a string");
      value += this.#text.slice(from, this.#at);
      if (stop === '"') break;
      value += this.#escape();
      from = this.#at;
    }
    this.#at++;
    if (value.isWellFormed()) return value;
    throw this.#refusal(start, "surrogates in pairs", "one alone in a string");
  }

  #escape(): string {
    const letter = this.#text[this.#at + 1] ?? "";
    if (letter === "u") {
      const digits = this.#text.slice(this.#at + 2, this.#at + 6);
      if (!/^[0-9A-Fa-f]{4}$/.test(digits)) {
        throw this.#refusal(this.#at, "four hex digits after \\u", quote(digits));
      }
      this.#at += 6;
      return String.fromCharCode(Number.parseInt(digits, 16));
    }
    const meant = ESCAPES.get(letter);
    if (meant === undefined) throw this.#refusal(this.#at, "a known escape", quote(`\\${letter}`));
    this.#at += 2;
    return meant;
  }

  #number(): number {
    const start = this.#at;
    NUMBER.lastIndex = start;
    const digits = NUMBER.exec(this.#text)?.[0];
    if (digits === undefined) throw this.#unexpected("a value");
    this.#at += digits.length;
    // A digit after a whole number is one after a leading zero: 01.
    if (/[0-9.eE+-]/.test(this.#text[this.#at] ?? ""))
      throw this.#unexpected("the end of a number");
    if (this.#numbers === "whole" && /[.eE]/.test(digits))
      throw this.#refusal(start, "a whole number, in digits alone", quote(digits));
    const value = Number(digits);
    if (Math.abs(value) > Number.MAX_SAFE_INTEGER) {
      throw this.#refusal(start, "a number up to 9007199254740991", quote(digits));
    }
    if (value === 0 && (digits.startsWith("-") || /[1-9]/.test(digits.split(/[eE]/)[0] ?? ""))) {
      throw this.#refusal(start, "zero as 0", quote(digits));
    }
    return value;
  }

  #word<Value>(word: string, value: Value): Value {
    if (!this.#text.startsWith(word, this.#at)) throw this.#unexpected(word);
    this.#at += word.length;
    return value;
  }

  #deeper(depth: number): number {
    if (depth < MAX_JSON_DEPTH) return depth + 1;
    throw this.#refusal(this.#at, `at most ${MAX_JSON_DEPTH} levels`, "one more");
  }

  #accept(mark: string): boolean {
    this.#skipSpace();
    if (this.#text[this.#at] !== mark) return false;
    this.#at++;
    return true;
  }

  #skipSpace(): void {
    // Compact documents have none, and asking costs a tenth of looking for it.
    if (this.#text.charCodeAt(this.#at) > 0x20) return;
    SPACE.lastIndex = this.#at;
    SPACE.test(this.#text);
    this.#at = SPACE.lastIndex;
  }

  #unexpected(expected: string): Refusal {
    const code = this.#text.codePointAt(this.#at);
    const found = code === undefined ? "the end" : quote(String.fromCodePoint(code));
    return this.#refusal(this.#at, expected, found);
  }

  #refusal(at: number, expected: string, found: string): Refusal {
    const before = this.#text.slice(0, at).split("\n");
    const column = [...(before.at(-1) ?? "")].length + 1;
    return new Refusal(
      "JSON_MALFORMED",
      `${this.#what}: expected ${expected}, found ${found} at line ${before.length}, column ${column}`,
      { at },
    );
  }
}

// Sticky, and each matches the empty string, so lastIndex always ends where the match does.
const SPACE = /[ \t\n\r]*/y;
// biome-ignore lint/suspicious/noControlCharactersInRegex: RFC 8259 §7 bars these from strings
const PLAIN = /[^"\\\u0000-\u001f]*/y;
const NUMBER = /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?/y;

const ESCAPES: ReadonlyMap<string, string> = new Map([
  ['"', '"'],
  ["\\", "\\"],
  ["/", "/"],
  ["b", "\b"],
  ["f", "\f"],
  ["n", "\n"],
  ["r", "\r"],
  ["t", "\t"],
]);
