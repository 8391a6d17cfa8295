const UNIT_MS: Readonly<Record<string, number>> = { h: 3_600_000, d: 86_400_000, w: 604_800_000 };

/** Writes a time as statements have it: RFC 3339 in UTC, to the second. */
export function formatTime(time: Date): string {
  return `${time.toISOString().slice(0, 19)}Z`;
}

/**
 * Reads when a signature ends: a span such as `90d`, `12h` or `2w` from now, or a time `YYYY-MM-DDTHH:MM:SSZ`.
 * Gives nothing for anything else, a time that has passed, or one beyond the year 9999.
 */
export function parseExpiry(text: string, now: Date): string | undefined {
  const [, count, unit = ""] = /^([1-9]\d{0,6})([hdw])$/.exec(text) ?? [];
  const end =
    count === undefined ? parseTime(text) : now.getTime() + Number(count) * (UNIT_MS[unit] ?? 0);
  if (end === undefined || end <= now.getTime() || end >= Date.UTC(10_000, 0)) return undefined;
  return formatTime(new Date(end));
}

function parseTime(text: string): number | undefined {
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(text)) return undefined;
  const time = Date.parse(text);
  return Number.isNaN(time) || formatTime(new Date(time)) !== text ? undefined : time;
}
