import { describe, expect, test } from "vitest";
import { PRODUCTION_ROOT_JSON } from "../../src/trust/production-root.ts";
import { provenanceCases, suiteCases, verifyCase } from "./bundles.ts";
import { loadPeer } from "./peer.ts";

/** Where the other verifier accepts what ours refuses, and why. It never refuses what ours accepts. */
const PEER_ACCEPTS: Readonly<Record<string, string>> = {
  "trust-root-tlog-missing-validity-start_fail": "it takes a missing start for 1970",
};

describe("differential", () => {
  const cases = [...suiteCases(), ...provenanceCases()];
  for (const one of cases) {
    const why = PEER_ACCEPTS[one.name];
    test(`${one.name}: ${why === undefined ? "the same verdict" : `only the peer accepts: ${why}`}`, async () => {
      const ours = typeof (await verifyCase(one)) !== "string";
      const text = one.root === null ? PRODUCTION_ROOT_JSON : Buffer.from(one.root).toString();
      const peer = loadPeer(text, one.key)(one.bundle, one.artifact) === null;
      expect({ ours, peer }).toEqual(
        why === undefined ? { ours, peer: ours } : { ours: false, peer: true },
      );
    });
  }
});
