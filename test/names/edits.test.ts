import { fc, test as property } from "@fast-check/vitest";
import { expect, test } from "vitest";
import { type Edit, findEdits } from "../../src/names/edits.ts";

const edit = (
  kind: Edit["kind"],
  wanted: string,
  found: string,
  before: string,
  behind: string,
) => ({
  kind,
  wanted,
  found,
  before,
  behind,
});

test.each<[why: string, wanted: string, found: string, edits: readonly Edit[]]>([
  ["nothing", "abc", "abc", []],
  ["a letter missing within", "abc", "ac", [edit("missing", "b", "", "a", "c")]],
  ["a letter missing at the end", "abc", "ab", [edit("missing", "c", "", "b", "")]],
  ["a letter missing at the beginning", "abc", "bc", [edit("missing", "a", "", "", "b")]],
  ["a letter too many", "abc", "abxc", [edit("more", "", "x", "b", "c")]],
  ["another letter", "abc", "axc", [edit("other", "b", "x", "a", "c")]],
  ["two letters swapped", "abcd", "acbd", [edit("swapped", "bc", "cb", "a", "d")]],
  [
    "two slips",
    "abcdef",
    "bacdf",
    [edit("swapped", "ab", "ba", "", "c"), edit("missing", "e", "", "d", "f")],
  ],
])("finds %s", (_, wanted, found, edits) => {
  expect(findEdits(wanted, found, 2)).toEqual(edits);
});

test("finds no more than it may", () => {
  expect(findEdits("abcdef", "bacdf", 1)).toBeUndefined();
  expect(findEdits("abc", "abcxyz", 2)).toBeUndefined();
  expect(findEdits("abc", "xyz", 2)).toBeUndefined();
});

const word = fc.stringMatching(/^[abc]{0,6}$/);

property.prop([word, word])(
  "does what it says: the edits make the one of the other",
  (wanted, found) => {
    const edits = findEdits(wanted, found, 6) ?? [];
    const change = edits.reduce((sum, one) => sum + one.found.length - one.wanted.length, 0);
    expect(wanted.length + change).toBe(found.length);
    expect(edits.length === 0).toBe(wanted === found);
    // As many from one side as from the other.
    expect(findEdits(found, wanted, 6)).toHaveLength(edits.length);
  },
);
