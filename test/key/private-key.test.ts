import { generateKeyPairSync } from "node:crypto";
import { readFileSync } from "node:fs";
import { fc, test } from "@fast-check/vitest";
import { describe, expect } from "vitest";
import { DEFAULT_COST, MAX_COST_BYTES, sealBytes } from "../../src/key/encrypted-key.ts";
import { formatPem } from "../../src/key/pem.ts";
import {
  decryptPrivateKey,
  encryptPrivateKey,
  generateKeyPair,
} from "../../src/key/private-key.ts";
import { parsePublicKey } from "../../src/key/public-key.ts";

const read = (name: string) =>
  readFileSync(new URL(`../../testdata/cosign/${name}`, import.meta.url));
const PASSWORD = Buffer.from("correct horse");
/** So little that a test can afford many. */
const CHEAP = { N: 2, r: 1, p: 1 };
const KEY = generateKeyPair("ecdsa-p256");
const B32 = Buffer.alloc(32, 1).toString("base64");
const SEALED = {
  kdf: { name: "scrypt", params: CHEAP, salt: B32 },
  cipher: { name: "nacl/secretbox", nonce: Buffer.alloc(24, 1).toString("base64") },
  ciphertext: B32,
};
const pem = (json: unknown, label = "ENCRYPTED SIGSTORE PRIVATE KEY") =>
  formatPem(label, Buffer.from(typeof json === "string" ? json : JSON.stringify(json)));
const decrypt = (file: Uint8Array, password: Uint8Array = PASSWORD) =>
  decryptPrivateKey(file, password, "my.key");
const withCost = (params: object) => pem({ ...SEALED, kdf: { ...SEALED.kdf, params } });

describe("decryptPrivateKey", () => {
  test("opens what cosign wrote, with the public key that cosign wrote beside it", async () => {
    const { publicKey } = await decrypt(read("cosign.key"));
    expect(publicKey.fingerprint).toBe(
      parsePublicKey(read("cosign.pub"), "cosign.pub").fingerprint,
    );
  });

  test.each<["ecdsa-p256" | "ed25519"]>([["ecdsa-p256"], ["ed25519"]])(
    "opens a new %s key that was encrypted as cosign does",
    async (type) => {
      const key = generateKeyPair(type);
      const file = await encryptPrivateKey(key, PASSWORD);
      expect(Buffer.from(file).toString()).toMatch(
        /^-----BEGIN ENCRYPTED SIGSTORE PRIVATE KEY-----\n([\w+/=]{64}\n)+[\w+/=]{1,64}\n-----END ENCRYPTED SIGSTORE PRIVATE KEY-----\n$/,
      );
      expect((await decrypt(file)).publicKey).toEqual({ ...key.publicKey, key: expect.anything() });
    },
  );

  test("opens a file under the old label and with the old cost", async () => {
    const pkcs8 = KEY.key.export({ format: "der", type: "pkcs8" });
    const sealed = await sealBytes(pkcs8, PASSWORD, { ...DEFAULT_COST, N: 32768 });
    const { publicKey } = await decrypt(formatPem("ENCRYPTED COSIGN PRIVATE KEY", sealed));
    expect(publicKey.fingerprint).toBe(KEY.publicKey.fingerprint);
  });

  test("opens a file with the empty password, which cosign allows", async () => {
    const file = await encryptPrivateKey(KEY, new Uint8Array(0), CHEAP);
    expect((await decrypt(file, new Uint8Array(0))).publicKey.fingerprint).toBe(
      KEY.publicKey.fingerprint,
    );
  });

  test("refuses another password", async () => {
    await expect(decrypt(read("cosign.key"), Buffer.from("correct house"))).rejects.toThrow(
      expect.objectContaining({
        code: "KEY_PASSWORD_WRONG",
        message:
          "my.key: expected the password that opens it, found a wrong password, or the file is damaged",
      }),
    );
  });

  test.each<[string, unknown, string]>([
    ["text that is no JSON", "{", "expected the JSON of an encrypted key"],
    [
      "bytes that are no UTF-8",
      formatPem("ENCRYPTED SIGSTORE PRIVATE KEY", Buffer.from([0xff])),
      "expected UTF-8",
    ],
    ["a list", [], "expected an object, found an array"],
    [
      "a missing field",
      { ...SEALED, ciphertext: undefined },
      "expected a value at ciphertext, found nothing",
    ],
    ["an unknown field", { ...SEALED, more: 1 }, 'found the field "more"'],
    [
      "a duplicate field",
      JSON.stringify(SEALED).replace("{", '{"ciphertext":"",'),
      "each name once",
    ],
    [
      "another derivation",
      { ...SEALED, kdf: { ...SEALED.kdf, name: "pbkdf2" } },
      'expected "scrypt" at kdf.name, found "pbkdf2"',
    ],
    [
      "another cipher",
      { ...SEALED, cipher: { ...SEALED.cipher, name: "aes" } },
      'expected "nacl/secretbox"',
    ],
    [
      "a short nonce",
      { ...SEALED, cipher: { ...SEALED.cipher, nonce: "YQ==" } },
      "expected 24 bytes at cipher.nonce, found 1",
    ],
    [
      "a short salt",
      { ...SEALED, kdf: { ...SEALED.kdf, salt: "" } },
      "expected 32 bytes at kdf.salt, found 0",
    ],
    ["base64 that is not canonical", { ...SEALED, ciphertext: "YR==" }, "canonical base64"],
  ])("refuses %s", async (_why, json, message) => {
    const file = json instanceof Uint8Array ? json : pem(json);
    await expect(decrypt(file)).rejects.toThrow(
      expect.objectContaining({ code: "KEY_MALFORMED", message: expect.stringContaining(message) }),
    );
  });

  test.each<[string, object, string]>([
    ["N that is no power of two", { N: 65535, r: 8, p: 1 }, "KEY_MALFORMED"],
    ["N of one", { N: 1, r: 8, p: 1 }, "KEY_MALFORMED"],
    ["r of zero", { N: 2, r: 0, p: 1 }, "KEY_MALFORMED"],
    ["a fraction", { N: 2, r: 1, p: 1.5 }, "KEY_MALFORMED"],
    ["text", { N: "2", r: 1, p: 1 }, "KEY_MALFORMED"],
    ["N of a terabyte", { N: 2 ** 30, r: 8, p: 1 }, "KEY_KDF_TOO_COSTLY"],
    ["r of a gigabyte", { N: 2, r: 2 ** 22, p: 1 }, "KEY_KDF_TOO_COSTLY"],
    ["p of a year", { N: 2, r: 1, p: 2 ** 40 }, "KEY_KDF_TOO_COSTLY"],
    ["one p more than allowed", { N: 2 ** 18, r: 8, p: 2 }, "KEY_KDF_TOO_COSTLY"],
  ])("refuses %s before any work", async (_why, params, code) => {
    await expect(decrypt(withCost(params))).rejects.toThrow(expect.objectContaining({ code }));
  });

  test("spends as much as is allowed", async () => {
    expect(128 * 2 ** 18 * 8).toBe(MAX_COST_BYTES);
    // The tag is wrong, but the memory was granted.
    await expect(decrypt(withCost({ N: 2 ** 18, r: 8, p: 1 }))).rejects.toThrow(
      expect.objectContaining({ code: "KEY_PASSWORD_WRONG" }),
    );
  });

  test.each<[string, Uint8Array, string]>([
    ["bytes that are no key", Buffer.from("foo"), "KEY_MALFORMED"],
    [
      "a key of another curve",
      generateKeyPairSync("ec", { namedCurve: "secp256k1" }).privateKey.export({
        format: "der",
        type: "pkcs8",
      }),
      "KEY_UNSUPPORTED",
    ],
  ])("refuses %s within", async (_why, plain, code) => {
    const sealed = await sealBytes(plain, PASSWORD, CHEAP);
    await expect(decrypt(pem(Buffer.from(sealed).toString()))).rejects.toThrow(
      expect.objectContaining({ code }),
    );
  });

  test.prop([fc.uint8Array({ maxLength: 80 })])(
    "opens with the password it was closed with",
    async (password) => {
      const file = await encryptPrivateKey(KEY, password, CHEAP);
      expect((await decrypt(file, password)).publicKey.fingerprint).toBe(KEY.publicKey.fingerprint);
      await expect(decrypt(file, Buffer.concat([password, Buffer.from("x")]))).rejects.toThrow(
        expect.objectContaining({ code: "KEY_PASSWORD_WRONG" }),
      );
    },
  );

  test("refuses every flipped bit of a file", async () => {
    const file = Buffer.from(await encryptPrivateKey(KEY, PASSWORD, CHEAP));
    for (let bit = 0; bit < file.length * 8; bit++) {
      const flipped = Buffer.from(file);
      flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      // White space at the end is no part of the block, and one more line end is none either.
      if (bit >> 3 === file.length - 1 && /[ \t\r\n]$/.test(flipped.toString("latin1"))) continue;
      await expect(decrypt(flipped)).rejects.toMatchObject({ name: "Refusal" });
    }
  });

  test("gives a refusal for every prefix", async () => {
    const file = await encryptPrivateKey(KEY, PASSWORD, CHEAP);
    for (let end = 0; end < file.length - 1; end++) {
      await expect(decrypt(file.subarray(0, end))).rejects.toMatchObject({ name: "Refusal" });
    }
  });
});
