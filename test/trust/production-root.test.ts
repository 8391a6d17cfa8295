import { createRequire } from "node:module";
import { expect, test } from "vitest";
import {
  PRODUCTION_ROOT_DATE,
  PRODUCTION_ROOT_JSON,
  productionRoot,
} from "../../src/trust/production-root.ts";

test("is one object, with both logs of the public instance", () => {
  expect(productionRoot()).toBe(productionRoot());
  expect(PRODUCTION_ROOT_DATE).toMatch(/^20\d\d-\d\d-\d\d$/);
  // The ids that the instance publishes: SHA-256 of the first log's key, and the note's key id of the second.
  expect(productionRoot().logs.map(({ id }) => id.slice(0, 8))).toEqual(["c0d23d6a", "cf119915"]);
});

test("is what the development dependency has, byte for byte", () => {
  const seeds = createRequire(import.meta.url)("@sigstore/tuf/seeds.json") as Readonly<
    Record<string, { readonly targets: Readonly<Record<string, string>> }>
  >;
  const [repository] = Object.values(seeds);
  const target = repository?.targets["trusted_root.json"] ?? "";
  // Fails after an update of that package that brings another root: then it is time to embed that one.
  expect(PRODUCTION_ROOT_JSON).toBe(Buffer.from(target, "base64").toString());
});
