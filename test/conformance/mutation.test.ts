import { randomInt } from "node:crypto";
import { describe, expect, test } from "vitest";
import { Dice } from "../fakes/dice.ts";
import { flipBits, mutationCases } from "./mutation.ts";

const seed = randomInt(2 ** 31);

// All bits of all bytes: npm run test:exhaustive.
describe(`mutation, seed ${seed}`, () => {
  for (const one of mutationCases()) {
    test(`${one.name}: a bit of every byte`, { timeout: 300_000 }, async () => {
      const dice = new Dice(seed);
      const { flips, surprises } = await flipBits(one, () => [dice.below(8)]);
      expect(surprises).toEqual([]);
      expect(flips).toBe(one.bundle.length);
    });
  }
});
