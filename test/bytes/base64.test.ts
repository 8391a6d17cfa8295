import { fc, test } from "@fast-check/vitest";
import { describe, expect } from "vitest";
import { decodeBase64, decodeEitherBase64, encodeBase64 } from "../../src/bytes/base64.ts";

const latin1 = (bytes: Uint8Array) => Buffer.from(bytes).toString("latin1");
const refusedAt = (at: number) =>
  expect.objectContaining({ code: "BASE64_MALFORMED", details: { at } });

const MALFORMED: [string, string, number][] = [
  ["white space between groups", "Zm9v Zm9v", 4],
  ["a line end after the text", "Zm9v\n", 4],
  ["junk that other decoders skip", "aGVs\n!!bG8", 4],
  ["no padding", "Zg", 2],
  ["too little padding", "Zg=", 3],
  ["too much padding", "Zm8==", 4],
  ["padding alone", "====", 0],
  ["padding in the middle", "Zg==Zg==", 4],
  ["a group of one character", "Z===", 1],
  ["unused bits that are not zero", "YR==", 1],
  ["unused bits in a group of three", "Zm9=", 2],
  ["a fullwidth letter", "Ｚm9v", 0],
];

describe("decodeBase64", () => {
  // RFC 4648 §10
  test.each([
    ["", ""],
    ["Zg==", "f"],
    ["Zm8=", "fo"],
    ["Zm9v", "foo"],
    ["Zm9vYg==", "foob"],
    ["Zm9vYmE=", "fooba"],
    ["Zm9vYmFy", "foobar"],
  ])("reads %j", (text, expected) => {
    expect(latin1(decodeBase64(text))).toBe(expected);
  });

  test.each([...MALFORMED, ["the URL-safe alphabet", "_-8=", 0] as const])(
    "refuses %s",
    (_why, text, at) => {
      expect(() => decodeBase64(text)).toThrow(refusedAt(at));
    },
  );

  test("says what stands where", () => {
    expect(() => decodeBase64("YQ=")).toThrow(
      "base64: expected canonical base64, found the end at offset 3",
    );
  });

  test.prop([fc.uint8Array()])("reads back what was written", (bytes) => {
    expect([...decodeBase64(encodeBase64(bytes))]).toEqual([...bytes]);
  });

  test.prop([
    fc.oneof(fc.string({ unit: "binary" }), fc.stringMatching(/^[A-Za-z0-9+/=_-]{0,12}$/)),
  ])("has one spelling for each value, and a refusal for the rest", (text) => {
    for (const decode of [decodeBase64, decodeEitherBase64]) {
      try {
        const again = encodeBase64(decode(text));
        expect([again, again.replaceAll("+", "-").replaceAll("/", "_")]).toContain(text);
      } catch (error) {
        expect(error).toMatchObject({ code: "BASE64_MALFORMED" });
      }
    }
  });
});

describe("decodeEitherBase64", () => {
  test.each([
    ["the standard alphabet", "+/8=", "\xfb\xff"],
    ["the URL-safe alphabet", "-_8=", "\xfb\xff"],
    ["text without either's own letters", "Zm9v", "foo"],
  ])("reads %s", (_why, text, expected) => {
    expect(latin1(decodeEitherBase64(text))).toBe(expected);
  });

  test.each([
    ...MALFORMED,
    ["both alphabets in one text", "-/8=", 1] as const,
    ["stray bits in the URL-safe alphabet", "_x==", 1] as const,
  ])("refuses %s", (_why, text, at) => {
    expect(() => decodeEitherBase64(text)).toThrow(refusedAt(at));
  });
});
