import { fc, test as property } from "@fast-check/vitest";
import { describe, expect, test } from "vitest";
import { contextTag, DerReader, derHeader, TAG } from "../../src/bytes/der.ts";
import { Refusal } from "../../src/errors.ts";

const hex = (text: string): Uint8Array => Buffer.from(text.replace(/ /g, ""), "hex");

function reads(read: (reader: DerReader) => unknown, text: string): unknown {
  const reader = new DerReader(hex(text));
  const value = read(reader);
  reader.finish();
  return value;
}

const oid = (reader: DerReader) => reader.oid();
const integer = (reader: DerReader) => Buffer.from(reader.integer()).toString("hex");
const small = (reader: DerReader) => reader.smallInteger();
const boolean = (reader: DerReader) => reader.boolean();
const bits = (reader: DerReader) => Buffer.from(reader.bitString()).toString("hex");
const time = (reader: DerReader) => new Date(reader.time()).toISOString();
const octets = (reader: DerReader) => reader.content(TAG.octetString).length;
const ascii = (tag: string, text: string): string =>
  `${tag}${text.length.toString(16).padStart(2, "0")}${Buffer.from(text).toString("hex")}`;

describe("reads", () => {
  // X.690 8.19.5 and 8.3 give the first of each; the others follow from the clauses.
  test.each<[string, (reader: DerReader) => unknown, string, unknown]>([
    ["an identifier below 2", oid, "06 03 813403", "2.100.3"],
    ["an identifier of ECDSA", oid, "06 08 2a8648ce3d040302", "1.2.840.10045.4.3.2"],
    ["an identifier with a zero", oid, "06 03 550400", "2.5.4.0"],
    ["a positive integer with a leading zero", integer, "02 02 0080", "0080"],
    ["a negative integer", integer, "02 01 80", "80"],
    ["the largest small integer", small, "02 04 7fffffff", 2147483647],
    ["true", boolean, "01 01 ff", true],
    ["false", boolean, "01 01 00", false],
    ["bits in whole bytes", bits, "03 03 00 a5b6", "a5b6"],
    ["a time of this century", time, ascii("17", "491231235959Z"), "2049-12-31T23:59:59.000Z"],
    ["a time of the last century", time, ascii("17", "500101000000Z"), "1950-01-01T00:00:00.000Z"],
    ["a long time", time, ascii("18", "20240229120000Z"), "2024-02-29T12:00:00.000Z"],
    ["a fraction", time, ascii("18", "20240229120000.1239Z"), "2024-02-29T12:00:00.123Z"],
    ["a length of 127", octets, `04 7f ${"00".repeat(127)}`, 127],
    ["a length of 128", octets, `04 8180 ${"00".repeat(128)}`, 128],
    ["a length of 255", octets, `04 81ff ${"00".repeat(255)}`, 255],
    ["a length of 256", octets, `04 820100 ${"00".repeat(256)}`, 256],
  ])("%s", (_, read, text, expected) => {
    expect(reads(read, text)).toBe(expected);
  });

  test("into elements and past them, over the same bytes", () => {
    const bytes = hex("30 08 a0 03 02 01 02 04 01 09 05 00");
    const outer = new DerReader(bytes);
    const inner = outer.enter(TAG.sequence);
    expect(inner.nextTag).toBe(contextTag(0, "constructed"));
    expect(inner.skipIf(TAG.octetString)).toBe(false);
    expect(inner.enter(contextTag(0, "constructed")).smallInteger()).toBe(2);
    const octet = inner.content(TAG.octetString);
    expect([...octet]).toEqual([9]);
    expect(octet.buffer).toBe(bytes.buffer);
    expect(inner.nextTag).toBe(-1);
    expect(outer.at).toBe(10);
    expect(outer.element()).toEqual(hex("05 00"));
    outer.finish();
  });
});

describe("refuses", () => {
  test.each<[string, (reader: DerReader) => unknown, string, number]>([
    ["nothing", octets, "", 0],
    ["a tag alone", octets, "04", 0],
    ["another tag", octets, "05 00", 0],
    ["a tag of several bytes", (reader) => reader.element(), "1f 81 01 00", 0],
    ["an indefinite length", octets, "04 80 00 00", 0],
    ["a length that is cut", octets, "04 82 01", 0],
    ["a length of five bytes", octets, "04 85 00 00 00 00 01 00", 0],
    ["127 in two bytes", octets, `04 817f ${"00".repeat(127)}`, 0],
    ["255 in three bytes", octets, `04 8200ff ${"00".repeat(255)}`, 0],
    ["content that is cut", octets, "04 02 00", 0],
    ["a length beyond any file", octets, "04 84 ffffffff 00", 0],
    [
      "content that goes beyond its parent",
      (reader) => reader.enter(0x30).content(0x04),
      "30 03 04 02 00 00",
      2,
    ],
    ["bytes after the last", octets, "04 00 00", 2],
    ["an empty integer", integer, "02 00", 0],
    ["a padded integer", integer, "02 02 007f", 0],
    ["a padded negative integer", integer, "02 02 ff80", 0],
    ["a negative small integer", small, "02 01 ff", 0],
    ["a small integer beyond 31 bits", small, "02 05 0080000000", 0],
    ["an empty identifier", oid, "06 00", 0],
    ["an identifier that is cut", oid, "06 02 2a86", 0],
    ["a padded arc", oid, "06 03 2a8001", 0],
    ["an arc beyond all", oid, "06 0a 2a ffffffffffffffff7f", 0],
    ["a boolean of 1", boolean, "01 01 01", 0],
    ["a boolean of two bytes", boolean, "01 02 ffff", 0],
    ["unused bits", bits, "03 02 01 80", 0],
    ["no bits at all", bits, "03 00", 0],
    ["month 13", time, ascii("17", "241301000000Z"), 0],
    ["day 30 of February", time, ascii("17", "240230000000Z"), 0],
    ["hour 24", time, ascii("17", "240101240000Z"), 0],
    ["second 60", time, ascii("17", "240101000060Z"), 0],
    ["a time without seconds", time, ascii("17", "2401010000Z"), 0],
    ["a time with an offset", time, ascii("17", "240101000000+0100"), 0],
    ["a fraction that ends in zero", time, ascii("18", "20240101000000.10Z"), 0],
    ["a year that the calendar below takes for 1950", time, ascii("18", "00500101000000Z"), 0],
  ])("%s", (_, read, text, at) => {
    expect(() => reads(read, text)).toThrow(
      expect.objectContaining({ code: "DER_MALFORMED", details: { at } }),
    );
  });

  property.prop([
    fc.uint8Array({ maxLength: 64 }),
    fc.constantFrom(oid, integer, small, boolean, bits, time, octets),
  ])("random bytes with a refusal and nothing else", (bytes, read) => {
    try {
      read(new DerReader(bytes));
    } catch (error) {
      expect(error).toBeInstanceOf(Refusal);
    }
  });
});

property.prop([fc.integer({ min: 0, max: 70_000 })])("a header is read back", (length) => {
  const bytes = Buffer.concat([derHeader(TAG.octetString, length), Buffer.alloc(length)]);
  const reader = new DerReader(bytes);
  expect(reader.content(TAG.octetString).length).toBe(length);
  reader.finish();
});
