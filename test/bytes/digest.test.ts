import { fc, test } from "@fast-check/vitest";
import { sha256, sha384, sha512 } from "@noble/hashes/sha2.js";
import { describe, expect } from "vitest";
import {
  bytesOfDigest,
  createDigests,
  type DigestAlgorithm,
  digest,
  digestOfBytes,
  isDigestAlgorithm,
  parseDigest,
  sha256Hex,
} from "../../src/bytes/digest.ts";

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString("hex");
const ALL: DigestAlgorithm[] = ["sha256", "sha384", "sha512"];
const SECOND = { sha256, sha384, sha512 };

describe("parseDigest", () => {
  test.each<[string, DigestAlgorithm, string]>([
    ["upper case", "sha256", "A".repeat(64)],
    ["one digit too few", "sha256", "a".repeat(63)],
    ["one digit too many", "sha256", "a".repeat(65)],
    ["0x in front", "sha256", `0x${"a".repeat(62)}`],
    ["two digits", "sha256", "aa"],
    ["the length of another algorithm", "sha512", "a".repeat(64)],
    ["a letter beyond f", "sha256", `${"a".repeat(63)}g`],
    ["a line end", "sha256", `${"a".repeat(63)}\n`],
    ["a fullwidth digit", "sha384", `${"a".repeat(95)}１`],
  ])("refuses %s", (_why, algorithm, text) => {
    expect(() => parseDigest(algorithm, text)).toThrow(
      expect.objectContaining({ code: "DIGEST_MALFORMED", details: { found: text } }),
    );
  });

  test("says both lengths", () => {
    expect(() => parseDigest("sha256", "aa")).toThrow(
      'sha256: expected 64 lower-case hex digits, found "aa" (2 characters)',
    );
  });

  test.prop([fc.constantFrom(...ALL), fc.uint8Array()])(
    "reads back any digest",
    (algorithm, bytes) => {
      const made = digest(algorithm, bytes);
      expect(parseDigest(algorithm, made.hex)).toEqual(made);
      expect(digestOfBytes(algorithm, bytesOfDigest(made))).toEqual(made);
    },
  );
});

describe("digests", () => {
  // FIPS 180-4 examples, message "abc"
  test.each<[DigestAlgorithm, string]>([
    ["sha256", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"],
    [
      "sha384",
      "cb00753f45a35e8bb5a03d699ac65007272c32ab0eded1631a8b605a43ff5bed8086072ba1e7cc2358baeca134c825a7",
    ],
    [
      "sha512",
      "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f",
    ],
  ])("%s of abc", (algorithm, expected) => {
    expect(digest(algorithm, Buffer.from("abc")).hex).toBe(expected);
  });

  test.prop([fc.array(fc.uint8Array({ maxLength: 300 }))])(
    "agree with a second implementation, however the bytes are cut",
    (chunks) => {
      const whole = Buffer.concat(chunks);
      const digests = createDigests([...ALL, "sha256"]);
      for (const chunk of chunks) digests.update(chunk);
      const found = digests.final();
      expect([...found.keys()]).toEqual(ALL);
      for (const algorithm of ALL) {
        expect(found.get(algorithm)).toEqual({ algorithm, hex: hex(SECOND[algorithm](whole)) });
        expect(digest(algorithm, whole)).toEqual(found.get(algorithm));
      }
      expect(sha256Hex(whole)).toBe(found.get("sha256")?.hex);
    },
  );
});

test.each([
  ["sha256", true],
  ["SHA256", false],
  ["sha1", false],
  ["toString", false],
])("isDigestAlgorithm(%j) is %j", (name, expected) => {
  expect(isDigestAlgorithm(name)).toBe(expected);
});
