import { createPublicKey, generateKeyPairSync, sign } from "node:crypto";
import { fc, test } from "@fast-check/vitest";
import { describe, expect } from "vitest";
import { generateKeyPair, type PrivateKey } from "../../src/key/private-key.ts";
import { publicKeyOf } from "../../src/key/public-key.ts";
import { MAX_SIGNATURE_BYTES, signMessage, verifyMessage } from "../../src/key/signature.ts";

const MESSAGE = Buffer.from("hello");
const invalid = expect.objectContaining({ code: "SIGNATURE_INVALID" });

function made(key: ReturnType<typeof generateKeyPairSync>["privateKey"]): PrivateKey {
  return { key, publicKey: publicKeyOf(createPublicKey(key), "test") };
}

const KEYS: [string, PrivateKey, string | null][] = [
  ["ecdsa-p256", generateKeyPair("ecdsa-p256"), "sha256"],
  ["ecdsa-p384", made(generateKeyPairSync("ec", { namedCurve: "P-384" }).privateKey), "sha384"],
  ["ecdsa-p521", made(generateKeyPairSync("ec", { namedCurve: "P-521" }).privateKey), "sha512"],
  ["ed25519", generateKeyPair("ed25519"), null],
  ["rsa", made(generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey), "sha256"],
];

describe.each(KEYS)("%s", (_type, key, hash) => {
  test("verifies what it signed", () => {
    const evidence = verifyMessage(key.publicKey, MESSAGE, signMessage(key, MESSAGE), "der");
    expect(evidence.signedBy).toBe(key.publicKey);
  });

  test("signs with the hash of its size", () => {
    verifyMessage(key.publicKey, MESSAGE, sign(hash, MESSAGE, key.key), "der");
  });

  test("refuses other bytes, another key and another length", () => {
    const signature = signMessage(key, MESSAGE);
    const other = generateKeyPair("ecdsa-p256").publicKey;
    expect(() => verifyMessage(key.publicKey, Buffer.from("hellp"), signature, "der")).toThrow(
      invalid,
    );
    expect(() => verifyMessage(other, MESSAGE, signature, "der-or-raw")).toThrow(invalid);
    for (const length of [0, 1, MAX_SIGNATURE_BYTES, MAX_SIGNATURE_BYTES + 1]) {
      const bytes = Buffer.alloc(length, 0x30);
      expect(() => verifyMessage(key.publicKey, MESSAGE, bytes, "der-or-raw")).toThrow(invalid);
    }
    const longer = Buffer.concat([signature, Buffer.alloc(1)]);
    expect(() => verifyMessage(key.publicKey, MESSAGE, longer, "der-or-raw")).toThrow(invalid);
  });

  test("refuses a bit flipped in any byte of a signature", () => {
    const signature = signMessage(key, MESSAGE);
    for (let bit = 0; bit < signature.length * 8; bit += 7) {
      const flipped = Buffer.from(signature);
      flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      expect(() => verifyMessage(key.publicKey, MESSAGE, flipped, "der-or-raw")).toThrow(invalid);
    }
  });

  test.prop([fc.uint8Array({ maxLength: 140 })])(
    "refuses any other bytes for a signature",
    (bytes) => {
      expect(() => verifyMessage(key.publicKey, MESSAGE, bytes, "der-or-raw")).toThrow(invalid);
    },
  );
});

describe.each(KEYS.slice(0, 3))("a raw signature of %s", (_type, key, hash) => {
  const raw = sign(hash, MESSAGE, { key: key.key, dsaEncoding: "ieee-p1363" });

  test("is accepted only where it is asked for", () => {
    verifyMessage(key.publicKey, MESSAGE, raw, "der-or-raw");
    expect(() => verifyMessage(key.publicKey, MESSAGE, raw, "der")).toThrow(invalid);
  });

  test("has one length", () => {
    const padded = Buffer.concat([
      Buffer.alloc(1),
      raw.subarray(0, raw.length / 2),
      Buffer.alloc(1),
      raw.subarray(raw.length / 2),
    ]);
    expect(() => verifyMessage(key.publicKey, MESSAGE, padded, "der-or-raw")).toThrow(invalid);
    expect(() => verifyMessage(key.publicKey, MESSAGE, raw.subarray(1), "der-or-raw")).toThrow(
      invalid,
    );
  });
});

test("names the key and the length in a refusal", () => {
  const { publicKey } = generateKeyPair("ed25519");
  expect(() => verifyMessage(publicKey, MESSAGE, Buffer.alloc(3), "der")).toThrow(
    `signature: expected one by key ${publicKey.fingerprint} over these bytes, found 3 bytes that are none`,
  );
});
