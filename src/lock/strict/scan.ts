import { diagnoseLine } from "./diagnose.ts";
import { readHashOption } from "./hash-option.ts";
import { parseOption, type StrictOption } from "./option.ts";
import { parseHead, type StrictHead } from "./requirement.ts";
import { type LockProblem, problemAt, type SourceText } from "./source.ts";

/** A requirement in the strict dialect. */
export interface StrictRequirement extends StrictHead {
  readonly file: string;
  readonly source: SourceText;
  /** Where its text starts. */
  readonly offset: number;
  /** `algorithm:hex` as written, in the order written; the URL's own hash is not among them. */
  readonly hashes: readonly string[];
}

/** One file in the strict reading. Includes are named, not followed. */
export interface StrictFile {
  readonly source: SourceText;
  readonly requirements: readonly StrictRequirement[];
  readonly options: readonly StrictOption[];
  readonly problems: readonly LockProblem[];
}

/**
 * The most requirements, options and problems of one closure: ten times the largest lock that is measured.
 * Sixty-four megabytes of two-letter lines would take more memory than a build machine has, to say the same of each.
 */
export const MAX_STATEMENTS = 100_000;

const BLANK = /[ \t]*(?:#[^\n]*|\r)?(?:\n|$)/y;
const END = /[ \t]*(?:(?<=[ \t])#[^\n]*|\r)?(?:\n|$)/y;

const SPACE = 0x20;
const TAB = 0x09;
const NUMBER_SIGN = 0x23;
const DASH = 0x2d;
const BACKSLASH = 0x5c;
const LF = 0x0a;
const CR = 0x0d;

/**
 * Reads a lock by a grammar of its own that knows only what pip and uv read alike, and explains every line that is not in it.
 * It shares no line with the reading that imitates pip: the two must agree before anything is signed.
 */
export function scanLines(source: SourceText): StrictFile {
  const { text } = source;
  const requirements: StrictRequirement[] = [];
  const options: StrictOption[] = [];
  const problems: LockProblem[] = [];
  let at = 0;
  while (at < text.length) {
    if (requirements.length + options.length + problems.length > MAX_STATEMENTS) {
      problems.push(tooManyStatements(source, at));
      break;
    }
    const blank = matchEnd(BLANK, text, at);
    if (blank !== -1) {
      at = blank;
      continue;
    }
    const next =
      readOptionLine(source, at, options, problems) ??
      readRequirement(source, at, requirements, problems);
    if (next !== undefined) {
      at = next;
      continue;
    }
    const diagnosis = diagnoseLine(source, at);
    for (const problem of diagnosis.problems) problems.push(problem);
    at = diagnosis.end;
  }
  return { source, requirements, options, problems };
}

/** Says where reading stopped, so that nobody takes what was read for all. */
export function tooManyStatements(source: SourceText, offset: number): LockProblem {
  return problemAt(source, offset, "LOCK_TOO_LARGE", {
    message: `expected at most ${MAX_STATEMENTS} requirements, options and problems in all, found more; what follows was not read`,
    expected: String(MAX_STATEMENTS),
    found: "more",
    help: "mend what is said above, or split the lock",
  });
}

function readOptionLine(
  source: SourceText,
  at: number,
  options: StrictOption[],
  problems: LockProblem[],
): number | undefined {
  const { text } = source;
  const start = skipBlanks(text, at);
  if (text.charCodeAt(start) !== DASH) return undefined;
  const lf = text.indexOf("\n", start);
  const next = lf === -1 ? text.length : lf + 1;
  if (endsInBackslash(text, next)) return undefined;
  const line = text.slice(start, lf === -1 ? text.length : lf).replace(/\r$/, "");
  const option = parseOption(source, trimBlanks(line.slice(0, startOfComment(line))), start);
  if ("rule" in option) problems.push(option);
  else options.push(option);
  return next;
}

function readRequirement(
  source: SourceText,
  at: number,
  requirements: StrictRequirement[],
  problems: LockProblem[],
): number | undefined {
  const { text } = source;
  const offset = skipBlanks(text, at);
  const headEnd = endOfHead(text, offset);
  const head = parseHead(text.slice(offset, headEnd));
  if (head === undefined) return undefined;
  const hashes: string[] = [];
  // Tabs may stand before the spaces that part an option from what precedes it.
  let end = skipBlanks(text, headEnd);
  while (end > headEnd && text.charCodeAt(end - 1) === SPACE) end -= 1;
  for (
    let next = readHashOption(text, end, hashes);
    next !== -1;
    next = readHashOption(text, end, hashes)
  )
    end = next;
  const lineEnd = matchEnd(END, text, end);
  if (lineEnd === -1 || endsInBackslash(text, lineEnd)) return undefined;
  requirements.push({ ...head, file: source.name, source, offset, hashes });
  const problem = problemOfUrlHash(source, offset, head, hashes);
  if (problem !== undefined) problems.push(problem);
  return lineEnd;
}

/** Where the words before the first option, comment, backslash or line end stop. By hand: a pattern would be quadratic. */
function endOfHead(text: string, start: number): number {
  let end = start;
  for (let at = start; ; at = skipBlanks(text, end)) {
    const first = text.charCodeAt(at);
    if (first === NUMBER_SIGN && at > start) return end;
    if (first === DASH && text.charCodeAt(at + 1) === DASH && text.charCodeAt(at - 1) === SPACE)
      return end;
    const word = endOfWord(text, at);
    if (word === at) return end;
    end = word;
  }
}

function endOfWord(text: string, start: number): number {
  let at = start;
  for (; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === SPACE || code === TAB || code === CR || code === LF || code === BACKSLASH) break;
  }
  return at;
}

function startOfComment(line: string): number {
  let at = line.indexOf("#");
  while (at !== -1 && !isBlank(line.charCodeAt(at - 1))) at = line.indexOf("#", at + 1);
  return at === -1 ? line.length : at;
}

function trimBlanks(text: string): string {
  let end = text.length;
  while (isBlank(text.charCodeAt(end - 1))) end -= 1;
  return text.slice(0, end);
}

function skipBlanks(text: string, start: number): number {
  let at = start;
  while (isBlank(text.charCodeAt(at))) at += 1;
  return at;
}

function isBlank(code: number): boolean {
  return code === SPACE || code === TAB;
}

function problemOfUrlHash(
  source: SourceText,
  offset: number,
  head: StrictHead,
  hashes: readonly string[],
): LockProblem | undefined {
  if (head.urlHash === null || hashes.every((hash) => hash === head.urlHash)) return undefined;
  return problemAt(source, offset, "LOCK_HASH_CONFLICT", {
    message: `expected one hash for ${head.name}, found another in the URL than in --hash; pip accepts either`,
    expected: head.urlHash,
    found: hashes.join(" "),
    help: "take the fragment out of the URL and keep --hash",
  });
}

function matchEnd(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : -1;
}

function endsInBackslash(text: string, lineEnd: number): boolean {
  let at = lineEnd - 1;
  if (text.charCodeAt(at) === LF) at -= 1;
  if (text.charCodeAt(at) === CR) at -= 1;
  return text.charCodeAt(at) === BACKSLASH;
}
