import { type Digest, digest } from "../bytes/digest.ts";
import type { RowField } from "./pins.ts";

/**
 * What a change is to whoever reviews it. `other` is neither another version nor other bytes in place of known ones:
 * markers, extras, addresses, options, a file that is added to or taken from those of a version.
 */
export const CHANGE_KINDS = ["new", "update", "downgrade", "rehash", "remove", "other"] as const;

export type ChangeKind = (typeof CHANGE_KINDS)[number];

/** One package, tool or file that differs, in the form that people approve. */
export interface Change {
  /** The strictest of its kinds. */
  readonly kind: ChangeKind;
  /** All that it shows, the strictest first: what each of them asks for is asked. */
  readonly kinds: readonly ChangeKind[];
  /** Normalised; of a file its path. Once in a delta. */
  readonly name: string;
  /** Of what it became, else of what it was; null where no one version is meant. */
  readonly purl: string | null;
  /** The versions before, each once, sorted, with `, ` between; null where there was none. */
  readonly from: string | null;
  readonly to: string | null;
  /** All hashes that it may be installed as from now on, `algorithm:hex`, sorted. */
  readonly hashes: readonly string[];
  /** The markers it is installed under from now on, sorted; of a tool its platforms. */
  readonly markers: readonly string[];
  /** Of its rows before and after: see `digestChange`. Two changes are the same exactly when these are equal. */
  readonly digest: Digest;
}

/** All that differs between two states of a lock, a lock of tools or a policy. */
export interface Delta {
  /** Sorted by name. */
  readonly changes: readonly Change[];
  /** See `digestDelta`. */
  readonly digest: Digest;
}

const CHANGE_V01 = "https://lockseal.dev/change/v0.1";
const DELTA_V01 = "https://lockseal.dev/delta/v0.1";

/**
 * Digests one change: SHA-256 of the JSON array `["https://lockseal.dev/change/v0.1", name, before, after]` in the
 * spelling of RFC 8785. `before` and `after` are the rows of that name in the pins table, sorted by code point, each once;
 * empty where it was not there. All rows are in it, also those that did not change: what a line means depends on its neighbours.
 */
export function digestChange(
  name: string,
  before: readonly (readonly RowField[])[],
  after: readonly (readonly RowField[])[],
): Digest {
  const text = `[${JSON.stringify(CHANGE_V01)},${JSON.stringify(name)},[${rowsOf(before)}],[${rowsOf(after)}]]`;
  return digest("sha256", Buffer.from(text));
}

/**
 * Digests a delta: SHA-256 of the JSON array `["https://lockseal.dev/delta/v0.1", [digest, …]]` in the spelling of
 * RFC 8785, with the digest of each change in hex, in the order of their names.
 */
export function digestDelta(changes: readonly Pick<Change, "digest">[]): Digest {
  const hexes = changes.map((change) => change.digest.hex);
  return digest("sha256", Buffer.from(JSON.stringify([DELTA_V01, hexes])));
}

/** Makes a delta of changes. @throws RangeError when two have one name. */
export function deltaOf<One extends Change>(
  changes: readonly One[],
): Delta & { readonly changes: readonly One[] } {
  const sorted = [...changes].sort((one, other) => compareCodePoints(one.name, other.name));
  const twice = sorted.find((change, index) => change.name === sorted[index + 1]?.name);
  if (twice !== undefined)
    throw new RangeError(`delta: expected each name once, found ${twice.name} again`);
  return { changes: sorted, digest: digestDelta(sorted) };
}

// For arrays of strings, arrays of them and null, JSON.stringify is RFC 8785.
function rowsOf(rows: readonly (readonly RowField[])[]): string {
  return [...new Set(rows.map((row) => JSON.stringify(row)))].sort(compareCodePoints).join(",");
}

/** UTF-16 order is another one beyond the basic plane. */
function compareCodePoints(one: string, other: string): number {
  return Buffer.compare(Buffer.from(one), Buffer.from(other));
}
