import { expect, test } from "vitest";
import { derElement } from "../../src/bytes/der-element.ts";

// X.690 §8.1.3: up to 127 bytes the length is one byte, then one that counts the bytes of the length.
test.each([
  ["nothing", 0, "3000"],
  ["127 bytes", 127, "307f"],
  ["128 bytes", 128, "308180"],
  ["256 bytes", 256, "30820100"],
])("encodes the header of %s", (_why, length, header) => {
  const found = derElement(0x30, new Uint8Array(length));
  expect(Buffer.from(found).toString("hex")).toBe(header + "00".repeat(length));
});

test("joins its parts", () => {
  expect([...derElement(0x04, Uint8Array.of(1), Uint8Array.of(2, 3))]).toEqual([4, 3, 1, 2, 3]);
});
