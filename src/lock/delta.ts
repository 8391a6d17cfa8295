import { type Pin, sortedHashes } from "./pins.ts";
import { compareVersions, readVersion } from "./requirements/version.ts";

/**
 * How a package differs between two locks. `rehashed` is the alarm: the same version, and a file that was locked
 * is gone or another; `files added` is what happens when a project uploads another wheel later.
 */
export type ChangeKind =
  | "new"
  | "updated"
  | "downgraded"
  | "removed"
  | "rehashed"
  | "files added"
  | "altered";

/** One package that differs. */
export interface PinChange {
  readonly kind: ChangeKind;
  readonly name: string;
  /** Null for a new package. */
  readonly before: Pin | null;
  /** Null for a removed package. */
  readonly after: Pin | null;
  /** Hashes that only one side has, `algorithm:hex`. */
  readonly added: readonly string[];
  readonly removed: readonly string[];
}

/**
 * Compares two locks by what would be installed, sorted by name. Comments, order and layout make no difference.
 * A package with several lines is matched by its marker and extras first.
 */
export function comparePins(before: readonly Pin[], after: readonly Pin[]): readonly PinChange[] {
  const [ours, theirs] = [groupByName(before), groupByName(after)];
  const names = [...new Set([...ours.keys(), ...theirs.keys()])].sort();
  return names.flatMap((name) =>
    comparePackage(name, ours.get(name) ?? [], theirs.get(name) ?? []),
  );
}

function groupByName(pins: readonly Pin[]): ReadonlyMap<string, Pin[]> {
  const groups = new Map<string, Pin[]>();
  for (const pin of pins) {
    const group = groups.get(pin.name);
    if (group === undefined) groups.set(pin.name, [pin]);
    else group.push(pin);
  }
  return groups;
}

function comparePackage(name: string, before: readonly Pin[], after: readonly Pin[]): PinChange[] {
  const rest = [...after];
  const take = (isPartner: (pin: Pin) => boolean): Pin | undefined => {
    const index = rest.findIndex(isPartner);
    return index === -1 ? undefined : rest.splice(index, 1)[0];
  };
  const unmatched: Pin[] = [];
  const pairs: [Pin, Pin][] = [];
  for (const pin of before)
    if (take((other) => isSame(pin, other)) === undefined) unmatched.push(pin);
  const alone: Pin[] = [];
  for (const pin of unmatched) {
    const partner = take((other) => roleOf(other) === roleOf(pin));
    if (partner === undefined) alone.push(pin);
    else pairs.push([pin, partner]);
  }
  for (const pin of alone.splice(0)) {
    const partner = rest.shift();
    if (partner === undefined) alone.push(pin);
    else pairs.push([pin, partner]);
  }
  return [
    ...pairs.map(([one, other]) => changeOf(name, one, other)),
    ...alone.map(
      (pin): PinChange => ({
        kind: "removed",
        name,
        before: pin,
        after: null,
        added: [],
        removed: sortedHashes(pin),
      }),
    ),
    ...rest.map(
      (pin): PinChange => ({
        kind: "new",
        name,
        before: null,
        after: pin,
        added: sortedHashes(pin),
        removed: [],
      }),
    ),
  ];
}

function changeOf(name: string, before: Pin, after: Pin): PinChange {
  const [had, has] = [new Set(before.hashes), new Set(after.hashes)];
  const added = sortedHashes(after).filter((hash) => !had.has(hash));
  const removed = sortedHashes(before).filter((hash) => !has.has(hash));
  return { kind: kindOf(before, after, added, removed), name, before, after, added, removed };
}

function kindOf(
  before: Pin,
  after: Pin,
  added: readonly string[],
  removed: readonly string[],
): ChangeKind {
  const order = compareText(before.version, after.version);
  if (order !== 0) return order < 0 ? "updated" : "downgraded";
  if (removed.length > 0) return "rehashed";
  return added.length > 0 ? "files added" : "altered";
}

/** What is no version of PEP 440 has no order: the change counts as an update. */
function compareText(before: string, after: string): number {
  if (before === after) return 0;
  const [one, other] = [readVersion(before), readVersion(after)];
  return one === undefined || other === undefined ? -1 : compareVersions(one, other);
}

function roleOf(pin: Pin): string {
  return JSON.stringify([pin.marker, pin.extras]);
}

function isSame(one: Pin, other: Pin): boolean {
  return (
    one.version === other.version &&
    roleOf(one) === roleOf(other) &&
    one.url === other.url &&
    one.more === other.more &&
    sortedHashes(one).join() === sortedHashes(other).join()
  );
}
