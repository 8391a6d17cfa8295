import { expect, test } from "vitest";
import { nearest } from "../src/nearest.ts";

const KNOWN = ["lint", "keygen", "sign", "verify"];

test.each<[why: string, word: string, expected: string | undefined]>([
  ["two letters in another order", "verfiy", "verify"],
  ["a letter left out", "verfy", "verify"],
  ["a letter too many", "siign", "sign"],
  ["only the beginning", "ke", "keygen"],
  ["a word like none", "install", undefined],
  ["an empty word, which everything begins with", "", undefined],
])("suggests for %s", (_why, word, expected) => {
  expect(nearest(word, KNOWN)).toBe(expected);
});

test("suggests nothing where every letter would have to change", () => {
  expect(nearest("x", ["fix"])).toBeUndefined();
});
