import { createHash, generateKeyPairSync, type KeyObject, sign } from "node:crypto";
import { describe, expect, test } from "vitest";
import type { JsonValue } from "../../src/bytes/json.ts";
import { failLayout } from "../../src/layout/layout-failure.ts";
import { isSignedByKey, parseLayoutKey, parseLayoutKeyFile } from "../../src/layout/layout-key.ts";
import { fakeFunctionary } from "../fakes/layout.ts";
import { refusalOf } from "../fakes/refusal.ts";

type Json = { readonly [name: string]: JsonValue };

const NOW = new Date("2026-11-24T12:00:00Z");
const MESSAGE = Buffer.from("message");
const parse = (value: JsonValue, keyid: string | null = null) =>
  parseLayoutKey(value, keyid, "key", failLayout("layout"));

const RSA = generateKeyPairSync("rsa", { modulusLength: 2048 });
const ED = generateKeyPairSync("ed25519");

function hexOf(base64: string | undefined): string {
  return Buffer.from(base64 ?? "", "base64url").toString("hex");
}

const RSA_KEY: Json = {
  keyid: "aa".repeat(20),
  type: "rsa",
  method: "pgp+rsa-pkcsv1.5",
  hashes: ["pgp+SHA2"],
  keyval: {
    private: "",
    public: {
      n: hexOf(RSA.publicKey.export({ format: "jwk" }).n),
      e: hexOf(RSA.publicKey.export({ format: "jwk" }).e),
    },
  },
};
const ED_KEY: Json = {
  keyid: "bb".repeat(20),
  type: "eddsa",
  method: "pgp+eddsa-ed25519",
  hashes: ["pgp+SHA2"],
  keyval: { private: "", public: { q: hexOf(ED.publicKey.export({ format: "jwk" }).x) } },
};

/** The signed part of a packet: version 4, its type and algorithms, and one subpacket with the time. */
function headers(algorithm: number, more: { hash?: number; type?: number; version?: number } = {}) {
  const { hash = 8, type = 0, version = 4 } = more;
  return Buffer.from([version, type, algorithm, hash, 0, 6, 5, 2, 0x5a, 0x25, 0xa3, 0x28]);
}

/** Signs as RFC 4880 §5.2.4 says. */
function gpg(key: KeyObject, head: Buffer, hash = "sha256") {
  const trailer = Buffer.from([4, 0xff, 0, 0, 0, head.length]);
  const signed = Buffer.concat([MESSAGE, head, trailer]);
  const bytes =
    key.asymmetricKeyType === "rsa"
      ? sign(hash, signed, key)
      : sign(null, createHash(hash).update(signed).digest(), key);
  return { keyid: undefined, bytes, otherHeaders: head };
}

const NOW_SECONDS = NOW.getTime() / 1000;

/** A time as four bytes. */
function bytesOf(seconds: number): readonly number[] {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(seconds);
  return [...bytes];
}

describe("signatures of OpenPGP", () => {
  test.each([
    [8, "sha256"],
    [9, "sha384"],
    [10, "sha512"],
  ])("RSA and EdDSA with hash %i hold", (hash, name) => {
    const rsa = gpg(RSA.privateKey, headers(1, { hash }), name);
    expect(isSignedByKey(parse(RSA_KEY), MESSAGE, rsa, NOW)).toBe(true);
    const ed = gpg(ED.privateKey, headers(22, { hash }), name);
    expect(isSignedByKey(parse(ED_KEY), MESSAGE, ed, NOW)).toBe(true);
  });

  test.each<[why: string, head: Buffer, hash?: string]>([
    ["SHA-1", headers(1, { hash: 2 }), "sha1"],
    ["a signature over text", headers(1, { type: 1 })],
    ["version 3", headers(1, { version: 3 })],
    ["another algorithm's number", headers(22)],
    ["headers that end early", headers(1).subarray(0, 11)],
    ["headers with something behind", Buffer.concat([headers(1), Buffer.from([0])])],
  ])("%s does not", (_why, head, hash) => {
    const signature = gpg(RSA.privateKey, head, hash);
    expect(isSignedByKey(parse(RSA_KEY), MESSAGE, signature, NOW)).toBe(false);
  });

  test("is none over other bytes, by another key, or without its headers", () => {
    const signature = gpg(RSA.privateKey, headers(1));
    const key = parse(RSA_KEY);
    expect(isSignedByKey(key, Buffer.from("massage"), signature, NOW)).toBe(false);
    expect(isSignedByKey(parse(ED_KEY), MESSAGE, signature, NOW)).toBe(false);
    const { bytes } = signature;
    expect(isSignedByKey(key, MESSAGE, { keyid: undefined, bytes }, NOW)).toBe(false);
  });

  test("row 23: one of a key that expired does not hold", () => {
    const signature = gpg(RSA.privateKey, headers(1));
    const start = Date.parse("2026-01-01T00:00:00Z") / 1000;
    const until = (seconds: number) =>
      parse({ ...RSA_KEY, creation_time: start, validity_period: seconds });
    expect(isSignedByKey(until(60), MESSAGE, signature, NOW)).toBe(false);
    expect(isSignedByKey(until(365 * 86_400), MESSAGE, signature, NOW)).toBe(true);
  });

  test("row 23: a sub key ends with its key", () => {
    const start = Date.parse("2026-01-01T00:00:00Z") / 1000;
    const signature = gpg(ED.privateKey, headers(22));
    const holds = (own: number, above: number): boolean => {
      const sub = { ...ED_KEY, creation_time: start, validity_period: own };
      const key = { ...RSA_KEY, creation_time: start, validity_period: above };
      const { subkeys } = parse({ ...key, subkeys: { [String(ED_KEY.keyid)]: sub } });
      return subkeys.some((one) => isSignedByKey(one, MESSAGE, signature, NOW));
    };
    const year = 365 * 86_400;
    expect(holds(0, 0)).toBe(true);
    expect(holds(year, year)).toBe(true);
    expect(holds(0, 60)).toBe(false);
    expect(holds(year, 60)).toBe(false);
    expect(holds(60, 0)).toBe(false);
  });

  test.each<[why: string, subpackets: readonly number[], expected: boolean]>([
    ["that never ends", [5, 2, 0x5a, 0x25, 0xa3, 0x28], true],
    [
      "of 2017 that ended after a day",
      [5, 2, 0x5a, 0x25, 0xa3, 0x28, 5, 3, 0, 1, 0x51, 0x80],
      false,
    ],
    ["of 2017 that ends in 2085", [5, 2, 0x5a, 0x25, 0xa3, 0x28, 5, 3, 0x7f, 0, 0, 0], true],
    ["whose end is zero, which is never", [5, 2, 0x5a, 0x25, 0xa3, 0x28, 5, 3, 0, 0, 0, 0], true],
    ["whose end is critical", [5, 2, 0x5a, 0x25, 0xa3, 0x28, 5, 0x83, 0, 1, 0x51, 0x80], false],
    ["with an end and no beginning", [5, 3, 0, 1, 0x51, 0x80], false],
    ["of 4 minutes ahead of this clock", [5, 2, ...bytesOf(NOW_SECONDS + 240)], true],
    ["of 6 minutes ahead of this clock", [5, 2, ...bytesOf(NOW_SECONDS + 360)], false],
    ["of 2097", [5, 2, 0xef, 0, 0, 0], false],
    ["whose beginning is critical", [5, 0x82, 0x5a, 0x25, 0xa3, 0x28], true],
    ["with a notation", [5, 2, 0x5a, 0x25, 0xa3, 0x28, 2, 20, 0], true],
    ["with a critical notation", [5, 2, 0x5a, 0x25, 0xa3, 0x28, 2, 0x94, 0], false],
    ["with something unknown", [5, 2, 0x5a, 0x25, 0xa3, 0x28, 2, 100, 0], true],
    ["with something unknown and critical", [5, 2, 0x5a, 0x25, 0xa3, 0x28, 2, 0xe4, 0], false],
    ["with a critical fingerprint", [5, 2, 0x5a, 0x25, 0xa3, 0x28, 2, 0xa1, 4], true],
    ["with a subpacket longer than all of them", [9, 2, 0x5a, 0x25, 0xa3, 0x28], false],
  ])("row 23: a signature %s", (_why, subpackets, expected) => {
    const head = Buffer.from([4, 0, 1, 8, 0, subpackets.length, ...subpackets]);
    const signature = gpg(RSA.privateKey, head);
    expect(isSignedByKey(parse(RSA_KEY), MESSAGE, signature, NOW)).toBe(expected);
  });

  test("a sub key is a key of its own, and one for encryption is none", () => {
    const key = parse({
      ...RSA_KEY,
      subkeys: { [String(ED_KEY.keyid)]: ED_KEY, cc: { type: "elgamal" } },
    });
    expect(key.subkeys.map(({ keyid }) => keyid)).toEqual([ED_KEY.keyid]);
  });
});

describe("refuses a key", () => {
  const plain = fakeFunctionary("rsa").entry;
  const small = generateKeyPairSync("rsa", { modulusLength: 1024 }).publicKey;
  const smallPem = String(small.export({ format: "pem", type: "spki" }));
  const p224 = generateKeyPairSync("ec", { namedCurve: "secp224r1" }).publicKey;

  test.each<[why: string, key: Json, code: string]>([
    [
      "DSA of OpenPGP",
      { ...RSA_KEY, type: "dsa", method: "pgp+dsa-fips-180-2" },
      "KEY_UNSUPPORTED",
    ],
    ["row 22: RSA below 2048 bits", { ...plain, keyval: { public: smallPem } }, "KEY_UNSUPPORTED"],
    [
      "RSA of OpenPGP below 2048 bits",
      {
        ...RSA_KEY,
        keyval: { public: { n: hexOf(small.export({ format: "jwk" }).n), e: "010001" } },
      },
      "KEY_UNSUPPORTED",
    ],
    ["RSA by PKCS#1 v1.5", { ...plain, scheme: "rsa-pkcs1v15-sha256" }, "KEY_UNSUPPORTED"],
    ["a scheme of another kind", { ...plain, scheme: "ed25519" }, "KEY_UNSUPPORTED"],
    [
      "a key of another kind than its scheme",
      { ...plain, keytype: "ecdsa", scheme: "ecdsa-sha2-nistp256" },
      "KEY_UNSUPPORTED",
    ],
    [
      "P-224",
      {
        keytype: "ecdsa",
        scheme: "ecdsa-sha2-nistp256",
        keyval: { public: String(p224.export({ format: "pem", type: "spki" })) },
      },
      "KEY_UNSUPPORTED",
    ],
    ["a scheme that is a name of objects", { ...plain, scheme: "constructor" }, "KEY_UNSUPPORTED"],
    ["no PEM", { ...plain, keyval: { public: "x" } }, "KEY_MALFORMED"],
    [
      "another name than it is listed under",
      { ...plain, keyid: "ab".repeat(32) },
      "LAYOUT_MALFORMED",
    ],
    ["a name that is no hex", { ...plain, keyid: "../../etc" }, "LAYOUT_MALFORMED"],
    ["nothing", {}, "LAYOUT_MALFORMED"],
  ])("%s", (_why, key, code) => {
    const listedAs = key.method === undefined ? String(plain.keyid) : null;
    expect(refusalOf(() => parse(key, listedAs)).code).toBe(code);
  });
});

describe("a key file", () => {
  test.each(["ed25519", "rsa", "P-256", "P-384", "P-521"] as const)("of %s is read", (kind) => {
    const { entry, key } = fakeFunctionary(kind);
    const json = parseLayoutKeyFile(Buffer.from(JSON.stringify(entry)), "key.pub");
    expect(json.key.fingerprint).toBe(key.key.fingerprint);
    const pem = String(key.key.key.export({ format: "pem", type: "spki" }));
    for (const text of [pem, pem.trim(), pem.replaceAll("\n", "\r\n")])
      expect(parseLayoutKeyFile(Buffer.from(text), "key.pub").key.fingerprint).toBe(
        key.key.fingerprint,
      );
  });

  test("of Ed25519 is read with digits in either case", () => {
    const { entry, key } = fakeFunctionary();
    const text = String((entry.keyval as Json).public).toUpperCase();
    const json = JSON.stringify({ ...entry, keyval: { public: text } });
    const read = parseLayoutKeyFile(Buffer.from(json), "key.pub");
    expect(read.key.fingerprint).toBe(key.key.fingerprint);
  });

  test.each<[why: string, text: string, code: string]>([
    ["of nothing", "", "KEY_MALFORMED"],
    ["of JSON that is no key", "{}", "KEY_MALFORMED"],
    ["of JSON that is none", "{", "JSON_MALFORMED"],
  ])("%s is refused", (_why, text, code) => {
    expect(refusalOf(() => parseLayoutKeyFile(Buffer.from(text), "key.pub")).code).toBe(code);
  });
});
