import { expect, test } from "vitest";
import { formatInstant, formatPeriod, isWithin, parsePeriod } from "../../src/trust/period.ts";

const START = Date.UTC(2024, 1, 29, 12);

test.each<[string, string, string | null, number, number]>([
  ["an open end", "2024-02-29T12:00:00Z", null, START, Number.POSITIVE_INFINITY],
  ["an offset", "2024-02-29T13:00:00+01:00", null, START, Number.POSITIVE_INFINITY],
  [
    "nine digits of a second",
    "2024-02-29T12:00:00.001999999Z",
    null,
    START + 1,
    Number.POSITIVE_INFINITY,
  ],
  ["one instant", "2024-02-29T12:00:00Z", "2024-02-29T12:00:00Z", START, START],
])("reads %s", (_, from, until, start, end) => {
  expect(parsePeriod(from, until)).toEqual({ start, end });
});

test.each<[string, string, string | null]>([
  ["a day that does not exist", "2023-02-29T12:00:00Z", null],
  ["no zone", "2024-02-29T12:00:00", null],
  ["a date alone", "2024-02-29", null],
  ["hour 24", "2024-02-29T24:00:00Z", null],
  ["words", "yesterday", null],
  ["an end before the start", "2024-02-29T12:00:00Z", "2024-02-29T11:59:59.999Z"],
  ["an end that is none", "2024-02-29T12:00:00Z", ""],
])("does not read %s", (_, from, until) => {
  expect(parsePeriod(from, until)).toBeUndefined();
});

test("holds both its ends", () => {
  const period = { start: 10, end: 20 };
  expect([9, 10, 20, 21, Number.NaN].map((time) => isWithin(period, time))).toEqual([
    false,
    true,
    true,
    false,
    false,
  ]);
});

test("is shown in UTC, whatever it holds", () => {
  expect(formatPeriod({ start: START, end: START + 1 })).toBe(
    "2024-02-29T12:00:00Z to 2024-02-29T12:00:00.001Z",
  );
  expect(formatPeriod({ start: START, end: Number.POSITIVE_INFINITY })).toBe(
    "2024-02-29T12:00:00Z to no end",
  );
  expect(formatInstant(2 ** 64)).toBe("18446744073709552000 ms after 1970");
});
