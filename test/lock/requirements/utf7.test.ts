import { fc, test } from "@fast-check/vitest";
import { describe, expect } from "vitest";
import { decodeUtf7 } from "../../../src/lock/requirements/utf7.ts";

describe("decodeUtf7", () => {
  // RFC 2152, "Examples", then Python 3.11
  test.each([
    ["A+ImIDkQ.", "A≢Α."],
    ["Hi Mom -+Jjo--!", "Hi Mom -☺-!"],
    ["+ZeVnLIqe-", "日本語"],
    ["1 +- 1", "1 + 1"],
    ["+AAo-", "\n"],
    ["+AAo", "\n"],
    ["+AAo x", "\n x"],
    ["+2D3eAA-", "😀"],
    ["~\\", "~\\"],
  ])("reads %j", (text, expected) => {
    expect(decodeUtf7(Buffer.from(text))).toBe(expected);
  });

  test.each([
    ["a byte above ASCII", "é"],
    ["a plus that shifts to nothing", "+!"],
    ["a letter cut short", "+A-"],
    ["bits left over", "+AAB-"],
    ["an end within a letter", "+AA"],
    ["an end behind half a pair", "+2D0"],
  ])("tells of %s", (_why, text) => {
    expect(decodeUtf7(Buffer.from(text))).toHaveProperty("reason");
  });

  test.prop([fc.string({ unit: "grapheme", minLength: 1 })])(
    "reads back whatever was shifted",
    (text) => {
      const base64 = Buffer.from(text, "utf16le").swap16().toString("base64").replace(/=+$/, "");
      expect(decodeUtf7(Buffer.from(`+${base64}-`))).toBe(text);
    },
  );
});
