import { createPublicKey, generateKeyPairSync } from "node:crypto";
import { describe, expect, test } from "vitest";
import { Refusal } from "../../src/errors.ts";
import { publicKeyOf } from "../../src/key/public-key.ts";
import { parsePkcs1, parseSpki } from "../../src/key/spki.ts";
import { type FakeCurve, fakeKey, spkiOf } from "../fakes/certificate.ts";

const rsa = generateKeyPairSync("rsa", { modulusLength: 2048 });
const ed25519 = generateKeyPairSync("ed25519");

test.each<[string, Buffer]>([
  ...(["P-256", "P-384", "P-521"] as const).map((curve): [string, Buffer] => [
    curve,
    fakeKey(curve as FakeCurve).spki,
  ]),
  ["Ed25519", spkiOf(ed25519.publicKey)],
  ["RSA", spkiOf(rsa.publicKey)],
])("reads %s as the runtime does", (_, spki) => {
  const expected = publicKeyOf(createPublicKey({ key: spki, format: "der", type: "spki" }), "key");
  const found = parseSpki(spki, "key");
  expect([found.type, found.fingerprint, found.hint]).toEqual([
    expected.type,
    expected.fingerprint,
    expected.hint,
  ]);
  expect(found.key.equals(expected.key)).toBe(true);
});

test("reads RSA without its envelope", () => {
  const der = rsa.publicKey.export({ format: "der", type: "pkcs1" });
  expect(parsePkcs1(der, "key").key.equals(rsa.publicKey)).toBe(true);
});

describe("refuses", () => {
  const spki = fakeKey().spki;
  const offCurve = Buffer.from(spki);
  offCurve[64] = (offCurve[64] ?? 0) ^ 1;
  const weak = generateKeyPairSync("rsa", { modulusLength: 1024 });
  const other = generateKeyPairSync("ec", { namedCurve: "secp256k1" });

  test.each<[string, Uint8Array, string]>([
    ["a point that is not on its curve", offCurve, "KEY_MALFORMED"],
    ["a byte after it", Buffer.concat([spki, Buffer.of(0)]), "KEY_MALFORMED"],
    [
      "a private key",
      fakeKey().privateKey.export({ format: "der", type: "pkcs8" }),
      "KEY_MALFORMED",
    ],
    ["nothing", new Uint8Array(), "KEY_MALFORMED"],
    ["another curve", spkiOf(other.publicKey), "KEY_UNSUPPORTED"],
    ["RSA of 1024 bits", spkiOf(weak.publicKey), "KEY_UNSUPPORTED"],
  ])("%s", (_, bytes, code) => {
    expect(() => parseSpki(bytes, "key")).toThrow(expect.objectContaining({ code }));
  });

  test("every prefix", () => {
    for (let length = 0; length < spki.length; length += 1)
      expect(() => parseSpki(spki.subarray(0, length), "key")).toThrow(Refusal);
  });
});
