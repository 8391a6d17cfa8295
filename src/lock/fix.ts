import type { SourceFile } from "./model.ts";
import type { Edit, LockProblem } from "./strict/source.ts";

/** A file of which some bytes were rewritten. */
export interface FileFix {
  readonly name: string;
  readonly bytes: Uint8Array;
  /** The lines that changed, in order. */
  readonly lines: readonly LineChange[];
}

export interface LineChange {
  /** Counted from 1 in the file as it was. */
  readonly line: number;
  readonly before: string;
  readonly after: string;
}

/**
 * Applies the edits that come with problems, and touches no other byte. Edits that overlap are left for the next run.
 * Gives only the files that change.
 */
export function applyEdits(
  files: readonly SourceFile[],
  problems: readonly LockProblem[],
): readonly FileFix[] {
  return files.flatMap((file): FileFix[] => {
    const edits = problems.flatMap((problem) =>
      problem.subject === file.name && problem.edit !== undefined ? [problem.edit] : [],
    );
    return edits.length === 0 ? [] : [fixFile(file, edits)];
  });
}

function fixFile(file: SourceFile, edits: readonly Edit[]): FileFix {
  const bom = file.bytes[0] === 0xef && file.bytes[1] === 0xbb && file.bytes[2] === 0xbf;
  const text = Buffer.from(bom ? file.bytes.subarray(3) : file.bytes).toString("utf8");
  const sorted = [...edits].sort((one, other) => one.start - other.start || one.end - other.end);
  const lines: LineChange[] = [];
  let fixed = "";
  let at = 0;
  for (const edit of sorted) {
    if (edit.start < at) continue;
    fixed += text.slice(at, edit.start) + edit.text;
    at = edit.end;
  }
  fixed += text.slice(at);
  for (const line of changedLines(text, sorted)) {
    lines.push({
      line: line.number,
      before: text.slice(line.start, line.end),
      after: applied(text, line, sorted),
    });
  }
  return { name: file.name, bytes: Buffer.from((bom ? "\ufeff" : "") + fixed), lines };
}

interface Line {
  readonly number: number;
  readonly start: number;
  readonly end: number;
}

function changedLines(text: string, edits: readonly Edit[]): readonly Line[] {
  const lines: Line[] = [];
  let number = 1;
  let start = 0;
  for (const edit of edits) {
    for (
      let next = text.indexOf("\n", start);
      next !== -1 && next < edit.start;
      next = text.indexOf("\n", start)
    ) {
      start = next + 1;
      number += 1;
    }
    const lf = text.indexOf("\n", start);
    if (lines.at(-1)?.number !== number)
      lines.push({ number, start, end: lf === -1 ? text.length : lf });
  }
  return lines;
}

function applied(text: string, line: Line, edits: readonly Edit[]): string {
  let after = "";
  let at = line.start;
  for (const edit of edits) {
    if (edit.start < at || edit.start > line.end) continue;
    after += text.slice(at, edit.start) + edit.text;
    at = edit.end;
  }
  return after + text.slice(Math.min(at, line.end), line.end);
}
