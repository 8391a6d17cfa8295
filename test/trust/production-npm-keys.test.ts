import { createRequire } from "node:module";
import { expect, test } from "vitest";
import { NPM_ATTESTATIONS } from "../../src/trust/npm-keys.ts";
import { formatPeriod } from "../../src/trust/period.ts";
import {
  PRODUCTION_NPM_KEYS_DATE,
  PRODUCTION_NPM_KEYS_JSON,
  productionNpmKeys,
} from "../../src/trust/production-npm-keys.ts";
import { PRODUCTION_ROOT_DATE } from "../../src/trust/production-root.ts";

test("has the keys for attestations with the periods that the registry publishes, by hand", () => {
  const keys = productionNpmKeys().filter(({ usage }) => usage === NPM_ATTESTATIONS);
  expect(keys.map(({ id, validFor }) => [id.slice(0, 15), formatPeriod(validFor)])).toEqual([
    ["SHA256:jl3bwswu", "2022-12-01T00:00:00Z to 2025-01-29T00:00:00Z"],
    ["SHA256:DhQ8wR5A", "2025-01-13T00:00:00Z to no end"],
  ]);
  expect(keys.map(({ key }) => key.type)).toEqual(["ecdsa-p256", "ecdsa-p256"]);
});

test("is of the day of the root that it was published with, and one object", () => {
  expect(PRODUCTION_NPM_KEYS_DATE).toBe(PRODUCTION_ROOT_DATE);
  expect(productionNpmKeys()).toBe(productionNpmKeys());
});

test("is what the development dependency has, byte for byte", () => {
  const seeds = createRequire(import.meta.url)("@sigstore/tuf/seeds.json") as Readonly<
    Record<string, { readonly targets: Readonly<Record<string, string>> }>
  >;
  const [repository] = Object.values(seeds);
  const found = Object.entries(repository?.targets ?? {}).filter(([name]) =>
    decodeURIComponent(name).endsWith("/keys.json"),
  );
  expect(found.length).toBe(1);
  // Fails after an update of that package that brings other keys: then it is time to embed those.
  expect(PRODUCTION_NPM_KEYS_JSON).toBe(Buffer.from(found[0]?.[1] ?? "", "base64").toString());
});
