import { expect, test } from "vitest";
import { parseKeyBundle } from "../../src/envelope/bundle.ts";
import { Refusal } from "../../src/errors.ts";
import { suiteCases } from "./bundles.ts";

// None of the suite's bundles has a key and nothing else, so each is refused, and none by accident.
test.each(suiteCases())("$name is no bundle of a key alone", ({ bundle }) => {
  expect(() => parseKeyBundle(bundle, "file", "cosign-too")).toThrow(Refusal);
});
