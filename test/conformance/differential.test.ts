import { describe, expect, test } from "vitest";
import { Refusal } from "../../src/errors.ts";
import { parseBundle } from "../../src/sigstore/bundle.ts";
import { verifyBundle } from "../../src/sigstore/verify.ts";
import { PRODUCTION_ROOT_JSON } from "../../src/trust/production-root.ts";
import { type BundleCase, NOW, provenanceCases, rootOf, signerOf, suiteCases } from "./bundles.ts";
import { loadPeer } from "./peer.ts";

/** Where the other verifier accepts what ours refuses, and why. It never refuses what ours accepts. */
const PEER_ACCEPTS: Readonly<Record<string, string>> = {
  "trust-root-tlog-missing-validity-start_fail": "it takes a missing start for 1970",
};

describe("differential", () => {
  const cases = [...suiteCases(), ...provenanceCases()];
  if (cases.length === 0) {
    test.skip("the conformance cases are not beside the project", () => {});
    return;
  }
  for (const one of cases) {
    const why = PEER_ACCEPTS[one.name];
    test(`${one.name}: ${why === undefined ? "the same verdict" : `only the peer accepts: ${why}`}`, async () => {
      const ours = await isAccepted(one);
      const text = one.root === null ? PRODUCTION_ROOT_JSON : Buffer.from(one.root).toString();
      const peer = loadPeer(text, one.key)(one.bundle, one.artifact) === null;
      expect({ ours, peer }).toEqual(
        why === undefined ? { ours, peer: ours } : { ours: false, peer: true },
      );
    });
  }
});

async function isAccepted(one: BundleCase): Promise<boolean> {
  try {
    await verifyBundle(
      { name: one.name, bytes: one.artifact },
      parseBundle(one.bundle, one.name),
      { signer: signerOf(one), predicateType: null },
      rootOf(one),
      NOW,
    );
    return true;
  } catch (error) {
    if (error instanceof Refusal) return false;
    throw error;
  }
}
