/** When a key or certificate was in use: both ends inclusive, in milliseconds since 1970. */
export interface Period {
  readonly start: number;
  /** Infinity where the end is open. */
  readonly end: number;
}

const INSTANT = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d{1,9}))?(Z|[+-]\d\d:\d\d)$/;

/**
 * Makes a period of two times as RFC 3339 has them; `null` is an open end.
 *
 * @returns undefined when one is no such time, or the end lies before the start.
 * @see https://www.rfc-editor.org/rfc/rfc3339#section-5.6
 */
export function parsePeriod(start: string, end: string | null): Period | undefined {
  const from = instantOf(start);
  const to = end === null ? Number.POSITIVE_INFINITY : instantOf(end);
  return from <= to ? { start: from, end: to } : undefined;
}

/** Tells whether a time lies in a period, its ends included. */
export function isWithin(period: Period, time: number): boolean {
  return period.start <= time && time <= period.end;
}

/** Shows a period in UTC, for messages. */
export function formatPeriod(period: Period): string {
  const end = period.end === Number.POSITIVE_INFINITY ? "no end" : formatInstant(period.end);
  return `${formatInstant(period.start)} to ${end}`;
}

/** What the calendar below us can show. */
const LAST_INSTANT = 8.64e15;

/** Shows a time in UTC, to the second where it has no fraction. */
export function formatInstant(time: number): string {
  // A field of 64 bits can hold times that no calendar has.
  if (!(Math.abs(time) <= LAST_INSTANT)) return `${time} ms after 1970`;
  return new Date(time).toISOString().replace(".000Z", "Z");
}

/** NaN where there is none, so that every comparison with it fails. */
function instantOf(text: string): number {
  const match = INSTANT.exec(text);
  if (match === null) return Number.NaN;
  const [, seconds = "", fraction = "", zone = ""] = match;
  // The parser below us takes a day 30 of February for one of March.
  const utc = new Date(`${seconds}Z`);
  if (Number.isNaN(utc.getTime()) || utc.toISOString() !== `${seconds}.000Z`) return Number.NaN;
  return Date.parse(`${seconds}.${fraction.slice(0, 3).padEnd(3, "0")}${zone}`);
}
