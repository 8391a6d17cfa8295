import { type Digest, digest } from "../bytes/digest.ts";

/** One entry of a lock: what may be installed, and as which bytes. */
export interface Pin {
  /** Normalised (PEP 503). */
  readonly name: string;
  /** As written. */
  readonly version: string;
  /** Sorted. */
  readonly extras: readonly string[];
  /** As `packaging` prints it, or null. */
  readonly marker: string | null;
  /** `algorithm:hex` as written; order and repetition say nothing, and the table has neither. */
  readonly hashes: readonly string[];
  /** Of a direct reference, as written; null for what an index is asked for. */
  readonly url: string | null;
  /** What else is pinned of a tool, as text; undefined for what pip installs. */
  readonly more?: string;
  /** The file it stands in, relative to the root. */
  readonly file: string;
  /** The line in it, counted from 1; not part of the table. */
  readonly line: number;
}

/** The digest over the canonical table, and how many lines it has. */
export interface PinsDigest {
  readonly count: number;
  readonly digest: Digest;
}

/**
 * Writes the canonical table of pins: one JSON array a line (RFC 8785), the lines sorted by code point, LF after each.
 * Two locks have the same table exactly when pip would see the same.
 */
export function formatPinsTable(pins: readonly Pin[]): string {
  const lines = pins.map(formatPin);
  // UTF-16 order is code point order as long as nothing lies beyond the basic plane.
  if (lines.some((line) => /[\ud800-\udfff]/.test(line)))
    lines.sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
  else lines.sort();
  return lines.map((line) => `${line}\n`).join("");
}

/** Digests the canonical table of pins with SHA-256. */
export function digestPins(pins: readonly Pin[]): PinsDigest {
  return { count: pins.length, digest: digest("sha256", Buffer.from(formatPinsTable(pins))) };
}

// For arrays of strings and null, JSON.stringify is RFC 8785: no white space, the shortest escapes, lower-case \u.
function formatPin(pin: Pin): string {
  return JSON.stringify(rowOfPin(pin));
}

/** One field of a row: text, none, or a list of texts. */
export type RowField = string | null | readonly string[];

/** Gives the line of a pin in the canonical table, as fields. */
export function rowOfPin(pin: Pin): readonly RowField[] {
  const { name, version, extras, marker, url, file, more } = pin;
  const row = [name, version, extras, marker, sortedHashes(pin), url, file];
  return more === undefined ? row : [...row, more];
}

/** The hashes of a pin, sorted, each once. */
export function sortedHashes({ hashes }: Pin): readonly string[] {
  return hashes.length === 1 ? hashes : [...new Set(hashes)].sort();
}
