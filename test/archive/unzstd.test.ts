import { zstdCompressSync } from "node:zlib";
import { fc, test } from "@fast-check/vitest";
import { describe, expect } from "vitest";
import { UNPINNED_LIMITS } from "../../src/archive/limits.ts";
import { createMeter } from "../../src/archive/meter.ts";
import { unzstd } from "../../src/archive/unzstd.ts";
import { Refusal } from "../../src/errors.ts";

async function* pieces(bytes: Uint8Array, length: number): AsyncGenerator<Uint8Array, void> {
  for (let at = 0; at < bytes.length; at += length) yield bytes.subarray(at, at + length);
}

async function unpack(bytes: Uint8Array, length = 65_536, limits = {}): Promise<Buffer> {
  const meter = createMeter("a.zst", { ...UNPINNED_LIMITS, ...limits }, () => 0);
  const out: Buffer[] = [];
  for await (const piece of unzstd(pieces(bytes, length), "a.zst", meter)) out.push(piece);
  return Buffer.concat(out);
}

const DATA = Buffer.from("lockseal ".repeat(40));
const PACKED = zstdCompressSync(DATA);
/** A frame to be skipped, with three bytes in it. */
const SKIPPED = Buffer.concat([
  Buffer.from([0x50, 0x2a, 0x4d, 0x18, 3, 0, 0, 0]),
  Buffer.from("abc"),
]);

describe("unzstd gives what was packed", () => {
  test.each([[1], [4], [11], [PACKED.length], [65_536]])("in pieces of %i", async (length) => {
    expect(await unpack(PACKED, length)).toEqual(DATA);
    const frames = Buffer.concat([PACKED, SKIPPED, PACKED, zstdCompressSync("")]);
    expect(await unpack(frames, length)).toEqual(Buffer.concat([DATA, DATA]));
  });

  test.prop([fc.uint8Array({ maxLength: 2000 }), fc.integer({ min: 1, max: 64 })])(
    "whatever it was",
    async (data, length) => {
      expect(await unpack(zstdCompressSync(data), length)).toEqual(Buffer.from(data));
    },
  );
});

describe("unzstd refuses", () => {
  test.each(Array.from({ length: PACKED.length }, (_, length) => [length]))(
    "the first %i bytes alone",
    async (length) => {
      await expect(unpack(PACKED.subarray(0, length))).rejects.toBeInstanceOf(Refusal);
    },
  );

  test.each<[why: string, bytes: Uint8Array, code: string]>([
    ["no byte", Buffer.alloc(0), "ARCHIVE_FORMAT"],
    ["something else", Buffer.from("hello"), "ARCHIVE_FORMAT"],
    ["text after the data", Buffer.concat([PACKED, Buffer.from("garbage")]), "ARCHIVE_TRAILING"],
    ["zeros after the data", Buffer.concat([PACKED, Buffer.alloc(8)]), "ARCHIVE_TRAILING"],
    ["a cut second frame", Buffer.concat([PACKED, PACKED.subarray(0, -1)]), "ARCHIVE_TRUNCATED"],
    [
      "damaged data",
      Buffer.concat([PACKED.subarray(0, 6), Buffer.alloc(20, 0xff)]),
      "ARCHIVE_COMPRESSION",
    ],
    [
      "thousands of empty frames",
      Buffer.concat(Array.from({ length: 2000 }, () => SKIPPED)),
      "ARCHIVE_COMPRESSION",
    ],
  ])("%s", async (_why, bytes, code) => {
    await expect(unpack(bytes)).rejects.toMatchObject({ code });
  });

  test("more than is allowed, at the first byte", async () => {
    expect(await unpack(PACKED, 10, { maxTotalBytes: DATA.length })).toEqual(DATA);
    await expect(unpack(PACKED, 10, { maxTotalBytes: DATA.length - 1 })).rejects.toMatchObject({
      code: "ARCHIVE_LIMIT",
    });
  });

  test.prop([fc.uint8Array({ maxLength: 300 })])("random bytes", async (bytes) => {
    for (const input of [bytes, Buffer.concat([PACKED.subarray(0, 4), bytes])]) {
      try {
        await unpack(input);
      } catch (error) {
        if (!(error instanceof Refusal)) throw error;
      }
    }
  });
});
