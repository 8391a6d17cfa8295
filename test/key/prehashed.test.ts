import { generateKeyPairSync, sign } from "node:crypto";
import { describe, expect, test } from "vitest";
import { type DigestAlgorithm, digest } from "../../src/bytes/digest.ts";
import { isDigestSigned } from "../../src/key/prehashed.ts";
import { parseSpki } from "../../src/key/spki.ts";
import { type FakeCurve, fakeKey, spkiOf } from "../fakes/certificate.ts";

const MESSAGE = Buffer.from("a message\n");
const CURVES: readonly FakeCurve[] = ["P-256", "P-384", "P-521"];
const HASHES: readonly DigestAlgorithm[] = ["sha256", "sha384", "sha512"];

describe.each(CURVES)("%s", (curve) => {
  const { privateKey, spki } = fakeKey(curve);
  const key = parseSpki(spki, "key");

  test.each(HASHES)("what the runtime signs over the message verifies by its %s", async (hash) => {
    // High and low s come half of the time each: eight signatures have both, but for one run in a hundred.
    for (let round = 0; round < 8; round += 1) {
      const signature = sign(hash, MESSAGE, privateKey);
      expect(await isDigestSigned(key, digest(hash, MESSAGE), signature)).toBe(true);
    }
  });

  test("nothing else does", async () => {
    const signature = sign("sha256", MESSAGE, privateKey);
    const right = digest("sha256", MESSAGE);
    const raw = sign("sha256", MESSAGE, { key: privateKey, dsaEncoding: "ieee-p1363" });
    const flipped = Buffer.from(signature);
    flipped[signature.length - 1] = (signature.at(-1) ?? 0) ^ 1;
    for (const [given, bytes] of [
      [digest("sha256", Buffer.from("b")), signature],
      [digest("sha512", MESSAGE), signature],
      [right, raw],
      [right, flipped],
      [right, Buffer.concat([signature, Buffer.of(0)])],
      [right, signature.subarray(0, -1)],
      [right, new Uint8Array()],
      [right, Buffer.alloc(4096, 0x30)],
    ] as const) {
      expect(await isDigestSigned(key, given, bytes)).toBe(false);
    }
    expect(await isDigestSigned(parseSpki(fakeKey(curve).spki, "key"), right, signature)).toBe(
      false,
    );
  });
});

describe("RSA", () => {
  const pair = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const key = parseSpki(spkiOf(pair.publicKey), "key");

  test.each(HASHES)("verifies PKCS#1 v1.5 with %s", async (hash) => {
    const signature = sign(hash, MESSAGE, pair.privateKey);
    expect(await isDigestSigned(key, digest(hash, MESSAGE), signature)).toBe(true);
    expect(await isDigestSigned(key, digest(hash, Buffer.from("b")), signature)).toBe(false);
    signature[9] = (signature[9] ?? 0) ^ 1;
    expect(await isDigestSigned(key, digest(hash, MESSAGE), signature)).toBe(false);
  });
});

describe("Ed25519ph", () => {
  // RFC 8032 §7.3: the message is "abc".
  const publicKey = "ec172b93ad5e563bf4932c70e1245034c35467ef2efd4d64ebf819683467e2bf";
  const key = parseSpki(Buffer.from(`302a300506032b6570032100${publicKey}`, "hex"), "key");
  const signature = Buffer.from(
    "98a70222f0b8121aa9d30f813d683f809e462b469c7ff87639499bb94e6dae4131f85042463c2a355a2003d062adf5aaa10b8c61e636062aaad11c2a26083406",
    "hex",
  );
  const abc = digest("sha512", Buffer.from("abc"));

  test("verifies the vector of RFC 8032", async () => {
    expect(await isDigestSigned(key, abc, signature)).toBe(true);
  });

  test("verifies no other message, no other hash and no other signature", async () => {
    expect(await isDigestSigned(key, digest("sha512", MESSAGE), signature)).toBe(false);
    expect(await isDigestSigned(key, digest("sha256", Buffer.from("abc")), signature)).toBe(false);
    expect(await isDigestSigned(key, abc, signature.subarray(1))).toBe(false);
    signature[3] = (signature[3] ?? 0) ^ 1;
    expect(await isDigestSigned(key, abc, signature)).toBe(false);
  });

  test("does not take a pure Ed25519 signature for one", async () => {
    const pair = generateKeyPairSync("ed25519");
    const pure = sign(null, Buffer.from(abc.hex, "hex"), pair.privateKey);
    expect(await isDigestSigned(parseSpki(spkiOf(pair.publicKey), "key"), abc, pure)).toBe(false);
  });
});
