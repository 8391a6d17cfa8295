import { isPythonSpace, stripSpace } from "./whitespace.ts";

/** A line as pip parses it: joined, without its comment, never empty. */
export interface LogicalLine {
  /** Number of its first physical line, from 1. */
  readonly line: number;
  readonly text: string;
}

const EXOTIC = ["\r", "\v", "\f", "\x1c", "\x1d", "\x1e", "\x85", "\u2028", "\u2029"];
// Where Python's str.splitlines ends a line, which is at more than LF and CR.
const SEPARATOR = new RegExp(`\r\n|[\n${EXOTIC.join("")}]`);

/**
 * Makes pip's logical lines: split, joined at a trailing backslash, comments removed, white space at the
 * ends removed, empty lines dropped. pip joins before it removes comments, so a comment behind a requirement
 * that ends in a backslash swallows the next line. Environment variables are not replaced yet.
 * @see https://pip.pypa.io/en/stable/reference/requirements-file-format/#line-continuations
 */
export function joinLines(text: string): LogicalLine[] {
  const reader = new LineReader(text);
  const lines: LogicalLine[] = [];
  while (!reader.done) {
    const line = reader.next();
    if (line.text !== "") lines.push(line);
  }
  return lines;
}

/** Reads logical lines one after the other. */
export class LineReader {
  /** Where the next physical line starts. */
  position = 0;
  /** Only LF ends a line of this text. */
  readonly plain: boolean;
  readonly #text: string;
  readonly #separator = new RegExp(SEPARATOR, "g");
  #line = 0;

  constructor(text: string) {
    this.#text = text;
    this.plain = !hasExotic(text);
  }

  get done(): boolean {
    return this.position >= this.#text.length;
  }

  /** The number of the next physical line, from 1. */
  get line(): number {
    return this.#line + 1;
  }

  /** Goes on behind lines that somebody else has read. */
  skip(position: number, lines: number): void {
    this.position = position;
    this.#line += lines;
  }

  /** Reads the next logical line; its text is empty where pip drops it. */
  next(): LogicalLine {
    const line = this.line;
    let joined = "";
    let continued = false;
    while (!this.done) {
      const physical = this.#physical();
      const comment = isComment(physical);
      if (physical.endsWith("\\") && !comment) {
        joined += stripBackslashes(physical);
        continued = true;
        continue;
      }
      // A comment ends a continuation; the space makes sure that it is still a comment once joined.
      joined += comment && continued ? ` ${physical}` : physical;
      break;
    }
    return { line, text: stripSpace(withoutComment(joined)) };
  }

  #physical(): string {
    const start = this.position;
    this.#line += 1;
    let end = this.#text.length;
    this.position = end;
    if (this.plain) {
      const found = this.#text.indexOf("\n", start);
      if (found !== -1) {
        end = found;
        this.position = found + 1;
      }
    } else {
      this.#separator.lastIndex = start;
      const found = this.#separator.exec(this.#text);
      if (found !== null) {
        end = found.index;
        this.position = this.#separator.lastIndex;
      }
    }
    return this.#text.slice(start, end);
  }
}

function hasExotic(text: string): boolean {
  return EXOTIC.some((separator) => text.includes(separator));
}

function isComment(line: string): boolean {
  let at = 0;
  while (at < line.length && isPythonSpace(line.charCodeAt(at))) at++;
  return line.charCodeAt(at) === 0x23;
}

function stripBackslashes(line: string): string {
  let start = 0;
  let end = line.length;
  while (end > start && line.charCodeAt(end - 1) === 0x5c) end--;
  while (start < end && line.charCodeAt(start) === 0x5c) start++;
  return line.slice(start, end);
}

/** Cuts at the first `#` that starts the line or follows white space. */
function withoutComment(line: string): string {
  let at = line.indexOf("#");
  while (at > 0 && !isPythonSpace(line.charCodeAt(at - 1))) at = line.indexOf("#", at + 1);
  return at === -1 ? line : line.slice(0, at);
}

const VARIABLE = /\$\{([A-Z0-9_]+)\}/g;

/**
 * Replaces `${NAME}` (upper case, digits, underscore) by the value of a variable that is set and not empty.
 * It comes after comments are removed and lines are split, so a value can hold neither; it can hold options.
 * @see https://pip.pypa.io/en/stable/reference/requirements-file-format/#using-environment-variables
 */
export function replaceVariables(text: string, env: Readonly<Record<string, string>>): string {
  if (!text.includes("${")) return text;
  let out = text;
  for (const [variable, name = ""] of text.matchAll(VARIABLE)) {
    const value = Object.hasOwn(env, name) ? env[name] : undefined;
    if (value) out = out.replaceAll(variable, () => value);
  }
  return out;
}
