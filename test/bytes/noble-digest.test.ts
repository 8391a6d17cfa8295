import { createHash } from "node:crypto";
import { fc, test } from "@fast-check/vitest";
import { describe, expect } from "vitest";
import {
  createNobleDigest,
  LONGEST_DIGEST_BYTES,
  type NobleAlgorithm,
} from "../../src/bytes/noble-digest.ts";

function digestOf(algorithm: NobleAlgorithm, length: number, bytes: Uint8Array): string {
  const digest = createNobleDigest(algorithm, length);
  digest.update(bytes);
  return digest.final();
}

describe("createNobleDigest", () => {
  // The BLAKE3 test vectors: byte i of the input is i mod 251
  test.each([
    [0, "af1349b9f5f9a1a6a0404dea36dcc9499bcb25c9adc112b7cc9a93cae41f3262"],
    [1, "2d3adedff11b61f14c886e35afa036736dcd87a74d27b5c1510225d0f592e213"],
    [1024, "42214739f095a406f3fc83deb889744ac00df831c10daa55189b5d121c855af7"],
  ])("BLAKE3 of the vector of %i bytes", (length, expected) => {
    expect(
      digestOf(
        "blake3",
        32,
        Uint8Array.from({ length }, (_, i) => i % 251),
      ),
    ).toBe(expected);
  });

  // Python's hashlib.blake2b(b"abc", digest_size=n); the one of 64 is RFC 7693 appendix A
  test.each([
    [20, "384264f676f39536840523f284921cdc68b6846b"],
    [32, "bddd813c634239723171ef3fee98579b94964e3bb1cb3e427262c8c068d52319"],
    [
      64,
      "ba80a53f981c4d0d6a2797b69f12f6e94c212f14685ac4b74b12bb6fdbffa2d17d87c5392aab792dc252d5de4533cc9518d38aa8dbf1925ab92386edd4009923",
    ],
  ])("BLAKE2b of abc in %i bytes", (length, expected) => {
    expect(digestOf("blake2b", length, Buffer.from("abc"))).toBe(expected);
  });

  test.prop([fc.array(fc.uint8Array({ maxLength: 300 }))])(
    "agrees with the runtime's BLAKE2b, however the bytes are cut",
    (chunks) => {
      const digest = createNobleDigest("blake2b", 64);
      for (const chunk of chunks) digest.update(chunk);
      expect(digest.final()).toBe(
        createHash("blake2b512").update(Buffer.concat(chunks)).digest("hex"),
      );
    },
  );

  test.each([0, LONGEST_DIGEST_BYTES + 1, 1.5, Number.NaN])(
    "does not take %d for a length",
    (length) => {
      expect(() => createNobleDigest("blake3", length)).toThrow(RangeError);
    },
  );

  test.each([1, LONGEST_DIGEST_BYTES])("takes %d for a length", (length) => {
    expect(digestOf("blake3", length, new Uint8Array(0))).toHaveLength(length * 2);
  });
});
