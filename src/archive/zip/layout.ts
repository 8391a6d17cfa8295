import type { CentralEntry } from "./central.ts";
import type { Directory } from "./end.ts";
import { type LocatedEntry, locateEntry } from "./local.ts";
import { malformed } from "./refuse.ts";
import type { ZipSource } from "./source.ts";

/**
 * Finds every entry's content, and sees to it that every byte before the central directory belongs to exactly one entry:
 * nothing overlaps, which is how a small archive unpacks to a huge one, and nothing lies between, where a reader that goes
 * by local headers would find more.
 *
 * @returns the entries in the order of the directory.
 * @throws Refusal `ARCHIVE_HEADER` — bytes of no entry, or of two; and see `locateEntry`.
 */
export function locateEntries(
  source: ZipSource,
  entries: readonly CentralEntry[],
  directory: Directory,
): readonly LocatedEntry[] {
  const ordered = entries.toSorted((one, other) => one.offset - other.offset);
  const [first] = ordered;
  const start = first?.offset ?? directory.offset;
  if (start !== 0)
    throw malformed(
      { archive: source.name, entry: "", at: 0 },
      "an entry at the first byte",
      `${start} bytes before the first`,
      "ask its publisher for the plain archive: one that unpacks itself is a program, and is not read",
    );
  const located = new Map<CentralEntry, LocatedEntry>();
  for (const [index, entry] of ordered.entries()) {
    const end = ordered[index + 1]?.offset ?? directory.offset;
    located.set(entry, locateEntry(source, entry, end));
  }
  return entries.flatMap((entry) => located.get(entry) ?? []);
}
