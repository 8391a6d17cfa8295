import { fc, test as property } from "@fast-check/vitest";
import { expect, test } from "vitest";
import { Refusal } from "../../src/errors.ts";
import { formatAddedRoot, parseAddedRoot } from "../../src/trust/added-root.ts";

const LATEST = Date.UTC(9999, 11, 31);

property.prop([fc.integer({ min: 0, max: LATEST }), fc.uint8Array()])(
  "what is written is read again",
  (added, bytes) => {
    const again = parseAddedRoot(formatAddedRoot({ added, bytes }), "a.json");
    expect([again.added, Buffer.from(again.bytes)]).toEqual([added, Buffer.from(bytes)]);
  },
);

property.prop([fc.uint8Array()])("random bytes are refused", (bytes) => {
  expect(codeOf(bytes)).toBe("TRUST_STORE_DAMAGED");
});

test("every beginning of a file is refused", () => {
  const file = formatAddedRoot({ added: 0, bytes: Buffer.from("a root") });
  // The line end behind it is free.
  for (let length = 0; length < file.length - 1; length += 1)
    expect(codeOf(file.subarray(0, length))).toBe("TRUST_STORE_DAMAGED");
});

function codeOf(bytes: Uint8Array): string {
  try {
    parseAddedRoot(bytes, "a.json");
  } catch (error) {
    if (error instanceof Refusal) return error.code;
    throw error;
  }
  return "nothing";
}
