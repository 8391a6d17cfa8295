import { quote } from "../bytes/quote.ts";
import { Refusal } from "../errors.ts";
import { type ArchivePlan, formatMode, type PlanEntry } from "./plan.ts";

/** One way in which an archive is not what was pinned. */
export interface PlanDifference {
  readonly path: string;
  readonly what: "missing" | "extra" | "kind" | "mode" | "size" | "bytes" | "target";
  /** As a person would say it. */
  readonly expected: string;
  readonly found: string;
}

/** What is known of an entry before its bytes. */
type EntryFacts = Pick<PlanEntry, "path" | "kind" | "mode" | "size"> & {
  readonly target?: string | undefined;
  readonly sha256?: string | undefined;
};

/** Compares a plan with the pinned entries, exactly: every entry, every bit of its mode. By path. */
export function comparePlan(
  pinned: readonly PlanEntry[],
  plan: ArchivePlan,
): readonly PlanDifference[] {
  const pins = new Map(pinned.map((pin) => [pin.path, pin]));
  const found = new Set(plan.entries.map(({ path }) => path));
  const missing = pinned
    .filter(({ path }) => !found.has(path))
    .map(({ path, kind }) => differ(path, "missing", `a ${kind}`, "no such entry"));
  const different = plan.entries.flatMap((entry) => compareEntry(pins.get(entry.path), entry));
  return [...missing, ...different].toSorted((one, other) => (one.path < other.path ? -1 : 1));
}

/**
 * Compares one entry with its pin, as far as either says; a difference that makes the others meaningless stands alone.
 * @param pin none where the entry is not pinned.
 */
export function compareEntry(pin: EntryFacts | undefined, entry: EntryFacts): PlanDifference[] {
  const { path } = entry;
  if (pin === undefined) return [differ(path, "extra", "no such entry", `a ${entry.kind}`)];
  if (pin.kind !== entry.kind) return [differ(path, "kind", `a ${pin.kind}`, `a ${entry.kind}`)];
  const found: PlanDifference[] = [];
  if (pin.mode !== entry.mode)
    found.push(
      differ(path, "mode", `mode ${formatMode(pin.mode)}`, `mode ${formatMode(entry.mode)}`),
    );
  if (pin.size !== entry.size)
    found.push(differ(path, "size", `${pin.size} bytes`, `${entry.size} bytes`));
  else if (entry.sha256 !== undefined && pin.sha256 !== entry.sha256)
    found.push(differ(path, "bytes", `sha256 ${pin.sha256}`, `sha256 ${entry.sha256}`));
  if (pin.target !== entry.target)
    found.push(
      differ(
        path,
        "target",
        `target ${quote(`${pin.target}`)}`,
        `target ${quote(`${entry.target}`)}`,
      ),
    );
  return found;
}

function differ(
  path: string,
  what: PlanDifference["what"],
  expected: string,
  found: string,
): PlanDifference {
  return { path, what, expected, found };
}

/** As many as fit a screen; the details of the refusal have all. */
const SHOWN = 5;

/**
 * Refuses entries that are not what was pinned.
 * @throws Refusal `ARCHIVE_DIFFERS` — there is any difference; its details name each.
 */
export function refuseDifferences(archive: string, differences: readonly PlanDifference[]): void {
  if (differences.length === 0) return;
  const shown = differences
    .slice(0, SHOWN)
    .map(({ path, expected, found }) => `${quote(path)}: expected ${expected}, found ${found}`);
  const more = differences.length - shown.length;
  throw new Refusal(
    "ARCHIVE_DIFFERS",
    `${archive}: ${shown.join("; ")}${more > 0 ? `; and ${more} more` : ""}`,
    { differences },
    { hint: "do not use it: it is not the archive that was pinned" },
  );
}
