import { fc, test } from "@fast-check/vitest";
import { describe, expect } from "vitest";
import { decodeUtf8 } from "../../src/bytes/utf8.ts";

const decode = (bytes: readonly number[], bom: "refuse" | "keep" = "refuse") =>
  decodeUtf8(Uint8Array.from(bytes), { what: "file", bom });

describe("decodeUtf8", () => {
  // The Unicode Standard, table 3-7, at the edges of its rows
  test.each<[string, number[], number]>([
    ["a continuation without a lead", [0x61, 0x80], 1],
    ["an overlong slash", [0xc0, 0xaf], 0],
    ["an overlong three bytes", [0xe0, 0x9f, 0xbf], 1],
    ["an overlong four bytes", [0xf0, 0x8f, 0xbf, 0xbf], 1],
    ["a surrogate", [0x61, 0xed, 0xa0, 0x80], 2],
    ["beyond U+10FFFF", [0xf4, 0x90, 0x80, 0x80], 1],
    ["a lead of five bytes", [0xf8], 0],
    ["a sequence cut short", [0xe2, 0x82], 2],
    ["a sequence broken by ASCII", [0xe2, 0x82, 0x61], 2],
    ["UTF-16", [0xff, 0xfe, 0x61, 0x00], 0],
  ])("refuses %s", (_why, bytes, at) => {
    expect(() => decode(bytes)).toThrow(
      expect.objectContaining({ code: "UTF8_MALFORMED", details: { at } }),
    );
  });

  test.each<[string, number[]]>([
    ["U+0000", [0x00]],
    ["the last of two bytes", [0xdf, 0xbf]],
    ["the last before the surrogates", [0xed, 0x9f, 0xbf]],
    ["U+10FFFF", [0xf4, 0x8f, 0xbf, 0xbf]],
    ["U+FFFD where it was written", [0xef, 0xbf, 0xbd]],
  ])("reads %s", (_why, bytes) => {
    expect([...Buffer.from(decode(bytes))]).toEqual(bytes);
  });

  test("refuses a byte order mark, or keeps it when that is asked for", () => {
    expect(() => decode([0xef, 0xbb, 0xbf])).toThrow(
      "file: expected UTF-8 without a byte order mark, found one at offset 0",
    );
    expect(decode([0xef, 0xbb, 0xbf, 0x61], "keep")).toBe("\ufeffa");
  });

  test.prop([fc.uint8Array()])("loses no byte, and finds the first bad one", (bytes) => {
    try {
      expect([...Buffer.from(decode([...bytes], "keep"))]).toEqual([...bytes]);
    } catch (error) {
      expect(error).toMatchObject({ code: "UTF8_MALFORMED" });
      const { at } = (error as { details: { at: number } }).details;
      // Whatever stands before it can be completed: the decoder in streaming mode has no complaint yet.
      const streaming = new TextDecoder("utf-8", { fatal: true });
      expect(() => streaming.decode(bytes.subarray(0, at), { stream: true })).not.toThrow();
    }
  });
});
