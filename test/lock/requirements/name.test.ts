import { expect, test } from "vitest";
import { normaliseName } from "../../../src/lock/requirements/name.ts";

// The names that the specification gives as examples of one.
test.each([
  "friendly-bard",
  "Friendly-Bard",
  "FRIENDLY-BARD",
  "friendly.bard",
  "friendly_bard",
  "friendly--bard",
  "FrIeNdLy-._.-bArD",
])("normaliseName makes friendly-bard of %s", (name) => {
  expect(normaliseName(name)).toBe("friendly-bard");
});
