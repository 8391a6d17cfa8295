import { generateKeyPairSync, type KeyObject } from "node:crypto";
import { readFileSync } from "node:fs";
import { fc, test } from "@fast-check/vitest";
import { describe, expect } from "vitest";
import { Refusal } from "../../src/errors.ts";
import { formatPem } from "../../src/key/pem.ts";
import { formatPublicKey, parsePublicKey } from "../../src/key/public-key.ts";

const read = (name: string) =>
  readFileSync(new URL(`../../testdata/cosign/${name}`, import.meta.url));
const spki = (key: KeyObject) => key.export({ format: "der", type: "spki" });
const ec = (namedCurve: string) => generateKeyPairSync("ec", { namedCurve }).publicKey;
const rsa = (modulusLength: number, publicExponent = 65537) =>
  generateKeyPairSync("rsa", { modulusLength, publicExponent }).publicKey;
const parseDer = (der: Uint8Array) => parsePublicKey(formatPem("PUBLIC KEY", der), "key.pub");
const ED25519 = spki(generateKeyPairSync("ed25519").publicKey);
const P256 = spki(ec("P-256"));

/** The same point as in `P256`, by its x coordinate and the sign of y: SEC 1 §2.3.3. */
function compressed(): Uint8Array {
  const header = Buffer.from(P256.subarray(0, 26));
  header[1] = (header[1] ?? 0) - 32;
  header[24] = (header[24] ?? 0) - 32;
  return Buffer.concat([
    header,
    Buffer.from([2 + ((P256.at(-1) ?? 0) & 1)]),
    P256.subarray(27, 59),
  ]);
}

function hybrid(): Uint8Array {
  const der = Buffer.from(P256);
  der[26] = 6 + ((P256.at(-1) ?? 0) & 1);
  return der;
}

describe("parsePublicKey", () => {
  test.each<[string, () => KeyObject]>([
    ["ecdsa-p256", () => ec("P-256")],
    ["ecdsa-p384", () => ec("P-384")],
    ["ecdsa-p521", () => ec("P-521")],
    ["ed25519", () => generateKeyPairSync("ed25519").publicKey],
    ["rsa", () => rsa(2048)],
  ])("reads %s, and what it writes is what another writer writes", (type, make) => {
    const key = make();
    const pem = key.export({ format: "pem", type: "spki" }) as string;
    const parsed = parsePublicKey(Buffer.from(pem), "key.pub");
    expect(parsed.type).toBe(type);
    expect(parsed.fingerprint).toMatch(/^[0-9a-f]{64}$/);
    expect(Buffer.from(formatPublicKey(parsed)).toString()).toBe(pem);
  });

  // cosign wrote this hint into its bundle, and so did: openssl pkey -pubin -outform DER | openssl dgst -sha256
  test("knows a key by the hint that cosign gives it", () => {
    const parsed = parsePublicKey(read("cosign.pub"), "cosign.pub");
    expect(parsed.hint).toBe("kwGhcJzJELzAUghIb4ebrykABrQ+ifee+3RY+Hhk6lI=");
    expect(parsed.fingerprint).toBe(Buffer.from(parsed.hint, "base64").toString("hex"));
  });

  test.each<[string, Uint8Array]>([
    ["bytes after the key", Buffer.concat([P256, Buffer.from("junk")])],
    [
      "a length in more bytes than needed",
      Buffer.concat([Buffer.from([0x30, 0x81, 0x59]), P256.subarray(2)]),
    ],
    [
      "a point that is not on the curve",
      Buffer.concat([P256.subarray(0, 27), Buffer.alloc(64, 1)]),
    ],
    ["half a key", P256.subarray(0, 50)],
    ["no key", Buffer.from("foo")],
  ])("refuses %s", (_why, der) => {
    expect(() => parseDer(der)).toThrow(expect.objectContaining({ code: "KEY_MALFORMED" }));
  });

  test.each<[string, () => Uint8Array, string]>([
    [
      "RSA of 1024 bits",
      () => spki(rsa(1024)),
      "expected RSA of 2048 to 16384 bits, found 1024 bits",
    ],
    ["RSA of 2040 bits", () => spki(rsa(2040)), "found 2040 bits"],
    ["RSA with the exponent 3", () => spki(rsa(2048, 3)), "from 65537 to 2^32, found 3"],
    [
      "a key for RSA-PSS only",
      () => spki(generateKeyPairSync("rsa-pss", { modulusLength: 2048 }).publicKey),
      "found rsa-pss",
    ],
    ["another curve", () => spki(ec("secp256k1")), "found secp256k1"],
    ["a key that cannot sign", () => spki(generateKeyPairSync("x25519").publicKey), "found x25519"],
    ["Ed448", () => spki(generateKeyPairSync("ed448").publicKey), "found ed448"],
    ["a compressed point", compressed, "expected an uncompressed point"],
    ["a hybrid point", hybrid, "expected an uncompressed point"],
  ])("refuses %s", (_why, make, message) => {
    expect(() => parseDer(make())).toThrow(
      expect.objectContaining({
        code: "KEY_UNSUPPORTED",
        message: expect.stringContaining(message),
      }),
    );
  });

  test("refuses a flipped bit, or takes it for another key", () => {
    for (const der of [P256, ED25519]) {
      const { fingerprint } = parseDer(der);
      for (let bit = 0; bit < der.length * 8; bit++) {
        const flipped = Buffer.from(der);
        flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7));
        const found = attempt(flipped);
        if (found !== undefined) expect(found.fingerprint).not.toBe(fingerprint);
      }
    }
  });

  test("gives a value or a refusal for every prefix", () => {
    for (let end = 0; end < P256.length; end++) attempt(P256.subarray(0, end));
  });

  test.prop([fc.uint8Array({ minLength: 1 })])("gives a value or a refusal for any DER", (der) => {
    attempt(der);
  });
});

function attempt(der: Uint8Array) {
  try {
    return parseDer(der);
  } catch (error) {
    expect(error).toBeInstanceOf(Refusal);
    return undefined;
  }
}
