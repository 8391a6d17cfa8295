import { expect, test } from "vitest";
import { Refusal } from "../../../src/errors.ts";
import { Dice } from "../../fakes/dice.ts";
import { drawTar } from "../../fakes/drawn-tar.ts";
import { planOf } from "./plan-of.ts";

test("drawn archives are read or refused, and nothing else", () => {
  const dice = new Dice(20261124);
  const codes = new Map<string, number>();
  for (let index = 0; index < 3000; index++) {
    let code = "accepted";
    try {
      planOf(drawTar(dice));
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      code = error.code;
    }
    codes.set(code, (codes.get(code) ?? 0) + 1);
  }
  // Were all refused by one rule, nothing behind it would have been tried.
  expect(codes.get("accepted")).toBeGreaterThan(500);
  expect(codes.size).toBeGreaterThan(7);
});
