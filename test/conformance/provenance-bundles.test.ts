import { describe, expect, test } from "vitest";
import { Refusal } from "../../src/errors.ts";
import { parseBundle } from "../../src/sigstore/bundle.ts";
import { verifyBundle } from "../../src/sigstore/verify.ts";
import { type BundleCase, NOW, provenanceCases, rootOf, signerOf } from "./bundles.ts";

describe("provenance bundles", () => {
  const cases = provenanceCases();
  if (cases.length === 0) {
    test.skip("the conformance cases are not beside the project", () => {});
    return;
  }
  for (const one of cases) {
    // In these sets one of the two payloads was changed; the other is as it was signed.
    const changed = /-invalidsig(prov|pub)\.tgz\.json (prov|pub)/.exec(one.name);
    const expected =
      changed !== null && changed[1] === changed[2] ? "SIGNATURE_INVALID" : "verified";
    test(`${one.name}: ${expected}`, async () => {
      expect(await outcome(one)).toBe(expected);
    });
  }
});

async function outcome(one: BundleCase): Promise<string> {
  try {
    const { digests, times } = await verifyBundle(
      { name: one.name, bytes: one.artifact },
      parseBundle(one.bundle, one.name),
      { signer: signerOf(one), predicateType: null },
      rootOf(one),
      NOW,
    );
    return digests.length > 0 && times.length > 0 ? "verified" : "nothing verified";
  } catch (error) {
    if (error instanceof Refusal) return error.code;
    throw error;
  }
}
