import type { Finding, Place } from "../../finding.ts";
import type { LockRule } from "../rule.ts";

/** A lock file as text, and what it takes to say where in it something stands. */
export interface SourceText {
  readonly name: string;
  /** Without the byte order mark. */
  readonly text: string;
  /** The file starts with a UTF-8 byte order mark, which pip and uv both skip. */
  readonly bom: boolean;
}

/** A replacement of text from `start` up to `end`, both offsets in UTF-16 units. */
export interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** Something the strict dialect does not allow, and the edit that mends it where one is certain. */
export interface LockProblem extends Finding {
  readonly rule: LockRule;
  readonly edit?: Edit;
}

/** What a problem says besides its rule and place. */
export interface ProblemText {
  readonly message: string;
  readonly expected?: string;
  readonly found?: string;
  readonly help?: string;
  readonly codePoint?: string;
  readonly edit?: Edit;
  readonly verdict?: "refused" | "warned";
}

/** What a report repeats of a file: a line may be megabytes long. */
const MAX_TEXT = 1024;

/** Builds a problem of one file at an offset of its text. */
export function problemAt(
  source: SourceText,
  offset: number,
  rule: LockRule,
  what: ProblemText,
): LockProblem {
  const { verdict = "refused", codePoint, ...rest } = what;
  for (const key of ["message", "expected", "found"] as const) {
    const text = rest[key];
    if (text !== undefined && text.length > MAX_TEXT) rest[key] = `${text.slice(0, MAX_TEXT)}…`;
  }
  const place = placeAt(source, offset);
  return {
    rule,
    verdict,
    subject: source.name,
    ...rest,
    where: codePoint === undefined ? place : { ...place, codePoint },
  };
}

/** Formats a code point as Unicode writes it, such as `U+2028`. */
export function formatCodePoint(codePoint: number): string {
  return `U+${codePoint.toString(16).toUpperCase().padStart(4, "0")}`;
}

/** Says on which line and column an offset stands; lines end at LF, as in an editor. */
export function placeAt(source: SourceText, offset: number): Place {
  const starts = lineStarts(source);
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((starts[middle] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  const column = columnOf(source.text.slice(starts[low] ?? 0, offset));
  return { file: source.name, line: low + 1, column };
}

/** Counts code points; an array of them would be larger than the file, for each problem of a line of megabytes. */
function columnOf(before: string): number {
  let column = before.length + 1;
  for (const _pair of before.matchAll(/[\ud800-\udbff][\udc00-\udfff]/g)) column -= 1;
  return column;
}

// A lock of 10,000 lines without hashes has 10,000 problems: counting lines anew for each would be quadratic.
const startsOf = new WeakMap<SourceText, readonly number[]>();

function lineStarts(source: SourceText): readonly number[] {
  const known = startsOf.get(source);
  if (known !== undefined) return known;
  const starts = [0];
  for (let at = source.text.indexOf("\n"); at !== -1; at = source.text.indexOf("\n", at + 1)) {
    starts.push(at + 1);
  }
  startsOf.set(source, starts);
  return starts;
}

/** Gives problems as what a report shows: an edit is for `--fix` alone. */
export function findingsOf(problems: readonly LockProblem[]): Finding[] {
  return problems.map(({ edit, ...finding }) => finding);
}
