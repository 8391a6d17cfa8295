import { deflateRawSync, gunzipSync, gzipSync } from "node:zlib";
import { fc, test } from "@fast-check/vitest";
import { describe, expect } from "vitest";
import { gunzip } from "../../src/archive/gunzip.ts";
import { UNPINNED_LIMITS } from "../../src/archive/limits.ts";
import { createMeter } from "../../src/archive/meter.ts";
import { Refusal } from "../../src/errors.ts";

async function* pieces(bytes: Uint8Array, length: number): AsyncGenerator<Uint8Array, void> {
  for (let at = 0; at < bytes.length; at += length) yield bytes.subarray(at, at + length);
}

async function unpack(bytes: Uint8Array, length = 65_536, limits = {}): Promise<Buffer> {
  const meter = createMeter("a.gz", { ...UNPINNED_LIMITS, ...limits }, () => 0);
  const out: Buffer[] = [];
  for await (const piece of gunzip(pieces(bytes, length), "a.gz", meter)) out.push(piece);
  return Buffer.concat(out);
}

const DATA = Buffer.from("lockseal ".repeat(40));
const PACKED = gzipSync(DATA);

/** A header with every field there is; Python's zlib gives 0x….074d as the CRC-32 of what stands before its last two bytes. */
const FULL_HEADER = Buffer.concat([
  Buffer.from([0x1f, 0x8b, 8, 0x1e, 1, 2, 3, 4, 0, 255]),
  Buffer.from("\x03\0abcname\0comment\0"),
  Buffer.from([0x4d, 0x07]),
]);

describe("gunzip gives what was packed", () => {
  test.each([[1], [2], [7], [10], [18], [65_536]])("in pieces of %i", async (length) => {
    expect(await unpack(PACKED, length)).toEqual(DATA);
    // Members end at every place of a piece.
    const members = Buffer.concat([PACKED, gzipSync(""), PACKED]);
    expect(await unpack(members, length)).toEqual(Buffer.concat([DATA, DATA]));
  });

  test.each([[1], [65_536]])("behind every field of a header, in pieces of %i", async (length) => {
    const full = Buffer.concat([FULL_HEADER, PACKED.subarray(10)]);
    expect(await unpack(full, length)).toEqual(DATA);
    expect(gunzipSync(full)).toEqual(DATA);
    full[12] = 0;
    await expect(unpack(full, length)).rejects.toThrow(/checksum of the header/);
  });

  test("where the data fills the pieces that come out to the last byte", async () => {
    for (const length of [256 * 1024, 512 * 1024]) {
      const data = Buffer.alloc(length, "ab");
      expect((await unpack(gzipSync(data), 100, {})).equals(data)).toBe(true);
    }
  });

  test.prop([fc.uint8Array({ maxLength: 2000 }), fc.integer({ min: 1, max: 64 })])(
    "whatever it was",
    async (data, length) => {
      expect(await unpack(gzipSync(data), length)).toEqual(Buffer.from(data));
    },
  );

  test("as Node does, where both take it", async () => {
    const members = Buffer.concat([PACKED, gzipSync("x")]);
    expect(await unpack(members)).toEqual(gunzipSync(members));
  });
});

describe("gunzip refuses", () => {
  test.each(Array.from({ length: PACKED.length }, (_, length) => [length]))(
    "the first %i bytes alone",
    async (length) => {
      await expect(unpack(PACKED.subarray(0, length))).rejects.toBeInstanceOf(Refusal);
    },
  );

  test("any changed bit that could change what comes out", async () => {
    for (let bit = 0; bit < PACKED.length * 8; bit += 1) {
      const bytes = Buffer.from(PACKED);
      bytes[bit >> 3] = (bytes[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      try {
        // The time in the header is nobody's concern, nor how the same bytes are spelt.
        expect(await unpack(bytes)).toEqual(DATA);
      } catch (error) {
        if (!(error instanceof Refusal)) throw error;
      }
    }
  });

  test.prop([fc.uint8Array({ maxLength: 300 })])("random bytes", async (bytes) => {
    const start = Buffer.concat([PACKED.subarray(0, 10), bytes]);
    for (const input of [bytes, start]) await expect(unpack(input)).rejects.toBeInstanceOf(Refusal);
  });

  test("more than is allowed, at the first byte", async () => {
    const limit = { maxTotalBytes: DATA.length };
    expect(await unpack(PACKED, 10, limit)).toEqual(DATA);
    await expect(unpack(PACKED, 10, { maxTotalBytes: DATA.length - 1 })).rejects.toMatchObject({
      code: "ARCHIVE_LIMIT",
    });
  });

  test("a ratio beyond the limit, once enough is out", async () => {
    const zeros = gzipSync(Buffer.alloc(1_000_000));
    const ratio = { maxRatio: 500, ratioFreeBytes: 100_000 };
    await expect(unpack(zeros, 100, ratio)).rejects.toThrow(/500 bytes unpacked for one packed/);
    await unpack(zeros, 100, { ...ratio, ratioFreeBytes: 1_000_000 });
    await unpack(zeros, 65_536, { ...ratio, maxRatio: 1032 });
  });

  test("deflated data without a header", async () => {
    await expect(unpack(deflateRawSync(DATA))).rejects.toMatchObject({ code: "ARCHIVE_FORMAT" });
  });
});
