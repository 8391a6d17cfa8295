import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Refusal } from "../../src/errors.ts";
import { parseNpmSet } from "../../src/sigstore/npm-set.ts";
import { createInstance, type Loose, signBundle, written } from "../fakes/instance.ts";
import { fakeRegistry, npmSet, publishBundle } from "../fakes/npm-set.ts";
import { refusalOf } from "../fakes/refusal.ts";

const instance = createInstance();
const registry = fakeRegistry();
const PROVENANCE = signBundle(instance, { statement: {}, version: "0.2" });
const PUBLISH = publishBundle(instance, registry);

function changed(change: (set: Loose) => void): Uint8Array {
  const set = structuredClone(npmSet(PROVENANCE, PUBLISH));
  change(set);
  return written(set);
}

test("tells provenance and publication apart, in either order, and passes over others", () => {
  for (const bytes of [
    changed(() => {}),
    changed((set) => set.attestations.reverse()),
    changed((set) => set.attestations.push({ predicateType: "https://later.example/v1" })),
  ]) {
    const { provenance, publish } = parseNpmSet(bytes, "set.json");
    expect(provenance.signer.kind).toBe("certificate");
    expect(publish.signer).toEqual({ kind: "key", hint: "SHA256:attests" });
  }
});

describe("refuses", () => {
  test.each<[why: string, change: (set: Loose) => void, code: string, found: RegExp]>([
    [
      "an empty set",
      (set) => set.attestations.splice(0),
      "NPM_ATTESTATION_MISSING",
      /expected a provenance, found an empty set$/,
    ],
    [
      "a set without provenance",
      (set) => set.attestations.pop(),
      "NPM_ATTESTATION_MISSING",
      /expected a provenance, found https:\/\/github\.com\/npm/,
    ],
    [
      "a set without publication",
      (set) => set.attestations.shift(),
      "NPM_ATTESTATION_MISSING",
      /expected a publish attestation, found https:\/\/slsa\.dev\/provenance\/v1$/,
    ],
    [
      "a publication of another version of its type alone",
      (set) => {
        set.attestations[0].predicateType += "0";
      },
      "NPM_ATTESTATION_MISSING",
      /publish attestation/,
    ],
    [
      "two publications",
      (set) => set.attestations.push(set.attestations[0]),
      "NPM_ATTESTATION_DUPLICATE",
      /expected one publish attestation, found 2, at attestations\[0\], attestations\[2\]$/,
    ],
    [
      "two provenances of different versions",
      (set) =>
        set.attestations.push({
          ...set.attestations[1],
          predicateType: "https://slsa.dev/provenance/v0.2",
        }),
      "NPM_ATTESTATION_DUPLICATE",
      /one provenance, found 2/,
    ],
    ["no list", (set) => delete set.attestations, "BUNDLE_MALFORMED", /at attestations/],
    [
      "33 attestations",
      (set) => set.attestations.push(...Array(31).fill({ predicateType: "x" })),
      "BUNDLE_MALFORMED",
      /found 33/,
    ],
    [
      "an attestation without a type",
      (set) => delete set.attestations[0].predicateType,
      "BUNDLE_MALFORMED",
      /attestations\[0\]\.predicateType/,
    ],
    [
      "an attestation without a bundle",
      (set) => delete set.attestations[0].bundle,
      "BUNDLE_MALFORMED",
      /attestations\[0\]/,
    ],
  ])("%s", (_, change, code, found) => {
    const refusal = refusalOf(() => parseNpmSet(changed(change), "set.json"));
    expect([refusal.code, refusal.message]).toEqual([code, expect.stringMatching(found)]);
  });
});

test("any prefix and any changed byte gives a set or a refusal", () => {
  const whole = Buffer.from(changed(() => {}));
  const read = (bytes: Uint8Array): void => {
    try {
      parseNpmSet(bytes, "set.json");
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
    }
  };
  fc.assert(
    fc.property(fc.nat(whole.length - 1), fc.nat(255), (at, byte) => {
      read(whole.subarray(0, at));
      const bytes = Buffer.from(whole);
      bytes[at] = byte;
      read(bytes);
    }),
    { numRuns: 500 },
  );
});
