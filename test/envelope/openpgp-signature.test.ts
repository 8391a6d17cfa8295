import { readFileSync } from "node:fs";
import { fc, test } from "@fast-check/vitest";
import { describe, expect } from "vitest";
import { contentOfBytes } from "../../src/bytes/signed-content.ts";
import { parseSignerKey, type SignerKey } from "../../src/envelope/signer-key.ts";
import { verifyDetached } from "../../src/envelope/verify-detached.ts";
import { Refusal } from "../../src/errors.ts";
import { refusalFrom } from "../fakes/refusal.ts";

const read = (name: string) =>
  readFileSync(new URL(`../../testdata/openpgp/${name}`, import.meta.url));
const ARTIFACT = read("artifact.txt");
const NOW = new Date("2026-11-24T03:00:00Z");
const KEYS = new Map<string, Promise<SignerKey>>();
/** Reads a key once: what verifies it takes longer than a signature does. */
function keyOf(name: string): Promise<SignerKey> {
  const key = KEYS.get(name) ?? parseSignerKey(read(name), undefined, name);
  KEYS.set(name, key);
  return key;
}

async function verify(
  signature: Uint8Array | string,
  more: { key?: string; artifact?: Uint8Array; now?: Date } = {},
) {
  const bytes = typeof signature === "string" ? read(signature) : signature;
  const key = await keyOf(more.key ?? "signer.asc");
  const expectation = { what: "a.sig", namespace: "file", unsafeAllowLegacy: false };
  return verifyDetached(
    contentOfBytes(more.artifact ?? ARTIFACT),
    bytes,
    key,
    expectation,
    more.now ?? NOW,
  );
}

describe("accepts", () => {
  test.each<[string, string, string]>([
    ["a sub key, binary", "good.sig", "signer.asc"],
    ["a sub key, armored", "good.asc", "signer.asc"],
    ["RSA", "rsa.sig", "rsa.asc"],
    ["ECDSA on P-256", "p256.sig", "p256.asc"],
    ["a key that was prolonged after it signed", "prolonged.sig", "prolonged.asc"],
    ["one of two signatures, the other by somebody else", "two.sig", "other.asc"],
  ])("%s", async (_, signature, key) => {
    expect(await verify(signature, { key })).toMatchObject({
      format: "openpgp",
      signer: { kind: "openpgp", userIds: [expect.stringContaining("@lockseal.example")] },
      claimedTime: new Date("2026-09-01T00:00:00Z"),
    });
  });

  test("both of two signatures, and names the one it did not verify", async () => {
    const { signer, others } = await verify("two.sig");
    const other = await verify("other.sig", { key: "other.asc" });
    expect(others).toEqual([other.signer.fingerprint.slice(-16)]);
    expect(signer.signedBy).not.toBe(signer.fingerprint);
  });

  test("armor that lines end in CRLF in, without a checksum, without headers", async () => {
    const text = read("good.asc").toString("latin1");
    for (const changed of [
      text.replaceAll("\n", "\r\n"),
      text.replace(/\n=.{4}\n/, "\n"),
      text.replace(/Comment: .*\n/, ""),
      text.trimEnd(),
    ])
      expect((await verify(Buffer.from(changed, "latin1"))).format).toBe("openpgp");
  });
});

describe("refuses", () => {
  const text = read("good.asc").toString("latin1");
  const armored = (how: (text: string) => string) => Buffer.from(how(text), "latin1");
  const good = read("good.sig");
  test.each<[string, () => Promise<unknown>, string]>([
    [
      "another file",
      () => verify("good.sig", { artifact: Buffer.from("other") }),
      "SIGNATURE_INVALID",
    ],
    ["another key", () => verify("good.sig", { key: "other.asc" }), "SIGNATURE_KEY_MISMATCH"],
    ["a revoked key", () => verify("revoked.sig", { key: "revoked.asc" }), "KEY_REVOKED"],
    ["a revoked sub key", () => verify("sub-revoked.asc"), "KEY_REVOKED"],
    ["an expired key", () => verify("expired.sig", { key: "expired.asc" }), "KEY_EXPIRED"],
    ["an expired sub key", () => verify("sub-expired.asc"), "KEY_EXPIRED"],
    [
      "a key whose user id is bound by SHA-1",
      () => verify("sha1cert.sig", { key: "sha1cert.asc" }),
      "KEY_UNFIT",
    ],
    ["RSA of 1024 bits", () => verify("short.sig", { key: "short.asc" }), "KEY_UNFIT"],
    ["DSA", () => verify("dsa.sig", { key: "dsa.asc" }), "SIGNATURE_ALGORITHM_WEAK"],
    ["SHA-1", () => verify("sha1.asc"), "SIGNATURE_ALGORITHM_WEAK"],
    ["an expired signature", () => verify("expired-signature.asc"), "SIGNATURE_EXPIRED"],
    ["a signature from later", () => verify("future.asc"), "CLOCK_BEHIND"],
    [
      "a signature from before its key",
      () => verify("good.sig", { now: new Date("2026-08-31T23:59:59Z") }),
      "CLOCK_BEHIND",
    ],
    ["a signature over text", () => verify("text.asc"), "SIGNATURE_FORMAT_MISMATCH"],
    ["a text with its signature", () => verify("clear.asc"), "SIGNATURE_FORMAT_MISMATCH"],
    [
      "a signature of minisign",
      () =>
        verify(
          readFileSync(new URL("../../testdata/minisign/artifact.txt.minisig", import.meta.url)),
        ),
      "SIGNATURE_FORMAT_MISMATCH",
    ],
    [
      "a good signature and a bad one by the same key",
      () => verify(Buffer.concat([good, withByte(good, good.length - 1)])),
      "SIGNATURE_INVALID",
    ],
    ["text behind the armor", () => verify(armored((one) => `${one}x\n`)), "SIGNATURE_MALFORMED"],
    ["two blocks of armor", () => verify(armored((one) => one + one)), "SIGNATURE_MALFORMED"],
    [
      "no blank line in the armor",
      () => verify(armored((one) => one.replace("\n\n", "\n"))),
      "SIGNATURE_MALFORMED",
    ],
    [
      "another checksum",
      () => verify(armored((one) => one.replace(/\n=.{4}\n/, "\n=AAAA\n"))),
      "SIGNATURE_MALFORMED",
    ],
    [
      "a blank in the base64",
      () => verify(armored((one) => one.replace("\n\ni", "\n\ni "))),
      "SIGNATURE_MALFORMED",
    ],
    [
      "bytes behind the packet",
      () => verify(Buffer.concat([good, Buffer.of(0)])),
      "SIGNATURE_MALFORMED",
    ],
    [
      "a packet of another kind behind it",
      () => verify(Buffer.concat([good, Buffer.of(0xcb, 0x06, 0x62, 0, 0, 0, 0, 0)])),
      "SIGNATURE_MALFORMED",
    ],
  ])("%s", async (_, run, code) => {
    expect(await refusalFrom(run)).toMatchObject({
      code,
      message: expect.stringMatching(/^a\.sig: expected .+, found .+/),
      hint: expect.any(String),
    });
  });
});

/** Gives the bytes with one bit changed. */
function withByte(bytes: Uint8Array, at: number, bit = 1): Buffer {
  const changed = Buffer.from(bytes);
  changed[at] = (changed[at] ?? 0) ^ bit;
  return changed;
}

test("every changed byte of a signature is refused, but for the unread name of its key", async () => {
  const good = read("good.sig");
  // Not signed: a subpacket that names the key again, of which the type may be one that nobody knows.
  const type = good.indexOf(Buffer.from([0x00, 0x0a, 0x09, 0x10])) + 3;
  for (let at = 0; at < good.length; at++) {
    for (const bit of [1, 4, 128]) {
      const run = () => verify(withByte(good, at, bit));
      if (at === type) await run();
      else expect((await refusalFrom(run)).code, `byte ${at}`).toMatch(/^(?:SIGNATURE|KEY|CLOCK)_/);
    }
  }
});

test("every prefix is refused", async () => {
  const good = read("good.sig");
  for (let length = 0; length < good.length; length++)
    await refusalFrom(() => verify(good.subarray(0, length)));
});

test.prop([fc.uint8Array({ maxLength: 120 })], { numRuns: 60 })(
  "random packets are refused",
  async (bytes) => {
    await refusalFrom(() => verify(Buffer.concat([Buffer.of(0xc2), bytes])));
    await refusalFrom(() => verify(Buffer.concat([read("good.sig").subarray(0, 20), bytes])));
  },
);

describe("keys", () => {
  const parse = (bytes: Uint8Array | string, fingerprint?: string) =>
    parseSignerKey(Buffer.from(bytes as string, "latin1"), fingerprint, "k.asc");

  test("the one of several that has the fingerprint", async () => {
    const one = await keyOf("signer.asc");
    if (one.kind !== "openpgp") throw new Error("expected an OpenPGP key");
    const { fingerprint } = one.key;
    const spaced = fingerprint.toUpperCase().replace(/.{4}/g, "$& ").trim();
    expect(await parse(read("signer.asc"), spaced)).toMatchObject({ key: { fingerprint } });
    const { readKey } = await import("openpgp");
    const binary = async (name: string) =>
      (await readKey({ armoredKey: read(name).toString() })).write();
    const both = Buffer.concat([await binary("other.asc"), await binary("signer.asc")]);
    expect(await parse(both, fingerprint)).toMatchObject({ key: { fingerprint } });
    expect(await refusalFrom(() => parse(both))).toMatchObject({
      code: "KEY_MALFORMED",
      hint: expect.stringContaining("--fingerprint"),
    });
    expect(await refusalFrom(() => parse(both, fingerprint.slice(-16)))).toMatchObject({
      code: "KEY_FINGERPRINT_MISMATCH",
    });
  });

  test.each<[string, Uint8Array | string, string]>([
    ["a damaged key", read("signer.asc").toString().replace("\n\nm", "\n\nn"), "KEY_MALFORMED"],
    ["half a key", read("signer.asc").subarray(0, 300), "KEY_MALFORMED"],
    ["a packet of no length", Buffer.of(0x98, 0), "KEY_MALFORMED"],
    ["a key that is too long", Buffer.alloc(1024 * 1024 + 1, 0x98), "INPUT_TOO_LARGE"],
  ])("refuses %s", async (_, bytes, code) => {
    expect(await refusalFrom(() => parse(bytes))).toMatchObject({ code });
  });

  test("refuses a private key, and says what to give", async () => {
    const { generateKey } = await import("openpgp");
    const { privateKey } = await generateKey({ userIDs: [{ name: "x" }], format: "armored" });
    expect(await refusalFrom(() => parse(privateKey))).toMatchObject({
      code: "KEY_WRONG_KIND",
      hint: expect.stringContaining("gpg --armor --export"),
    });
  });

  test.prop([fc.uint8Array({ maxLength: 200 })], { numRuns: 50 })(
    "random bytes are a refusal",
    async (bytes) => {
      await refusalFrom(() => parse(Buffer.concat([Buffer.of(0x98), bytes])));
    },
  );
});

test("a refusal of the content is passed on as it is", async () => {
  const key = await keyOf("signer.asc");
  const refusal = new Refusal("FILE_UNREADABLE", "a: expected b, found c", { path: "a" });
  const content = {
    digests: () => new Map(),
    chunks: (): Iterable<Uint8Array> => {
      throw refusal;
    },
  };
  const expectation = { what: "a.sig", namespace: "file", unsafeAllowLegacy: false };
  expect(
    await refusalFrom(() => verifyDetached(content, read("good.sig"), key, expectation, NOW)),
  ).toBe(refusal);
});
