import { describe, expect, test } from "vitest";
import { exitCodeOf } from "../../src/exit-code.ts";
import { judgeRootAge, parseMaxAge } from "../../src/operations/root-age.ts";
import type { TrustSource } from "../../src/operations/trust-root-file.ts";
import { embeddedRoot } from "../../src/operations/trust-source.ts";

const DAY = 86_400_000;
const NOW = new Date("2026-11-24T00:00:00Z");

function sourceOf(days: number | null, kind: TrustSource["kind"] = "updated"): TrustSource {
  const date =
    days === null ? null : new Date(NOW.getTime() - days * DAY).toISOString().slice(0, 10);
  return { ...embeddedRoot(), kind, date };
}

test.each<
  [why: string, days: number | null, limit: number | undefined, verdict: string | undefined]
>([
  ["new, without a limit", 0, undefined, undefined],
  ["a day less than half a year, without a limit", 179, undefined, undefined],
  ["half a year, without a limit", 180, undefined, "warned"],
  ["ten years, without a limit: never refused", 3650, undefined, "warned"],
  ["of unknown age, without a limit", null, undefined, undefined],
  ["from tomorrow, which is another zone", -1, undefined, undefined],
  ["from the day after, without a limit", -2, undefined, "warned"],
  ["below half of the limit", 44, 90, undefined],
  ["half of the limit", 45, 90, "warned"],
  ["the limit", 90, 90, "warned"],
  ["a day beyond the limit", 91, 90, "refused"],
  ["of unknown age, with a limit", null, 90, "refused"],
  ["from tomorrow, with a limit", -1, 90, undefined],
  ["from the day after, with a limit: the clock was set back", -2, 90, "refused"],
])("%s", (_why, days, limit, verdict) => {
  const finding = judgeRootAge(sourceOf(days), limit === undefined ? limit : limit * DAY, NOW);
  expect(finding?.verdict).toBe(verdict);
  if (finding === undefined) return;
  expect(finding.rule).toBe("TRUST_ROOT_STALE");
  expect(exitCodeOf([finding])).toBe(verdict === "refused" ? 4 : 0);
  expect(finding.message).toMatch(/^expected a trust root .*, found one .*/);
  expect(finding.help).toBeTypeOf("string");
});

/** A root with two logs, whose keys began so many days ago; less than none for days to come. */
function pinnedOf(...ages: readonly number[]): TrustSource {
  const { root, ...source } = embeddedRoot();
  const [log] = root.logs;
  if (log === undefined) throw new TypeError("root: expected a log, found none");
  const logs = ages.map((days) => ({
    ...log,
    validFor: { ...log.validFor, start: NOW.getTime() - days * DAY },
  }));
  const nothing = { certificateLogs: [], certificateAuthorities: [], timestampAuthorities: [] };
  return { ...source, root: { ...nothing, logs }, kind: "pinned", date: null };
}

test.each<[why: string, ages: readonly number[], limit: number | undefined, verdict?: string]>([
  ["of whatever age, without a limit", [3650], undefined],
  ["its newest key below half of the limit", [3650, 44], 90],
  ["its newest key beyond half of the limit", [3650, 46], 90, "warned"],
  ["its newest key at the limit", [3650, 90], 90, "warned"],
  ["its newest key beyond the limit", [3650, 91], 90, "refused"],
  ["a key that was announced makes it no younger", [3650, 91, -30], 90, "refused"],
  ["nothing but keys to come: the clock was set back", [-30], 90, "refused"],
  ["without a key, with a limit", [], 90, "refused"],
])("a root that is pinned, %s", (_why, ages, limit, verdict) => {
  const finding = judgeRootAge(pinnedOf(...ages), limit && limit * DAY, NOW);
  expect(finding?.verdict).toBe(verdict);
});

test("says both values, and what to do", () => {
  expect(judgeRootAge(sourceOf(91, "embedded"), 90 * DAY, NOW)).toEqual({
    rule: "TRUST_ROOT_STALE",
    verdict: "refused",
    subject: "the embedded root of Sigstore's public instance, of 2026-08-25, 91 days old",
    message: "expected a trust root at most 90 days old, found one 91 days old",
    expected: "a trust root at most 90 days old",
    found: "one 91 days old",
    help: "fetch a newer one: lockseal trust update; or update this program",
  });
});

describe("an age", () => {
  test.each([
    ["180d", 180 * DAY],
    ["12h", DAY / 2],
    ["26w", 182 * DAY],
  ])("is read of %s", (text, expected) => {
    expect(parseMaxAge(text)).toBe(expected);
  });

  test.each(["", "0d", "-1d", "180", "180 d", "1y", "1.5d", "180D", "9999999d"])(
    "is none of %j",
    (text) => {
      expect(parseMaxAge(text)).toBeUndefined();
    },
  );
});
