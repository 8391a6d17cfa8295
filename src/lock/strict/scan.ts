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

const BLANK = /[ \t]*(?:#[^\n]*|\r)?(?:\n|$)/y;
const OPTION = /[ \t]*(-[^\n]*?)[ \t]*(?:[ \t]#[^\n]*)?\r?(?:\n|$)/y;
const HEAD = /[ \t]*([^\n\\]*?)(?=[ ]+--|[ ]+\\\r?\n|[ \t]+#|[ \t]*\r?(?:\n|$))/y;
const END = /[ \t]*(?:(?<=[ \t])#[^\n]*|\r)?(?:\n|$)/y;

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
    problems.push(...diagnosis.problems);
    at = diagnosis.end;
  }
  return { source, requirements, options, problems };
}

function readOptionLine(
  source: SourceText,
  at: number,
  options: StrictOption[],
  problems: LockProblem[],
): number | undefined {
  OPTION.lastIndex = at;
  const match = OPTION.exec(source.text);
  if (match?.[1] === undefined || endsInBackslash(source.text, OPTION.lastIndex)) return undefined;
  const option = parseOption(source, match[1], at + match[0].indexOf("-"));
  if ("rule" in option) problems.push(option);
  else options.push(option);
  return OPTION.lastIndex;
}

function readRequirement(
  source: SourceText,
  at: number,
  requirements: StrictRequirement[],
  problems: LockProblem[],
): number | undefined {
  const { text } = source;
  HEAD.lastIndex = at;
  const match = HEAD.exec(text);
  const written = match?.[1];
  if (match === null || written === undefined) return undefined;
  const head = parseHead(written);
  if (head === undefined) return undefined;
  const hashes: string[] = [];
  let end = at + match[0].length;
  for (
    let next = readHashOption(text, end, hashes);
    next !== -1;
    next = readHashOption(text, end, hashes)
  )
    end = next;
  const lineEnd = matchEnd(END, text, end);
  if (lineEnd === -1 || endsInBackslash(text, lineEnd)) return undefined;
  const offset = at + match[0].length - written.length;
  requirements.push({ ...head, file: source.name, source, offset, hashes });
  const problem = problemOfUrlHash(source, offset, head, hashes);
  if (problem !== undefined) problems.push(problem);
  return lineEnd;
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
