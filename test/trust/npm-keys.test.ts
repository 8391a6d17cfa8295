import { generateKeyPairSync } from "node:crypto";
import fc from "fast-check";
import { expect, test } from "vitest";
import { Refusal } from "../../src/errors.ts";
import { npmKeysTarget, parseNpmKeys } from "../../src/trust/npm-keys.ts";
import { PRODUCTION_NPM_KEYS_JSON } from "../../src/trust/production-npm-keys.ts";
import type { Loose } from "../fakes/instance.ts";

const { publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
const RAW = publicKey.export({ type: "spki", format: "der" }).toString("base64");

function keySet(): Loose {
  return {
    keys: [
      {
        keyId: "SHA256:one",
        keyUsage: "npm:attestations",
        publicKey: {
          rawBytes: RAW,
          keyDetails: "PKIX_ECDSA_P256_SHA_256",
          validFor: { start: "2025-01-13T00:00:00.000Z", end: "2026-01-13T00:00:00.000Z" },
        },
      },
    ],
  };
}

function parseChanged(change: (set: Loose) => void) {
  const set = keySet();
  change(set);
  return parseNpmKeys(Buffer.from(JSON.stringify(set)), "keys.json");
}

test("reads ids, usages and periods, and passes over what it does not know", () => {
  const keys = parseChanged((set) => {
    set.later = 1;
    set.keys[0].later = 1;
    set.keys[0].publicKey.later = 1;
  });
  expect(keys).toMatchObject([
    {
      id: "SHA256:one",
      usage: "npm:attestations",
      validFor: { start: Date.UTC(2025, 0, 13), end: Date.UTC(2026, 0, 13) },
    },
  ]);
  expect(Buffer.from(keys[0]?.key.spki ?? []).toString("base64")).toBe(RAW);
});

test.each<[why: string, change: (set: Loose) => void, at: string]>([
  ["no list", (set) => delete set.keys, "keys"],
  ["an empty list", (set) => set.keys.splice(0), "keys"],
  ["65 keys", (set) => set.keys.push(...Array(64).fill(set.keys[0])), "keys"],
  ["no id", (set) => delete set.keys[0].keyId, "keys[0].keyId"],
  ["no usage", (set) => delete set.keys[0].keyUsage, "keys[0].keyUsage"],
  ["no start", (set) => delete set.keys[0].publicKey.validFor.start, "keys[0].publicKey.validFor"],
  [
    "a misspelt end, which would mean none",
    (set) => {
      set.keys[0].publicKey.validFor.ends = "2026-01-13T00:00:00.000Z";
    },
    "keys[0].publicKey.validFor",
  ],
  [
    "an end before the start",
    (set) => {
      set.keys[0].publicKey.validFor.end = "2024-01-13T00:00:00.000Z";
    },
    "keys[0].publicKey.validFor",
  ],
  [
    "bytes that are no key",
    (set) => {
      set.keys[0].publicKey.rawBytes = "AAAA";
    },
    "keys[0]",
  ],
  [
    "a key of another algorithm than is said",
    (set) => {
      set.keys[0].publicKey.keyDetails = "PKIX_ED25519";
    },
    "keys[0].publicKey.keyDetails",
  ],
])("refuses %s", (_, change, at) => {
  expect(() => parseChanged(change)).toThrow(
    expect.objectContaining({ code: "NPM_KEYS_MALFORMED", message: expect.stringContaining(at) }),
  );
});

test("finds the target by how it ends, and never one of several", () => {
  const one = "registry.example/keys.json";
  expect(npmKeysTarget(["trusted_root.json", one])).toBe(one);
  expect(npmKeysTarget(["trusted_root.json", "keys.json", "a/keys.json.bak"])).toBeUndefined();
  expect(npmKeysTarget([one, "other.example/keys.json"])).toBeUndefined();
});

test("any prefix and any changed byte gives keys or a refusal", () => {
  const whole = Buffer.from(PRODUCTION_NPM_KEYS_JSON);
  const read = (bytes: Uint8Array): void => {
    try {
      parseNpmKeys(bytes, "keys.json");
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
    }
  };
  fc.assert(
    fc.property(fc.nat(whole.length - 1), fc.nat(255), (at, byte) => {
      read(whole.subarray(0, at));
      const changed = Buffer.from(whole);
      changed[at] = byte;
      read(changed);
    }),
  );
});
