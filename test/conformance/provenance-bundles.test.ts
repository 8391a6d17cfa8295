import { describe, expect, test } from "vitest";
import type { Evidence } from "../../src/sigstore/verify.ts";
import { provenanceCases, verifyCase } from "./bundles.ts";

describe("provenance bundles", () => {
  const cases = provenanceCases();
  for (const one of cases) {
    // In these sets one of the two payloads was changed; the other is as it was signed.
    const changed = /-invalidsig(prov|pub)\.tgz\.json (prov|pub)/.exec(one.name);
    const expected =
      changed !== null && changed[1] === changed[2] ? "SIGNATURE_INVALID" : "verified";
    test(`${one.name}: ${expected}`, async () => {
      expect(outcomeOf(await verifyCase(one))).toBe(expected);
    });
  }
});

function outcomeOf(found: Evidence | string): string {
  if (typeof found === "string") return found;
  return found.digests.length > 0 && found.times.length > 0 ? "verified" : "nothing verified";
}
