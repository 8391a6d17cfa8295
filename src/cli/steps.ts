import { escapeText } from "../report/escape.ts";
import type { Arguments } from "./command.ts";
import type { Streams } from "./streams.ts";

const STEP_MS = 100;

/** What shows the step of long work that is under way. */
export interface Steps {
  readonly show: (what: string, number: number, total: number) => void;
  /** Leaves nothing behind; may be called when nothing was shown. */
  readonly end: () => void;
}

/** Makes what shows the step under way: one line on a terminal, written over and gone at the end, and nothing where nobody looks. */
export function createSteps(args: Arguments, { stderr }: Streams): Steps {
  if (stderr.isTTY !== true || args.flag("json")) return { show: () => {}, end: () => {} };
  let last = Number.NEGATIVE_INFINITY;
  return {
    show(what, number, total) {
      const now = performance.now();
      if (now - last < STEP_MS) return;
      last = now;
      stderr.write(`\r\u001b[K${number} of ${total}: ${escapeText(what)}`);
    },
    end() {
      if (last !== Number.NEGATIVE_INFINITY) stderr.write("\r\u001b[K");
    },
  };
}
