import { fc, test } from "@fast-check/vitest";
import { describe, expect } from "vitest";
import { WireReader, wireString } from "../../src/bytes/ssh-wire.ts";

class Failure extends Error {}
const fail = (expected: string, found: string): never => {
  throw new Failure(`${expected}, ${found}`);
};
const reader = (hex: string) => new WireReader(Buffer.from(hex, "hex"), fail);

describe("positive numbers", () => {
  // RFC 4251 §5 gives the second and the third of these.
  test.each<[string, string, string | undefined]>([
    ["one byte", "0000000109", "09"],
    ["a high bit", "000000020080", "80"],
    ["eight bytes", "0000000809a378f9b2e332a7", "09a378f9b2e332a7"],
    ["zero", "00000000", undefined],
    ["less than zero", "00000002edcc", undefined],
    ["a needless zero", "0000000200 09".replace(" ", ""), undefined],
    ["a zero alone", "0000000100", undefined],
    ["more bytes than are left", "0000000209", undefined],
    ["no length", "000000", undefined],
    ["nine bytes where eight are allowed", "00000009010203040506070809", undefined],
  ])("%s", (_, hex, expected) => {
    const read = () => Buffer.from(reader(hex).positive(8)).toString("hex");
    if (expected === undefined) expect(read).toThrow(Failure);
    else expect(read()).toBe(expected);
  });
});

test.each<[string, (wire: WireReader) => unknown]>([
  ["a name with a control character", (wire) => wire.name()],
  ["bytes that are left over", (wire) => wire.end()],
])("refuses %s", (_, read) => {
  expect(() => read(reader("000000010a"))).toThrow(Failure);
});

test("does not read a length as more than there is", () => {
  expect(() => reader("ffffffff00").string()).toThrow(Failure);
});

test.prop([fc.uint8Array(), fc.uint8Array()])(
  "reads strings back as they were written",
  (one, other) => {
    const wire = new WireReader(Buffer.concat([wireString(one), wireString(other)]), fail);
    expect([Buffer.from(wire.string()), Buffer.from(wire.string())]).toEqual([
      Buffer.from(one),
      Buffer.from(other),
    ]);
    wire.end();
  },
);
