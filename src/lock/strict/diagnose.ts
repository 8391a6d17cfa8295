import { diagnoseHead } from "./diagnose-head.ts";
import { diagnoseOptions } from "./diagnose-options.ts";
import { type LockProblem, problemAt, type SourceText } from "./source.ts";

/** What is wrong with one logical line, and where the next one starts. */
export interface Diagnosis {
  readonly end: number;
  readonly problems: readonly LockProblem[];
}

const BACKSLASH = 0x5c;

/** Twelve thousand hashes. A longer line may be sound, but nobody reads what is wrong with each part of it. */
const MAX_EXPLAINED = 1024 * 1024;

/** A physical line of a logical one, without its line end. */
interface Piece {
  readonly start: number;
  readonly end: number;
}

/**
 * Explains why the logical line that starts at `start` is not in the strict dialect: at least one problem, always.
 * Joins lines as pip does, so that what is explained is what pip would have read.
 */
export function diagnoseLine(source: SourceText, start: number): Diagnosis {
  const { pieces, end } = logicalLine(source.text, start);
  if (end - start > MAX_EXPLAINED) return { end, problems: [tooLong(source, start, end)] };
  const ofPieces = pieces.flatMap((piece, index) => problemsOfPiece(source, pieces, piece, index));
  const { text, offsets } = joined(source.text, pieces);
  const place = (at: number): number => offsets[Math.min(at, offsets.length - 1)] ?? start;
  const problems = [...ofPieces, ...diagnoseStatement(source, text, place)];
  if (problems.length === 0) {
    problems.push(
      problemAt(source, start, "LOCK_DIALECT", {
        message:
          "expected a line that pip and uv read alike, found one that is not in their common dialect",
        expected: "name==version ; marker --hash=sha256:…",
        found: shorten(text),
        help: "write the requirement and each --hash with one space between them",
      }),
    );
  }
  return { end, problems };
}

function tooLong(source: SourceText, start: number, end: number): LockProblem {
  return problemAt(source, start, "LOCK_DIALECT", {
    message: `expected a line that pip and uv read alike, found one that is not, of ${end - start} characters with those that it continues in`,
    expected: `a line of at most ${MAX_EXPLAINED} characters to explain`,
    found: `${end - start} characters`,
    help: "make the lock anew, or divide the line to see what is wrong in it",
  });
}

function diagnoseStatement(
  source: SourceText,
  text: string,
  place: (at: number) => number,
): LockProblem[] {
  // Other white space is no white space to one of the tools, and stays where it can be named.
  const first = text.search(/[^ \t]/);
  if (first === -1) return [];
  const problems: LockProblem[] = [];
  // pip splits on U+0020 alone before it looks for options, so that any other white space glues them to the requirement.
  for (const match of text.matchAll(/(\s)(?=--[a-z])/g)) {
    if (match[1] === " ") continue;
    problems.push(
      problemAt(source, place(match.index), "LOCK_WHITESPACE", {
        message:
          "expected a space before an option, found other white space, after which pip sees no option",
        expected: "U+0020",
        found: JSON.stringify(match[1]),
        help: "put a space there, or run: lockseal lint --fix",
        edit: { start: place(match.index), end: place(match.index) + 1, text: " " },
      }),
    );
  }
  const options = / -/.exec(text.slice(first));
  const headEnd = text.startsWith("-", first)
    ? first
    : options === null
      ? text.length
      : first + options.index;
  const ofOptions = diagnoseOptions(
    source,
    text.slice(headEnd),
    (at) => place(headEnd + at),
    headEnd > first,
  );
  for (const problem of ofOptions) problems.push(problem);
  if (headEnd > first && !problems.some((problem) => problem.rule === "LOCK_WHITESPACE")) {
    // A backslash that joins nothing has a problem of its own and is no part of the version.
    const head = withoutLooseBackslash(trimBlanks(text.slice(first, headEnd)));
    problems.push(...diagnoseHead(source, head, place(first), problems.length > 0));
  }
  return problems;
}

/** Collects the physical lines that pip joins: a comment line never continues, and ends what it stands in. */
function logicalLine(text: string, start: number): { pieces: readonly Piece[]; end: number } {
  const pieces: Piece[] = [];
  let at = start;
  for (;;) {
    const lf = text.indexOf("\n", at);
    const next = lf === -1 ? text.length : lf + 1;
    const end = lf === -1 ? text.length : text.charAt(lf - 1) === "\r" && lf > at ? lf - 1 : lf;
    if (end - start <= MAX_EXPLAINED) pieces.push({ start: at, end });
    const line = text.slice(at, end);
    at = next;
    if (!line.endsWith("\\") || /^\s*#/.test(line) || at >= text.length) return { pieces, end: at };
  }
}

function problemsOfPiece(
  source: SourceText,
  pieces: readonly Piece[],
  piece: Piece,
  index: number,
): LockProblem[] {
  const line = source.text.slice(piece.start, piece.end);
  const last = index === pieces.length - 1;
  if (index > 0 && /^\s*(#|$)/.test(line))
    return [dangling(source, pieces[index - 1] ?? piece, line)];
  const problems: LockProblem[] = [];
  const comment = /(?:^|\s)#/.exec(line);
  if (comment !== null && line.endsWith("\\")) {
    problems.push(
      problemAt(source, piece.end - 1, "LOCK_COMMENT_SWALLOWS", {
        message:
          "expected a comment that ends with its line, found a backslash, which makes pip drop the next line",
        expected: "no backslash at the end of a comment",
        found: "\\",
        help: "take the backslash out; comments go on lines of their own",
      }),
    );
    return problems;
  }
  if (/^\\/.test(line) || /\\\\$/.test(line)) {
    problems.push(
      continuation(
        source,
        line.startsWith("\\") ? piece.start : piece.end - 2,
        "found more backslashes than one, all of which pip strips",
      ),
    );
  } else if (/\\[ \t]+$/.test(line)) {
    const at = piece.start + line.trimEnd().length;
    problems.push(
      continuation(
        source,
        at - 1,
        "found white space after the backslash, which then joins nothing",
        { start: at, end: piece.end, text: "" },
      ),
    );
  } else if (line.endsWith("\\") && last) {
    problems.push(dangling(source, piece, ""));
  } else if (line.endsWith("\\") && !/[ \t]\\$/.test(line)) {
    problems.push(gluedContinuation(source, pieces[index + 1] ?? piece, piece));
  }
  return problems;
}

function gluedContinuation(source: SourceText, next: Piece, piece: Piece): LockProblem {
  const option = /^\s*--/.test(source.text.slice(next.start, next.end));
  return continuation(
    source,
    piece.end - 1,
    "found none; pip joins the lines without one, in the middle of a word",
    option ? { start: piece.end - 1, end: piece.end - 1, text: " " } : undefined,
  );
}

function dangling(source: SourceText, piece: Piece, next: string): LockProblem {
  const backslash = piece.end - 1;
  const spaces = source.text.slice(piece.start, backslash).trimEnd().length;
  const what = next.trim() === "" ? "an empty line" : "a comment";
  return continuation(
    source,
    backslash,
    `found ${what} after it, which ends the requirement; a hash after that is checked by nobody`,
    { start: piece.start + spaces, end: piece.end, text: "" },
  );
}

function continuation(
  source: SourceText,
  at: number,
  found: string,
  edit?: { start: number; end: number; text: string },
): LockProblem {
  return problemAt(source, at, "LOCK_CONTINUATION", {
    message: `expected a space, one backslash and a hash on the next line, ${found}`,
    expected: " \\ and --hash on the next line",
    found: found.replace(/^found /, ""),
    help:
      edit === undefined
        ? "write the requirement on one line"
        : "mend the line end, or run: lockseal lint --fix",
    ...(edit === undefined ? {} : { edit }),
  });
}

/** The text of a logical line without continuations and comment, and for each of its characters the offset in the file. */
function joined(
  text: string,
  pieces: readonly Piece[],
): { text: string; offsets: readonly number[] } {
  const offsets: number[] = [];
  let all = "";
  let spaced = false;
  for (const [index, piece] of pieces.entries()) {
    const line = text.slice(piece.start, piece.end);
    if (pieces.length > 1 && /^\s*#/.test(line)) break;
    const [leading, trailing] = backslashesAround(line);
    const trimmed = line.slice(0, trailing);
    // Read on as if a space stood there: that it does not is already said.
    const glue = index > 0 && !spaced && line.startsWith("--") ? " " : "";
    if (glue !== "") offsets.push(pieces[index - 1]?.end ?? piece.start);
    for (let at = leading; at < trimmed.length; at += 1) offsets.push(piece.start + at);
    all += glue + trimmed.slice(leading);
    spaced = /^\s$/.test(trimmed.slice(-1));
  }
  const comment = /(?:^|\s)#/.exec(all);
  return { text: comment === null ? all : all.slice(0, comment.index), offsets };
}

/** Where the text starts and ends that pip keeps of a line which continues: it strips every backslash on both sides. */
function backslashesAround(line: string): readonly [start: number, end: number] {
  let end = line.length;
  while (line.charCodeAt(end - 1) === BACKSLASH) end -= 1;
  let start = 0;
  if (end < line.length) while (start < end && line.charCodeAt(start) === BACKSLASH) start += 1;
  return [start, end];
}

function withoutLooseBackslash(head: string): string {
  return /\s\\$/.test(head.slice(-2)) ? trimBlanks(head.slice(0, -1)) : head;
}

function trimBlanks(text: string): string {
  let end = text.length;
  while (" \t".includes(text.charAt(end - 1)) && end > 0) end -= 1;
  return text.slice(0, end);
}

/** Cuts text that goes into a message: a line may be megabytes long. */
export function shorten(text: string): string {
  const trimmed = text.trim();
  return trimmed.length <= 80 ? trimmed : `${trimmed.slice(0, 79)}…`;
}
