import { appendChunks, replaceByChunks, sizeOf } from "../io/chunked-file.ts";
import { resolvePath } from "../io/root.ts";

/** GitHub throws a whole step summary away that is larger. @see https://docs.github.com/actions/reference/workflow-commands-for-github-actions#step-isolation-and-limits */
const MAX_SUMMARY_BYTES = 1024 * 1024;

/**
 * Writes a report into a file, in place of what it held. What the report says is the caller's.
 * @param file absolute or relative to `cwd`.
 * @throws Refusal `FILE_UNWRITABLE` — the folder does not exist or does not let us write, or the disk is full.
 */
export function writeReport(cwd: string, file: string, chunks: Iterable<string>): void {
  replaceByChunks(resolvePath(cwd, file), chunks);
}

/**
 * Adds a report to a step's summary, which other programs write to as well.
 * @param chunksWithin makes the report within a number of bytes.
 * @throws Refusal `FILE_UNWRITABLE` — see `writeReport`.
 */
export function addToSummary(
  cwd: string,
  file: string,
  chunksWithin: (maxBytes: number) => Iterable<string>,
): void {
  const path = resolvePath(cwd, file);
  const left = MAX_SUMMARY_BYTES - sizeOf(path);
  // Nothing fits: one line more would cost its reader all the others.
  if (left > MIN_SUMMARY_BYTES) appendChunks(path, chunksWithin(left));
}

/** A headline, the head of the table and the line that counts what is left out. */
const MIN_SUMMARY_BYTES = 4096;
