import { fc, test } from "@fast-check/vitest";
import { describe, expect } from "vitest";
import { UNPINNED_LIMITS } from "../../src/archive/limits.ts";
import { createMeter } from "../../src/archive/meter.ts";
import { unxz } from "../../src/archive/unxz.ts";
import { Refusal } from "../../src/errors.ts";
import { packXz } from "../fakes/xz.ts";

async function* pieces(bytes: Uint8Array, length: number): AsyncGenerator<Uint8Array, void> {
  for (let at = 0; at < bytes.length; at += length) yield bytes.subarray(at, at + length);
}

async function unpack(bytes: Uint8Array, length = 65_536, limits = {}): Promise<Buffer> {
  const meter = createMeter("a.xz", { ...UNPINNED_LIMITS, ...limits }, () => 0);
  const out: Uint8Array[] = [];
  for await (const piece of unxz(pieces(bytes, length), "a.xz", meter)) out.push(piece);
  return Buffer.concat(out);
}

const DATA = Buffer.from("lockseal ".repeat(40));
const PACKED = packXz(DATA);

describe("unxz gives what was packed", () => {
  test.each([[1], [4], [11], [PACKED.length]])("in pieces of %i", async (length) => {
    expect(await unpack(PACKED, length)).toEqual(DATA);
    const streams = Buffer.concat([PACKED, packXz(Buffer.alloc(0)), PACKED]);
    expect(await unpack(streams, length)).toEqual(Buffer.concat([DATA, DATA]));
  });

  test.prop([fc.uint8Array({ maxLength: 200_000 }), fc.integer({ min: 64, max: 70_000 })], {
    numRuns: 30,
  })("whatever it was", async (data, length) => {
    expect(await unpack(packXz(data), length)).toEqual(Buffer.from(data));
  });

  test("of several files at once", async () => {
    const all = await Promise.all([unpack(PACKED, 7), unpack(PACKED, 5), unpack(packXz(DATA), 3)]);
    expect(all).toEqual([DATA, DATA, DATA]);
  });
});

describe("unxz refuses", () => {
  test.each(Array.from({ length: PACKED.length }, (_, length) => [length]))(
    "the first %i bytes alone",
    async (length) => {
      await expect(unpack(PACKED.subarray(0, length))).rejects.toBeInstanceOf(Refusal);
    },
  );

  test.each(Array.from({ length: PACKED.length }, (_, at) => [at]))(
    "another byte at %i",
    async (at) => {
      const bytes = Buffer.from(PACKED);
      bytes[at] = (bytes[at] ?? 0) ^ 0x04;
      await expect(unpack(bytes)).rejects.toBeInstanceOf(Refusal);
    },
  );

  test.each<[why: string, bytes: Uint8Array, code: string, found: string]>([
    ["no byte", Buffer.alloc(0), "ARCHIVE_FORMAT", "found nothing"],
    ["something else", Buffer.from("hello"), "ARCHIVE_FORMAT", "found something else"],
    ["gzip", Buffer.from("1f8b0800", "hex"), "ARCHIVE_FORMAT", "found gzip data"],
    [
      "text behind the data",
      Buffer.concat([PACKED, Buffer.from("garbage!")]),
      "ARCHIVE_COMPRESSION",
      "found",
    ],
    [
      "a cut second stream",
      Buffer.concat([PACKED, PACKED.subarray(0, -4)]),
      "ARCHIVE_COMPRESSION",
      "found an end too early",
    ],
    [
      "a dictionary of 128 MiB",
      packXz(DATA, { dictionary: 30 }),
      "ARCHIVE_COMPRESSION",
      "found a dictionary of more than 64 MiB",
    ],
    [
      "a kind of checksum that is not verified",
      packXz(DATA, { check: 10 }),
      "ARCHIVE_COMPRESSION",
      "found a filter or a kind of checksum",
    ],
  ])("%s", async (_why, bytes, code, found) => {
    await expect(unpack(bytes)).rejects.toMatchObject({ code });
    await expect(unpack(bytes)).rejects.toThrow(found);
  });

  test("what is too much, and reads the next file all the same", async () => {
    const large = packXz(Buffer.alloc(300_000));
    await expect(unpack(large, 65_536, { maxTotalBytes: 1000 })).rejects.toMatchObject({
      code: "ARCHIVE_LIMIT",
    });
    expect(await unpack(PACKED)).toEqual(DATA);
  });

  test("with its own words what the source refuses", async () => {
    const failure = new Error("the size is not the pinned one");
    async function* broken(): AsyncGenerator<Uint8Array, void> {
      yield PACKED.subarray(0, 40);
      throw failure;
    }
    const meter = createMeter("a.xz", UNPINNED_LIMITS, () => 0);
    const read = async () => {
      for await (const _piece of unxz(broken(), "a.xz", meter));
    };
    await expect(read()).rejects.toBe(failure);
    expect(await unpack(PACKED)).toEqual(DATA);
  });
});
