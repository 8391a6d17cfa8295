import { type Change, type Delta, deltaOf, digestChange } from "./change.ts";
import { kindsOf } from "./change-kinds.ts";
import { comparePins, type PinChange } from "./delta.ts";
import { type Pin, type RowField, rowOfPin, sortedHashes } from "./pins.ts";

/** What a lock says, as far as it decides what is installed. */
export interface LockContent {
  readonly format: "pip-requirements" | "lockseal-tools";
  readonly pins: readonly Pin[];
  /** What else a tool that installs obeys: options and constraints, a text each, with the file it stands in. */
  readonly options: readonly LockOption[];
}

/** A line of a lock that pins nothing. */
export interface LockOption {
  readonly file: string;
  readonly text: string;
}

/** A change of a lock, with what a hold and a display need of it. */
export interface LockChange extends Change {
  /** The hashes that are allowed from now on and were not before, in any row: what a hold is about. */
  readonly added: readonly string[];
  /** The rows that differ, paired. */
  readonly pairs: readonly PinChange[];
  /** Each version before and from now on, sorted: what `from` and `to` show in one text. */
  readonly earlier: readonly string[];
  readonly versions: readonly string[];
}

export interface LockDelta extends Delta {
  readonly changes: readonly LockChange[];
}

/** No package has this name. */
export const OPTIONS_NAME = "(options)";
/** Nor this one: of the file itself, where it is removed. Without packages nothing else would tell. */
export const LOCK_NAME = "(lock)";

/**
 * Compares two locks by what would be installed, a change a package or tool. Layout, comments and order make no
 * difference; the file of the closure in which a line stands does.
 * @param before undefined where there was no lock.
 * @param after undefined where it is removed.
 */
export function compareLocks(
  before: LockContent | undefined,
  after: LockContent | undefined,
): LockDelta {
  const format = (after ?? before)?.format ?? "pip-requirements";
  const [ours, theirs] = [before?.pins ?? [], after?.pins ?? []].map((pins) =>
    groupBy(pins, ({ name }) => name),
  );
  const names = new Set([...(ours?.keys() ?? []), ...(theirs?.keys() ?? [])]);
  const changes: LockChange[] = [];
  for (const name of names) {
    const [had, has] = [ours?.get(name) ?? [], theirs?.get(name) ?? []];
    // Most packages are as they were, to the letter: there is nothing to sort and digest.
    if (isSame(had, has)) continue;
    const change = changeOfPackage(name, had, has, comparePins(had, has), format);
    if (change !== undefined) changes.push(change);
  }
  const options = changeOfOptions(before?.options ?? [], after?.options ?? []);
  const removal = before !== undefined && after === undefined ? REMOVAL : undefined;
  return deltaOf([...changes, ...[options, removal].filter((one) => one !== undefined)]);
}

/** Of whatever bytes, so that it outlives a rebase: what was in the lock is said package by package. */
const REMOVAL: LockChange = {
  kind: "remove",
  kinds: ["remove"],
  name: LOCK_NAME,
  purl: null,
  from: "the file",
  to: null,
  hashes: [],
  markers: [],
  digest: digestChange(LOCK_NAME, [["the file"]], []),
  added: [],
  pairs: [],
  earlier: [],
  versions: [],
};

/** Says of pins whether each is the same in each field but its line, in the same order: then so are their rows. */
function isSame(before: readonly Pin[], after: readonly Pin[]): boolean {
  return (
    before.length === after.length &&
    before.every((one, index) => {
      const other = after[index];
      return (
        other !== undefined &&
        one.name === other.name &&
        one.version === other.version &&
        one.marker === other.marker &&
        one.url === other.url &&
        one.file === other.file &&
        one.more === other.more &&
        isSameList(one.extras, other.extras) &&
        isSameList(one.hashes, other.hashes)
      );
    })
  );
}

function isSameList(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((text, index) => text === other[index]);
}

function changeOfPackage(
  name: string,
  before: readonly Pin[],
  after: readonly Pin[],
  pairs: readonly PinChange[],
  format: LockContent["format"],
): LockChange | undefined {
  const [had, has] = [before.map(rowOfPin), after.map(rowOfPin)];
  const [one, other] = [digestChange(name, had, []), digestChange(name, has, [])];
  if (one.hex === other.hex) return undefined;
  const known = new Set(before.flatMap(({ hashes }) => hashes));
  const hashes = [...new Set(after.flatMap((pin) => sortedHashes(pin)))].sort();
  const [earlier, versions] = [versionsOf(before), versionsOf(after)];
  const [from, to] = [textOf(earlier), textOf(versions)];
  const kinds = kindsOf(before, after);
  return {
    kind: kinds[0] ?? "other",
    kinds,
    name,
    purl: purlOf(name, to ?? from, format),
    from,
    to,
    hashes,
    markers: [...new Set(after.flatMap(({ marker }) => marker ?? []))].sort(),
    digest: digestChange(name, had, has),
    added: hashes.filter((hash) => !known.has(hash)),
    pairs,
    earlier,
    versions,
  };
}

function versionsOf(pins: readonly Pin[]): readonly string[] {
  const versions = pins.map(({ version, url }) => (version === "" ? (url ?? "") : version));
  return [...new Set(versions)].sort();
}

function textOf(versions: readonly string[]): string | null {
  return versions.length === 0 ? null : versions.join(", ");
}

function purlOf(
  name: string,
  version: string | null,
  format: LockContent["format"],
): string | null {
  if (version === null || !/^[A-Za-z0-9._+!-]+$/.test(version)) return null;
  const type = format === "pip-requirements" ? "pypi" : "generic";
  return `pkg:${type}/${encodeURIComponent(name)}@${encodeURIComponent(version)}`;
}

function changeOfOptions(
  before: readonly LockOption[],
  after: readonly LockOption[],
): LockChange | undefined {
  const [had, has] = [before, after].map(rowsOfOptions);
  const [one, other] = [
    digestChange(OPTIONS_NAME, had ?? [], []),
    digestChange(OPTIONS_NAME, has ?? [], []),
  ];
  if (one.hex === other.hex) return undefined;
  const [earlier, versions] = [textsOf(before), textsOf(after)];
  return {
    kind: "other",
    kinds: ["other"],
    name: OPTIONS_NAME,
    purl: null,
    from: textOf(orderOf(before) ?? earlier),
    to: textOf(orderOf(after) ?? versions),
    hashes: [],
    markers: [],
    digest: digestChange(OPTIONS_NAME, had ?? [], has ?? []),
    added: [],
    pairs: [],
    earlier,
    versions,
  };
}

/** Of these the last one wins, or the first is asked first: what stands where is part of what they say. */
const ORDERED =
  /^(?!--constraint ).*--(?:index-url|extra-index-urls|find-links|format-control|release-control)\b/;

/** The lines of which the order makes a difference, in pip's; undefined where there are no two. */
function orderOf(options: readonly LockOption[]): readonly string[] | undefined {
  const texts = options.map(({ text }) => text).filter((text) => ORDERED.test(text));
  return texts.length < 2 ? undefined : texts;
}

function rowsOfOptions(options: readonly LockOption[]): (readonly RowField[])[] {
  const rows: (readonly RowField[])[] = options.map(({ file, text }) => [text, file]);
  const order = orderOf(options);
  return order === undefined ? rows : [...rows, ["(order)", order]];
}

function textsOf(options: readonly LockOption[]): readonly string[] {
  return [...new Set(options.map(({ text }) => text))].sort();
}

function groupBy<Value>(
  values: readonly Value[],
  key: (value: Value) => string,
): ReadonlyMap<string, Value[]> {
  return Map.groupBy(values, key);
}
