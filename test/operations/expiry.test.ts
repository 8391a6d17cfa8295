import { expect, test } from "vitest";
import { formatTime, parseExpiry } from "../../src/operations/expiry.ts";

const NOW = new Date("2026-11-24T03:00:00.900Z");

test("writes a time to the second", () => {
  expect(formatTime(NOW)).toBe("2026-11-24T03:00:00Z");
});

test.each<[why: string, text: string, expected: string | undefined]>([
  ["hours", "12h", "2026-11-24T15:00:00Z"],
  ["days", "90d", "2027-02-22T03:00:00Z"],
  ["weeks", "2w", "2026-12-08T03:00:00Z"],
  ["a time", "2027-01-31T00:00:00Z", "2027-01-31T00:00:00Z"],
  ["the last second there is", "9999-12-31T23:59:59Z", "9999-12-31T23:59:59Z"],
  ["a span beyond it", "9999999w", undefined],
  ["no unit", "90", undefined],
  ["another unit", "90m", undefined],
  ["nothing", "", undefined],
  ["zero", "0d", undefined],
  ["a negative span", "-1d", undefined],
  ["a fraction", "1.5d", undefined],
  ["white space", " 9d", undefined],
  ["a line end", "9d\n", undefined],
  ["a time that has passed", "2026-11-24T03:00:00Z", undefined],
  ["a day that does not exist", "2027-02-30T00:00:00Z", undefined],
  ["a day alone", "2027-01-31", undefined],
  ["another zone", "2027-01-31T00:00:00+01:00", undefined],
  ["a fraction of a second", "2027-01-31T00:00:00.5Z", undefined],
])("reads %s", (_why, text, expected) => {
  expect(parseExpiry(text, NOW)).toBe(expected);
});
