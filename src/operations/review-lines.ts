import type { Change } from "../lock/change.ts";
import { LOCK_NAME, type LockChange } from "../lock/lock-delta.ts";
import type { SourceFile } from "../lock/model.ts";
import { describeChange } from "./explain-change.ts";

/** What is known of the files of a change, in words. */
export type Known = (change: Change) => string;

/** How many lines of the files are new, and how many gone. */
export interface LineCount {
  readonly added: number;
  readonly removed: number;
}

/** Shows a change in a line: what it is, of how many files, how old and by whom. */
export function describeForReview(change: Change | LockChange, known: Known): string {
  const said = known(change);
  return `${SIGNS[change.kind]} ${describe(change)}${said === "" ? "" : `; ${said}`}`;
}

const SIGNS = {
  new: "+",
  remove: "-",
  rehash: "!",
  update: "~",
  downgrade: "↓",
  other: "~",
} as const;

function describe(change: Change | LockChange): string {
  const { name, from, to } = change;
  if (!("pairs" in change)) {
    const short = (hex: string | null): string => (hex === null ? "none" : `${hex.slice(0, 12)}…`);
    return `${name}: sha256 ${short(from)} → ${short(to)}`;
  }
  if (name === LOCK_NAME) return "the lock itself: removed";
  if (change.pairs.length === 0)
    return `${name}: ${from === null ? "none" : from} → ${to === null ? "none" : to}`;
  return change.pairs.map(describeChange).join("; ");
}

/** Counts lines as a reader of a diff would; a line that only moved is neither new nor gone. */
export function countLines(before: readonly SourceFile[], after: readonly SourceFile[]): LineCount {
  const [had, has] = [before, after].map(linesOf);
  let [added, removed] = [0, 0];
  for (const line of new Set([...(had?.keys() ?? []), ...(has?.keys() ?? [])])) {
    const more = (has?.get(line) ?? 0) - (had?.get(line) ?? 0);
    if (more > 0) added += more;
    else removed -= more;
  }
  return { added, removed };
}

function linesOf(files: readonly SourceFile[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { bytes } of files) {
    const text = Buffer.from(bytes).toString("latin1");
    const lines = text.split("\n");
    if (lines.at(-1) === "") lines.pop();
    for (const line of lines) counts.set(line, (counts.get(line) ?? 0) + 1);
  }
  return counts;
}
