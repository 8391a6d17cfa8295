import { quote } from "../bytes/quote.ts";
import { Refusal } from "../errors.ts";

/** A value in a tool lock. */
export type LockValue = string | number | readonly string[] | LockTable;

export interface LockTable {
  readonly [key: string]: LockValue;
}

/** A table under a header, with the lines that its keys stand on. */
export interface LockSection {
  /** Empty for what stands before the first header. */
  readonly path: readonly string[];
  readonly line: number;
  readonly values: ReadonlyMap<string, LockValue>;
  readonly lines: ReadonlyMap<string, number>;
}

/**
 * Reads the part of TOML that tool locks are written in: headers, one value a line, strings in double quotes, whole
 * numbers, lists of strings over several lines, and tables in braces. Whatever else TOML has, such as comments, dates,
 * escapes in other spellings and dotted keys, is refused.
 *
 * A reader of its own, and no library: a lock is written by a program and reviewed line by line, so that there is one
 * spelling of everything, nothing that a reader could overlook, and no second parser to disagree with.
 *
 * @param text after the first line, which says what the file is; `firstLine` counts it.
 * @throws Refusal `TOOL_LOCK_MALFORMED`
 * @see https://toml.io/en/v1.0.0
 */
export function readSections(text: string, what: string, firstLine: number): LockSection[] {
  const reader = new Reader(text.split("\n"), what, firstLine);
  return reader.sections();
}

const BARE_KEY = /^[A-Za-z0-9_-]+/;
const QUOTED = /^"(?:[^"\\\p{Cc}]|\\["\\]|\\u00[01][0-9A-F]|\\u007F)*"/u;

class Reader {
  readonly #lines: readonly string[];
  readonly #what: string;
  readonly #first: number;
  #at = 0;
  #rest = "";

  constructor(lines: readonly string[], what: string, first: number) {
    this.#lines = lines;
    this.#what = what;
    this.#first = first;
  }

  sections(): LockSection[] {
    const sections: LockSection[] = [];
    let section = this.#begin([]);
    for (; this.#at < this.#lines.length; this.#at += 1) {
      this.#rest = this.#lines[this.#at] ?? "";
      if (this.#rest === "") continue;
      if (this.#rest.startsWith("[")) {
        sections.push(section);
        section = this.#begin(this.#header());
      } else this.#pair(section.values, section.lines);
      if (this.#rest !== "") this.fail("the end of the line", this.#rest);
    }
    sections.push(section);
    return sections;
  }

  #begin(path: readonly string[]): {
    path: readonly string[];
    line: number;
    values: Map<string, LockValue>;
    lines: Map<string, number>;
  } {
    return { path, line: this.#line(), values: new Map(), lines: new Map() };
  }

  #header(): string[] {
    this.#take("[");
    const path = [this.#key()];
    while (this.#rest.startsWith(".")) {
      this.#take(".");
      path.push(this.#key());
    }
    this.#take("]");
    return path;
  }

  #pair(values: Map<string, LockValue>, lines: Map<string, number>): void {
    const key = this.#key();
    if (values.has(key)) this.fail("each key once", key);
    this.#take(" = ");
    lines.set(key, this.#line());
    values.set(key, this.#value());
  }

  #key(): string {
    if (this.#rest.startsWith('"')) return this.#string();
    const [key] = BARE_KEY.exec(this.#rest) ?? this.fail("a key", this.#rest);
    this.#rest = this.#rest.slice(key.length);
    return key;
  }

  #string(): string {
    const [text] = QUOTED.exec(this.#rest) ?? this.fail("a string in double quotes", this.#rest);
    this.#rest = this.#rest.slice(text.length);
    const value: string = JSON.parse(text);
    if (formatString(value) !== text) this.fail("a string without needless escapes", text);
    return value;
  }

  #value(): LockValue {
    if (this.#rest.startsWith('"')) return this.#string();
    if (this.#rest === "[") return this.#list();
    if (this.#rest.startsWith("{")) return this.#table();
    const [digits] =
      /^(?:0|[1-9][0-9]{0,15})(?![0-9A-Za-z_.])/.exec(this.#rest) ??
      this.fail("a string, a whole number, a list or a table", this.#rest);
    const number = Number(digits);
    if (!Number.isSafeInteger(number)) this.fail("a number below 2^53", digits);
    this.#rest = this.#rest.slice(digits.length);
    return number;
  }

  #list(): string[] {
    const values: string[] = [];
    for (;;) {
      this.#at += 1;
      this.#rest = this.#lines[this.#at] ?? this.fail("]", "the end of the file");
      if (this.#rest === "]") break;
      this.#take("  ");
      values.push(this.#string());
      if (this.#rest !== ",") this.fail("a comma at the end of the line", this.#rest);
    }
    this.#rest = "";
    return values;
  }

  #table(): LockTable {
    const values = new Map<string, LockValue>();
    this.#take("{ ");
    for (;;) {
      this.#pair(values, new Map());
      if (!this.#rest.startsWith(",")) break;
      this.#take(", ");
    }
    this.#take(" }");
    return Object.assign(Object.create(null), Object.fromEntries(values));
  }

  #take(text: string): void {
    if (!this.#rest.startsWith(text)) this.fail(JSON.stringify(text), this.#rest);
    this.#rest = this.#rest.slice(text.length);
  }

  #line(): number {
    return this.#at + this.#first;
  }

  fail(expected: string, found: string): never {
    throw malformed(this.#what, this.#line(), expected, found === "" ? "nothing" : quote(found));
  }
}

/** Writes a string as TOML and JSON both read it. */
export function formatString(text: string): string {
  const escaped = text.replace(/["\\]/g, "\\$&").replace(/\p{Cc}/gu, (control) => {
    const hex = (control.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0");
    return `\\u${hex}`;
  });
  return `"${escaped}"`;
}

/** Writes a key: bare where it may be. */
export function formatKey(key: string): string {
  return /^[A-Za-z0-9_-]+$/.test(key) ? key : formatString(key);
}

/** Makes the refusal of a tool lock that cannot be read. */
export function malformed(
  what: string,
  line: number,
  expected: string,
  found: string,
): Refusal<"TOOL_LOCK_MALFORMED"> {
  return new Refusal(
    "TOOL_LOCK_MALFORMED",
    `${what}:${line}: expected ${expected}, found ${found}`,
    { line },
    { hint: `restore it from git; after a merge, put it in order: lockseal lint --fix ${what}` },
  );
}
