import { describe, expect, test } from "vitest";
import { gunzip } from "../../../src/archive/gunzip.ts";
import { UNPINNED_LIMITS } from "../../../src/archive/limits.ts";
import { createMeter } from "../../../src/archive/meter.ts";
import type { ArchivePlan } from "../../../src/archive/plan.ts";
import { createPlanBuilder } from "../../../src/archive/plan-builder.ts";
import { createTarWalk } from "../../../src/archive/tar/walk.ts";
import { Refusal, type RefusalCode } from "../../../src/errors.ts";
import { CASES } from "./cases/all.ts";

async function* pieces(bytes: Uint8Array, length: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += length) yield bytes.subarray(at, at + length);
}

/** Walks an archive in pieces of a length, through gzip where it begins so. */
async function walk(bytes: Uint8Array, length: number): Promise<ArchivePlan> {
  const options = { archive: "a.tar", limits: UNPINNED_LIMITS };
  const builder = createPlanBuilder(options);
  const sink = { entry: () => {}, body: () => {} };
  const tar = createTarWalk({ ...options, builder, sink });
  const meter = createMeter("a.tar", UNPINNED_LIMITS, () => 0);
  const source = pieces(bytes, length);
  for await (const piece of bytes[0] === 0x1f ? gunzip(source, "a.tar", meter) : source)
    tar.push(piece);
  return tar.end();
}

describe.each(Object.entries(CASES))("%s", (group, cases) => {
  test.each(cases)("%s: %s", async (_id, _why, make, outcome) => {
    const bytes = make();
    // Cut anywhere, an archive is the same archive. The largest are not cut into the smallest pieces.
    const lengths = bytes.length > 20_000 || group === "bomb" ? [65_536] : [1_000_000, 512, 37];
    const outcomes = await Promise.all(
      lengths.map(async (length) => {
        try {
          return { plan: await walk(bytes, length) };
        } catch (error) {
          if (!(error instanceof Refusal)) throw error;
          return { refused: error.code, message: error.message };
        }
      }),
    );
    for (const other of outcomes) expect(other).toEqual(outcomes[0]);
    const isRefused = outcomes[0]?.refused !== undefined;
    if (outcome === "A") expect(outcomes[0]).toHaveProperty("plan");
    if (outcome === "R" || outcome === "r") expect(isRefused).toBe(true);
  });
});

test.each<[id: string, code: RefusalCode]>([
  ["dotdot", "ARCHIVE_NAME"],
  ["bad-utf8", "ARCHIVE_NAME"],
  ["nul-tail", "ARCHIVE_HEADER"],
  ["dup-same", "ARCHIVE_COLLISION"],
  ["sym-write-through-inside", "ARCHIVE_COLLISION"],
  ["sym-escape", "ARCHIVE_LINK"],
  ["hard-escape", "ARCHIVE_LINK"],
  ["chardev", "ARCHIVE_TYPE"],
  ["pax-sparse10", "ARCHIVE_TYPE"],
  ["pax-size-tarmageddon", "ARCHIVE_HEADER"],
  ["pax-newline-value-2", "ARCHIVE_HEADER"],
  ["hard-with-body", "ARCHIVE_HEADER"],
  ["cksum-first", "ARCHIVE_HEADER"],
  ["size-truncated", "ARCHIVE_TRUNCATED"],
  ["eof-missing", "ARCHIVE_TRUNCATED"],
  ["gzip-truncated", "ARCHIVE_TRUNCATED"],
  ["eof-hidden-archive", "ARCHIVE_TRAILING"],
  ["gzip-second-member-hidden", "ARCHIVE_TRAILING"],
  ["gzip-trailing-garbage", "ARCHIVE_TRAILING"],
  ["gzip-bad-crc", "ARCHIVE_COMPRESSION"],
  ["html-not-gzip", "ARCHIVE_FORMAT"],
  ["double-gzip", "ARCHIVE_FORMAT"],
  ["empty-archive", "ARCHIVE_EMPTY"],
  ["ratio-over", "ARCHIVE_LIMIT"],
  ["entries", "ARCHIVE_LIMIT"],
])("%s is refused as %s", async (id, code) => {
  const found = Object.values(CASES)
    .flat()
    .find(([other]) => other === id);
  await expect(walk(found?.[2]() ?? Buffer.alloc(0), 65_536)).rejects.toMatchObject({ code });
});
