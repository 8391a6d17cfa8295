import type { AuditProgress } from "../operations/audit-report.ts";
import type { Arguments } from "./command.ts";
import type { Streams } from "./streams.ts";

const STEP_MS = 100;
const WIDTH = 24;

/**
 * Makes a progress bar: one line on a terminal, written over and gone at the end.
 * @returns undefined where nobody looks: in a log, or beside JSON.
 */
export function createBar(
  args: Arguments,
  { stderr }: Streams,
): ((progress: AuditProgress) => void) | undefined {
  if (stderr.isTTY !== true || args.flag("json")) return undefined;
  let last = Number.NEGATIVE_INFINITY;
  let isShown = false;
  return (progress) => {
    const now = performance.now();
    if (progress.isDone) {
      if (isShown) stderr.write("\r\u001b[K");
    } else if (now - last >= STEP_MS) {
      last = now;
      isShown = true;
      stderr.write(`\r\u001b[K${formatBar(progress)}`);
    }
  };
}

function formatBar({ files, bytes, total }: AuditProgress): string {
  if (total === undefined) return `${files} files, ${megabytes(bytes)} MB`;
  // What grew since it was counted is no reason to show more than all.
  const share = Math.min(1, total.bytes === 0 ? 1 : bytes / total.bytes);
  const done = Math.floor(share * WIDTH);
  const bar = `${"#".repeat(done)}${"-".repeat(WIDTH - done)}`;
  return `[${bar}] ${Math.floor(share * 100)} %, ${files} of ${total.files} files, ${megabytes(bytes)} of ${megabytes(total.bytes)} MB`;
}

function megabytes(bytes: number): string {
  return (bytes / 1_000_000).toFixed(1);
}
