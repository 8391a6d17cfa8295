import type { Arguments } from "./command.ts";
import type { Streams } from "./streams.ts";

const STEP_MS = 100;

/**
 * Makes what shows how far a download is: one line on a terminal, written over and gone at the end, and nothing where
 * nobody looks.
 */
export function createProgress(
  args: Arguments,
  { stderr }: Streams,
): (bytes: number, total: number | undefined) => void {
  if (stderr.isTTY !== true || args.flag("json")) return () => {};
  let last = 0;
  return (bytes, total) => {
    const isDone = bytes === total;
    const now = performance.now();
    if (!isDone && now - last < STEP_MS) return;
    last = now;
    const share =
      total === undefined ? "" : ` of ${megabytes(total)}, ${Math.floor((100 * bytes) / total)} %`;
    stderr.write(isDone ? "\r\u001b[K" : `\r\u001b[K${megabytes(bytes)}${share}`);
  };
}

function megabytes(bytes: number): string {
  return `${(bytes / 1_000_000).toFixed(1)} MB`;
}
