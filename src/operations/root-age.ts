import type { Finding } from "../finding.ts";
import { ageInDays, DAY_MS, describeTrust, type TrustSource } from "./trust-root-file.ts";

/**
 * From when on age alone is worth a word, where nobody set a limit: keys of Sigstore's instances last for years, and the
 * metadata above them is signed anew at least every half year.
 */
export const DEFAULT_WARNING_DAYS = 180;

/** Clocks differ by hours and zones; a root from beyond tomorrow shows a wrong one. */
const CLOCK_TOLERANCE_MS = DAY_MS;

/**
 * Judges how old a trust root is. Refuses only beyond a limit that somebody set; warns from half of it on, and without a
 * limit from `DEFAULT_WARNING_DAYS` on. With a limit, an age that nobody knows is beyond it, and so is a day that is
 * yet to come: a clock that is set back makes every root young. Not for signatures by keys, which need no root.
 *
 * @param maxAgeMs undefined for no limit.
 * @returns a finding, or nothing where there is nothing to say.
 */
export function judgeRootAge(
  source: TrustSource,
  maxAgeMs: number | undefined,
  now: Date,
): Finding | undefined {
  const { date } = source;
  const about = describeTrust(source, now);
  if (date === null)
    return maxAgeMs === undefined
      ? undefined
      : stale(
          "refused",
          about,
          maxAgeMs,
          "one of unknown age",
          "add it, which gives it a day: lockseal trust add FILE",
        );
  const age = now.getTime() - Date.parse(date);
  if (age < -CLOCK_TOLERANCE_MS)
    return stale(
      maxAgeMs === undefined ? "warned" : "refused",
      about,
      maxAgeMs,
      `one of ${date}, which is yet to come`,
      "set this machine's clock, which is behind the root",
    );
  const days = ageInDays(date, now);
  const help =
    source.kind === "added"
      ? "take the root of the instance anew: lockseal trust remove, lockseal trust add"
      : "fetch a newer one: lockseal trust update; or update this program";
  if (maxAgeMs !== undefined && age > maxAgeMs)
    return stale("refused", about, maxAgeMs, `one ${days} days old`, help);
  const warnFrom = maxAgeMs === undefined ? DEFAULT_WARNING_DAYS * DAY_MS : maxAgeMs / 2;
  if (age < warnFrom) return undefined;
  return stale("warned", about, maxAgeMs, `one ${days} days old`, help);
}

/** Reads an age such as `180d`, `12h` or `26w`, in milliseconds; gives nothing for anything else. */
export function parseMaxAge(text: string): number | undefined {
  const [, count, unit = ""] = /^([1-9]\d{0,5})([hdw])$/.exec(text) ?? [];
  return count === undefined ? undefined : Number(count) * (UNIT_MS[unit] ?? Number.NaN);
}

const UNIT_MS: Readonly<Record<string, number>> = { h: 3_600_000, d: DAY_MS, w: 7 * DAY_MS };

function stale(
  verdict: "refused" | "warned",
  subject: string,
  maxAgeMs: number | undefined,
  found: string,
  help: string,
): Finding {
  const expected =
    maxAgeMs === undefined
      ? `a trust root younger than ${DEFAULT_WARNING_DAYS} days`
      : `a trust root at most ${formatAge(maxAgeMs)} old`;
  return {
    rule: "TRUST_ROOT_STALE",
    verdict,
    subject,
    message:
      verdict === "warned" && maxAgeMs !== undefined && found.endsWith("old")
        ? `expected ${expected}, found ${found}: more than half of it`
        : `expected ${expected}, found ${found}`,
    expected,
    found,
    help,
  };
}

function formatAge(ms: number): string {
  const days = ms / DAY_MS;
  return Number.isInteger(days)
    ? `${days} ${days === 1 ? "day" : "days"}`
    : `${ms / 3_600_000} hours`;
}
