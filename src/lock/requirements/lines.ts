import { isPythonSpace, PYTHON_SPACE, stripSpace } from "./whitespace.ts";

/** A line as pip parses it: joined, without its comment, never empty. */
export interface LogicalLine {
  /** Number of its first physical line, from 1. */
  readonly line: number;
  readonly text: string;
}

const EXOTIC = ["\r", "\v", "\f", "\x1c", "\x1d", "\x1e", "\x85", "\u2028", "\u2029"];
const SEPARATOR = new RegExp(`\r\n|[\n${EXOTIC.join("")}]`);
const COMMENT_LINE = new RegExp(`^[${PYTHON_SPACE}]*#`);

/**
 * Splits text where Python's `str.splitlines` does, which is at more than LF and CR.
 * @see https://docs.python.org/3/library/stdtypes.html#str.splitlines
 */
export function splitLines(text: string): string[] {
  const lines = EXOTIC.some((separator) => text.includes(separator))
    ? text.split(SEPARATOR)
    : text.split("\n");
  if (lines.at(-1) === "") lines.pop();
  return lines;
}

/**
 * Makes pip's logical lines: split, joined at a trailing backslash, comments removed, white space at the
 * ends removed, empty lines dropped. pip joins before it removes comments, so a comment behind a requirement
 * that ends in a backslash swallows the next line. Environment variables are not replaced yet.
 * @see https://pip.pypa.io/en/stable/reference/requirements-file-format/#line-continuations
 */
export function joinLines(text: string): LogicalLine[] {
  const logical: LogicalLine[] = [];
  const add = (line: number, joined: string): void => {
    const bare = stripSpace(withoutComment(joined));
    if (bare !== "") logical.push({ line, text: bare });
  };
  let first = 0;
  let pieces: string[] = [];
  let number = 0;
  for (const line of splitLines(text)) {
    number++;
    const comment = COMMENT_LINE.test(line);
    if (line.endsWith("\\") && !comment) {
      if (pieces.length === 0) first = number;
      pieces.push(stripBackslashes(line));
      continue;
    }
    // A comment ends a continuation; the space makes sure that it is still a comment once joined.
    const last = comment ? ` ${line}` : line;
    if (pieces.length === 0) add(number, last);
    else add(first, pieces.join("") + last);
    pieces = [];
  }
  if (pieces.length > 0) add(first, pieces.join(""));
  return logical;
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
