import type { Finding } from "../finding.ts";
import { ageInDays, DAY_MS, dayOf, describeTrust, type TrustSource } from "./trust-root-file.ts";

/**
 * From when on age alone is worth a word, where nobody set a limit: keys of Sigstore's instances last for years, and the
 * metadata above them is signed anew at least every half year.
 */
export const DEFAULT_WARNING_DAYS = 180;

/** Clocks differ by hours and zones; a root from beyond tomorrow shows a wrong one. */
const CLOCK_TOLERANCE_MS = DAY_MS;

/**
 * Gives the day on which the newest key of a root began. What is still to begin was announced, and makes no root younger, unless
 * nothing else is in it.
 * @returns `YYYY-MM-DD`; null for a root without keys.
 */
function dayOfNewestKey(
  { logs, certificateLogs, certificateAuthorities, timestampAuthorities }: TrustSource["root"],
  now: Date,
): string | null {
  const services = [
    ...logs,
    ...certificateLogs,
    ...certificateAuthorities,
    ...timestampAuthorities,
  ];
  const starts = services.map(({ validFor }) => validFor.start);
  const begun = starts.filter((start) => start <= now.getTime());
  if (starts.length === 0) return null;
  return dayOf(Math.max(...(begun.length > 0 ? begun : starts)));
}

/**
 * Judges how old a trust root is. Refuses only beyond a limit that somebody set; warns from half of it on, and without a
 * limit from `DEFAULT_WARNING_DAYS` on. With a limit, an age that nobody knows is beyond it, and so is a day that is
 * yet to come: a clock that is set back makes every root young. Not for signatures by keys, which need no root. Of one that
 * a policy pins nobody says when it was made: with a limit it is as old as its newest key, a day that nobody can change without
 * the digest in the policy; without one, its owners mind it, and there is nothing to warn of.
 *
 * @param maxAgeMs undefined for no limit.
 * @returns a finding, or nothing where there is nothing to say.
 */
export function judgeRootAge(
  source: TrustSource,
  maxAgeMs: number | undefined,
  now: Date,
): Finding | undefined {
  const isPinned = source.kind === "pinned";
  const date = isPinned ? dayOfNewestKey(source.root, now) : source.date;
  const about = describeTrust(source, now);
  if (isPinned && maxAgeMs === undefined) return undefined;
  if (date === null)
    return maxAgeMs === undefined
      ? undefined
      : stale(
          "refused",
          about,
          maxAgeMs,
          "one of unknown age",
          isPinned ? PIN_ANEW : "add it, which gives it a day: lockseal trust add FILE",
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
  const found = isPinned ? `one whose newest key is ${days} days old` : `one ${days} days old`;
  const help = isPinned
    ? PIN_ANEW
    : source.kind === "added"
      ? "take the root of the instance anew: lockseal trust remove, lockseal trust add"
      : "fetch a newer one: lockseal trust update; or update this program";
  if (maxAgeMs !== undefined && age > maxAgeMs)
    return stale("refused", about, maxAgeMs, found, help);
  const warnFrom = maxAgeMs === undefined ? DEFAULT_WARNING_DAYS * DAY_MS : maxAgeMs / 2;
  if (age < warnFrom) return undefined;
  return stale("warned", about, maxAgeMs, found, help);
}

const PIN_ANEW =
  "let the policy's owners pin a newer root, or set max_root_age of [trust] to how often its instance changes keys: lockseal policy check";

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
