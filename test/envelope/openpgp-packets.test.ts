import { readFileSync } from "node:fs";
import { fc, test } from "@fast-check/vitest";
import { describe, expect } from "vitest";
import { checkPackets } from "../../src/envelope/openpgp-packets.ts";
import { Refusal } from "../../src/errors.ts";
import { refusalOf } from "../fakes/refusal.ts";

const read = (name: string) =>
  readFileSync(new URL(`../../testdata/openpgp/${name}`, import.meta.url));
const check = (bytes: Uint8Array) => checkPackets(bytes, "a.sig");
const GOOD = read("good.sig");
/** Without the old format's byte of kind and byte of length. */
const BODY = GOOD.subarray(2);
/** The same of a longer one: two bytes of length. */
const RSA = read("rsa.sig").subarray(3);
const v6 = (algorithm: number, tail: Uint8Array) =>
  Buffer.concat([Buffer.of(6, 0, algorithm, 8, 0, 0, 0, 0, 0, 0, 0, 0, 1, 2, 2, 9, 9), tail]);
const packet = (body: Uint8Array) => Buffer.concat([Buffer.of(0xc2, body.length), body]);

describe("accepts", () => {
  test.each<[string, Uint8Array]>([
    ["gpg's", GOOD],
    ["two", read("two.sig")],
    ["RSA, with its length in two bytes", read("rsa.sig")],
    [
      "the old format with a length of four bytes",
      Buffer.concat([Buffer.of(0x8a, 0, 0, 0, BODY.length), BODY]),
    ],
    ["the new format", packet(BODY)],
    [
      "the new format with a length of two bytes",
      Buffer.concat([
        Buffer.of(0xc2, 192 + ((RSA.length - 192) >> 8), (RSA.length - 192) & 255),
        RSA,
      ]),
    ],
    [
      "the new format with a length of five bytes",
      Buffer.concat([Buffer.of(0xc2, 255, 0, 0, 0, BODY.length), BODY]),
    ],
    ["version 6 with Ed25519", packet(v6(27, Buffer.alloc(64)))],
    ["version 6 with Ed448", packet(v6(28, Buffer.alloc(114)))],
  ])("%s", (_, bytes) => {
    expect(() => check(bytes)).not.toThrow();
  });
});

describe("refuses", () => {
  test.each<[string, Uint8Array]>([
    ["another packet", Buffer.of(0xcb, 1, 0)],
    ["a packet of unknown length", Buffer.concat([Buffer.of(0x8b), BODY])],
    ["a packet in pieces", Buffer.concat([Buffer.of(0xc2, 0xe6), BODY])],
    ["a packet that is cut", GOOD.subarray(0, -1)],
    ["a byte behind it", Buffer.concat([GOOD, Buffer.of(0x88)])],
    ["version 3", Buffer.concat([Buffer.of(0x88, BODY.length, 3), BODY.subarray(1)])],
    ["version 6 a byte short", packet(v6(27, Buffer.alloc(63)))],
    ["version 6 a byte long", packet(v6(27, Buffer.alloc(65)))],
    [
      "a number of no bits",
      Buffer.concat([Buffer.of(0x88, BODY.length + 2), BODY, Buffer.of(0, 0)]),
    ],
    [
      "a length in five bytes that is too long",
      Buffer.concat([Buffer.of(0xc2, 255, 0xff, 0xff, 0xff, 0xff), BODY]),
    ],
  ])("%s", (_, bytes) => {
    expect(refusalOf(() => check(bytes))).toMatchObject({
      code: "SIGNATURE_MALFORMED",
      message: expect.stringMatching(/^a\.sig: expected .+ in the packets, found .+/),
    });
  });
});

test("every prefix but nothing is refused", () => {
  for (let length = 1; length < GOOD.length; length++)
    refusalOf(() => check(GOOD.subarray(0, length)));
});

test.prop([fc.uint8Array({ maxLength: 100 })])("any bytes pass or are refused", (bytes) => {
  for (const one of [bytes, packet(bytes), Buffer.concat([GOOD, bytes])]) {
    try {
      check(one);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
    }
  }
});
