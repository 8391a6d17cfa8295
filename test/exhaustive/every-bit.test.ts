import { describe, expect, test } from "vitest";
import { flipBits, mutationCases } from "../conformance/mutation.ts";

const EVERY_BIT = [0, 1, 2, 3, 4, 5, 6, 7];

// What test/conformance/mutation.test.ts draws one of, here are all: minutes, so not among the tests that always run.
describe("every bit", () => {
  for (const one of mutationCases()) {
    test(`${one.name}: ${one.bundle.length} bytes`, { timeout: 0 }, async () => {
      const { flips, surprises } = await flipBits(one, () => EVERY_BIT);
      expect(surprises).toEqual([]);
      expect(flips).toBe(one.bundle.length * 8);
    });
  }
});
