import type { SourceFile } from "../model.ts";
import { formatCodePoint, type LockProblem, problemAt, type SourceText } from "./source.ts";

/**
 * The most bytes that one closure may have. Twice 100,000 hashes are 17 MB; what is larger is not a lock,
 * and reading it would only take memory from the build that is to be protected.
 */
export const MAX_LOCK_BYTES: number = 64 * 1024 * 1024;

/** After so many of one kind in one file the rest is counted: a binary file is one mistake, not ten thousand. */
const MAX_CHARACTER_PROBLEMS = 20;

// Written as text: a pattern with controls in it would be as hard to read as what it looks for.
/** What pip's `str.splitlines()` ends a line at, besides LF and CR LF. */
const LINE_ENDS = "\\x0b\\x0c\\x1c-\\x1e\\x85\\u2028\\u2029";
/** Controls, bidirectional marks and invisible tags. */
const INVISIBLE =
  "\\0-\\x08\\x0e-\\x1f\\x7f-\\x9f\\u061c\\u200e\\u200f\\u202a-\\u202e\\u2066-\\u2069\\u{e0000}-\\u{e007f}";
const SUSPECT = new RegExp(`[${LINE_ENDS}${INVISIBLE}]|\\r(?!\\n)`, "u");
// Asked first, since it takes half the time and most locks have nothing of it.
const UNUSUAL = /[^\t\n\r -~]|\r(?!\n)/;
const ENDS_LINE = new RegExp(`[${LINE_ENDS}\\r]`);

/** A file as text, or nothing where no reading of its bytes is safe; and what is wrong with its characters. */
export interface StrictText {
  readonly source: SourceText | undefined;
  readonly problems: readonly LockProblem[];
}

/**
 * Decodes a lock as UTF-8 and finds every character that some tool or some reader takes differently.
 * Judges characters only: not what the lines say.
 */
export function readStrictText(file: SourceFile): StrictText {
  const bom = file.bytes[0] === 0xef && file.bytes[1] === 0xbb && file.bytes[2] === 0xbf;
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(
      bom ? file.bytes.subarray(3) : file.bytes,
    );
  } catch {
    return { source: undefined, problems: [notUtf8(file)] };
  }
  const source: SourceText = { name: file.name, text, bom };
  const problems = UNUSUAL.test(text) && SUSPECT.test(text) ? suspectCharacters(source) : [];
  // pip strips a byte order mark before it looks for a coding comment, and then looks no further.
  if (!bom) problems.push(...codingComment(source));
  return { source, problems };
}

function notUtf8(file: SourceFile): LockProblem {
  const utf16 =
    (file.bytes[0] === 0xff && file.bytes[1] === 0xfe) ||
    (file.bytes[0] === 0xfe && file.bytes[1] === 0xff);
  const found = utf16 ? "UTF-16 or UTF-32 with a byte order mark" : "bytes that are not UTF-8";
  return {
    rule: "LOCK_NOT_UTF8",
    verdict: "refused",
    subject: file.name,
    message: `expected UTF-8, found ${found}`,
    expected: "UTF-8",
    found,
    where: { file: file.name },
    help: utf16
      ? "write the file as UTF-8; in PowerShell: pip-compile … | Out-File -Encoding utf8 requirements.txt"
      : "save the file as UTF-8; a lock that a tool wrote is ASCII",
  };
}

function suspectCharacters(source: SourceText): LockProblem[] {
  const problems: LockProblem[] = [];
  let more = 0;
  for (const match of source.text.matchAll(new RegExp(SUSPECT, "gu"))) {
    if (problems.length >= MAX_CHARACTER_PROBLEMS) more += 1;
    else problems.push(suspectCharacter(source, match.index, match[0]));
  }
  const last = problems.at(-1);
  if (more > 0 && last !== undefined) {
    problems[problems.length - 1] = {
      ...last,
      message: `${last.message}; and ${more} more such characters`,
    };
  }
  return problems;
}

function suspectCharacter(source: SourceText, at: number, character: string): LockProblem {
  const codePoint = formatCodePoint(character.codePointAt(0) ?? 0);
  const inComment = standsInComment(source.text, at);
  // In a comment a space keeps what a reader sees; elsewhere nobody can say what was meant.
  const edit = inComment ? { edit: { start: at, end: at + character.length, text: " " } } : {};
  if (ENDS_LINE.test(character)) {
    return problemAt(source, at, "LOCK_HIDDEN_LINE", {
      message: `expected lines that end in LF or CR LF, found ${codePoint}, which ends a line for pip only`,
      expected: "LF or CR LF",
      found: codePoint,
      codePoint,
      help: inComment
        ? "take the character out, or run: lockseal lint --fix"
        : "end the line with LF; in an editor, save with Unix line ends",
      ...(character === "\r" ? { edit: { start: at, end: at + 1, text: "\n" } } : edit),
    });
  }
  return problemAt(source, at, "LOCK_CONTROL_CHARACTER", {
    message: `expected text that shows what it holds, found the invisible ${codePoint}`,
    expected: "visible text",
    found: codePoint,
    codePoint,
    help: "take the character out",
    ...edit,
  });
}

function standsInComment(text: string, at: number): boolean {
  const start = text.lastIndexOf("\n", at - 1) + 1;
  return /(?:^|[ \t])#/.test(text.slice(start, at));
}

/** Encodings that are UTF-8 by another name, after Python's own normalisation of the name. */
const UTF8_NAMES = new Set(["utf_8", "utf8", "u8", "utf", "cp65001"]);
/** Encodings in which ASCII text means itself, but for the character that starts an escape. */
const ASCII_TRANSPARENT = new Map<string, string>([
  ["ascii", ""],
  ["us_ascii", ""],
  ["latin_1", ""],
  ["latin1", ""],
  ["iso_8859_1", ""],
  ["iso8859_1", ""],
  ["cp1252", ""],
  ["windows_1252", ""],
  ["utf_7", "+"],
  ["utf7", "+"],
  ["unicode_escape", "\\"],
]);

/** PEP 263 as pip applies it: the first two lines, each only if its first byte is `#`. */
function codingComment(source: SourceText): LockProblem[] {
  const lines = source.text.split("\n", 2);
  let at = 0;
  for (const line of lines) {
    const match = line.startsWith("#") ? /coding[:=][ \t\r\f\v]*([-\w.]+)/.exec(line) : null;
    if (match?.[1] !== undefined)
      return meansUtf8(match[1], source.text)
        ? []
        : [codingProblem(source, at + match.index, match[1])];
    at += line.length + 1;
  }
  return [];
}

function meansUtf8(encoding: string, text: string): boolean {
  const name = encoding.toLowerCase().replaceAll("-", "_");
  if (UTF8_NAMES.has(name)) return true;
  const special = ASCII_TRANSPARENT.get(name);
  return special !== undefined && isAscii(text) && (special === "" || !text.includes(special));
}

function codingProblem(source: SourceText, at: number, encoding: string): LockProblem {
  return problemAt(source, at, "LOCK_CODING_COMMENT", {
    message: `expected UTF-8, found a comment that makes pip decode the file as ${encoding}`,
    expected: "UTF-8",
    found: encoding,
    help: "reword the comment: pip takes 'coding:' or 'coding=' in the first two lines for an encoding (PEP 263)",
    // `coding :` is a comment for every reader and an encoding for none.
    edit: { start: at + "coding".length, end: at + "coding".length, text: " " },
  });
}

function isAscii(text: string): boolean {
  return Buffer.byteLength(text) === text.length;
}
