import type { ChangeKind } from "./change.ts";
import { parseStrictMarker } from "./marker-rules.ts";
import { canOverlap } from "./overlap.ts";
import { type Pin, rowOfPin } from "./pins.ts";
import type { Marker } from "./requirements/marker.ts";
import { compareVersions, readVersion } from "./requirements/version.ts";

/** Of several kinds the one that asks for most comes first. */
const STRICTEST: readonly ChangeKind[] = [
  "rehash",
  "new",
  "downgrade",
  "update",
  "other",
  "remove",
];

/** A strict lock has 64 lines of a package at most; beyond so many pairs each counts as of one environment. */
const MAX_PAIRS = 4096;

/** A line of a package, with its marker as it is evaluated. */
interface Line {
  readonly pin: Pin;
  /** Null for one that always holds, or that cannot be read. */
  readonly marker: Marker | null;
}

/**
 * Gives every kind of change that a package shows, the strictest first. An earlier line and a later one are held against
 * each other where both may apply in one environment: a line for an interpreter that nobody has makes of an update no downgrade
 * alone, and lines of two platforms say nothing of each other.
 * @param before the lines of one package; what is the same on both sides takes no part.
 */
export function kindsOf(before: readonly Pin[], after: readonly Pin[]): readonly ChangeKind[] {
  if (before.length === 0) return ["new"];
  if (after.length === 0) return ["remove"];
  const had = changedOf(before, after).map(lineOf);
  const has = changedOf(after, before).map(lineOf);
  const all = before.map(lineOf);
  const meets = has.length * all.length > MAX_PAIRS ? () => true : canMeet;
  const kinds = new Set<ChangeKind>();
  const gone = new Set(had);
  for (const line of has) {
    const partners = had.filter((other) => meets(other, line));
    for (const partner of partners) {
      gone.delete(partner);
      kinds.add(kindOfPair(partner.pin, line.pin));
    }
    // Another line of a package that was there: nothing that went made room for it.
    if (partners.length === 0)
      for (const { pin } of all) kinds.add(kindOfPair(pin, line.pin, "another line"));
    if (
      bringsOthers(
        line.pin,
        all.filter((other) => meets(other, line)).map(({ pin }) => pin),
        [line.pin],
      )
    )
      kinds.add("rehash");
    // Two lines that swap their versions, and their bytes on the way, would pass for an update and a downgrade.
    if (bringsOthers(line.pin, before, after)) kinds.add("rehash");
  }
  // What merely went, or stands in another file of the closure.
  if (gone.size > 0 || kinds.size === 0) kinds.add("other");
  return STRICTEST.filter((kind) => kinds.has(kind));
}

/** Gives the pins of one side that the other does not have, in whatever file they stand. */
function changedOf(pins: readonly Pin[], others: readonly Pin[]): readonly Pin[] {
  const keyOf = (pin: Pin): string => JSON.stringify(rowOfPin({ ...pin, file: "" }));
  const known = new Set(others.map(keyOf));
  return pins.filter((pin) => !known.has(keyOf(pin)));
}

function lineOf(pin: Pin): Line {
  if (pin.marker === null || pin.more !== undefined) return { pin, marker: null };
  const marker = parseStrictMarker(pin.marker);
  return { pin, marker: typeof marker === "string" ? null : marker };
}

function canMeet(one: Line, other: Line): boolean {
  // The marker of a tool is its platform.
  if (one.pin.more !== undefined || other.pin.more !== undefined)
    return one.pin.marker === other.pin.marker;
  return one.pin.marker === other.pin.marker || canOverlap(one.marker, other.marker);
}

/** Says whether bytes of a version came in place of known ones. */
function bringsOthers(pin: Pin, before: readonly Pin[], after: readonly Pin[]): boolean {
  const [had, has] = [before, after].map(
    (pins) =>
      new Set(pins.filter((other) => isSameVersion(pin, other)).flatMap(({ hashes }) => hashes)),
  );
  if (had === undefined || has === undefined || had.size === 0) return false;
  return [...has].some((hash) => !had.has(hash)) && [...had].some((hash) => !has.has(hash));
}

function isSameVersion(one: Pin, other: Pin): boolean {
  // A reference has no version but its address; a tool's files are told apart by platform.
  if (one.url !== other.url && one.more === undefined) return false;
  if (one.more !== undefined && one.marker !== other.marker) return false;
  return orderOf(one.version, other.version) === 0;
}

function kindOfPair(before: Pin, after: Pin, as?: "another line"): ChangeKind {
  const order = orderOf(before.version, after.version);
  if (order !== 0) return order < 0 ? "update" : "downgrade";
  if (as !== undefined || before.url === after.url) return "other";
  // What came in place of known bytes is found elsewhere: here the address is another, and some bytes are gone.
  const has = new Set(after.hashes);
  return before.hashes.every((hash) => has.has(hash)) ? "other" : "update";
}

/** What is no version of PEP 440 has no order, and comes after whatever was there. */
function orderOf(one: string, other: string): number {
  if (one === other) return 0;
  const [ours, theirs] = [readVersion(one), readVersion(other)];
  return ours === undefined || theirs === undefined ? -1 : compareVersions(ours, theirs);
}
