import { describe, expect, test } from "vitest";
import { Refusal } from "../../../src/errors.ts";
import type { ZipCase } from "./case.ts";
import { GOOD_CASES } from "./good.ts";
import { BOMB_CASES, CONTENT_CASES, LARGE_CASES } from "./hostile-content.ts";
import { MISMATCH_CASES } from "./hostile-headers.ts";
import { KIND_CASES, NAME_CASES } from "./hostile-names.ts";
import { END_CASES, ZIP64_CASES } from "./hostile-records.ts";
import { outcomeOf } from "./outcome.ts";

// Ten thousand entries take their time where many tests run at once.
const TIMEOUT_MS = 60_000;

describe.each<[what: string, cases: readonly ZipCase[]]>([
  ["unusual and right", GOOD_CASES],
  ["end records", END_CASES],
  ["zip64", ZIP64_CASES],
  ["headers that disagree", MISMATCH_CASES],
  ["content", CONTENT_CASES],
  ["large content", LARGE_CASES],
  ["bombs", BOMB_CASES],
  ["names", NAME_CASES],
  ["kinds", KIND_CASES],
])("%s", (_what, cases) => {
  test.each(cases)(
    "%s: %s",
    async (_id, _why, make, outcome) => {
      const found = await outcomeOf(make());
      expect(found instanceof Refusal ? found.code : "accepted").toBe(outcome);
    },
    TIMEOUT_MS,
  );
});
