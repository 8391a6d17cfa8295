import { openChunks } from "./read-chunks.ts";

/** A line of a file. */
export interface Line {
  /** From 1 on. */
  readonly number: number;
  /** Without its end; null for one that is longer than is read. Valid until the next line is asked for. */
  readonly bytes: Uint8Array | null;
}

const LF = 0x0a;

/**
 * Reads a file line by line, and holds no more of it than a piece and the longest line that is wanted.
 * @throws Refusal `FILE_MISSING`, `FILE_UNREADABLE` — see `openChunks`.
 */
export async function* readLines(path: string, maxLineBytes: number): AsyncGenerator<Line, void> {
  const { chunks } = await openChunks(path);
  let held: Buffer[] = [];
  let length = 0;
  let number = 1;
  for await (const chunk of chunks) {
    let start = 0;
    for (let end = chunk.indexOf(LF); end !== -1; end = chunk.indexOf(LF, start)) {
      const part = chunk.subarray(start, end);
      length += part.length;
      const bytes = held.length === 0 ? part : Buffer.concat([...held, part]);
      yield { number, bytes: length > maxLineBytes ? null : bytes };
      [held, length, start, number] = [[], 0, end + 1, number + 1];
    }
    const rest = chunk.subarray(start);
    length += rest.length;
    // Of a line that is too long nothing is kept but its length.
    if (length > maxLineBytes) held = [];
    else if (rest.length > 0) held.push(Buffer.from(rest));
  }
  if (length === 0) return;
  yield { number, bytes: length > maxLineBytes ? null : Buffer.concat(held) };
}
