import { describe, expect, test } from "vitest";
import { UNPINNED_LIMITS } from "../../../src/archive/limits.ts";
import { createMeter } from "../../../src/archive/meter.ts";
import { formatPlanEntry } from "../../../src/archive/plan.ts";
import { readZip } from "../../../src/archive/zip/read.ts";
import { sourceOfBytes } from "../../../src/archive/zip/source.ts";
import { type Member, zip } from "../../fakes/zip.ts";
import { readTwice, within } from "./outcome.ts";

// printf a | sha256sum
const A = "ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb";
const a = { name: "a", content: "a" };

describe("plans", () => {
  test.each<[why: string, member: Member, line: string]>([
    ["a file", { ...a, mode: 0o100640 }, `file 0640 1 ${A} "a"`],
    ["a file that is stored", { ...a, method: 0 }, `file 0644 1 ${A} "a"`],
    ["the mode as it stands", { ...a, mode: 0o106777 }, `file 6777 1 ${A} "a"`],
    ["a mode without kind", { ...a, mode: 0o600 }, `file 0600 1 ${A} "a"`],
    ["no mode", { ...a, mode: 0 }, `file 0644 1 ${A} "a"`],
    [
      "no mode of Unix",
      { ...a, central: { madeBy: 20, attributes: 0x20 } },
      `file 0644 1 ${A} "a"`,
    ],
    [
      "a mode of another system",
      { ...a, central: { madeBy: 20, attributes: 0o100777 * 0x10000 } },
      `file 0644 1 ${A} "a"`,
    ],
    [
      "a mode of macOS",
      { ...a, mode: 0o100755, central: { madeBy: 0x131e } },
      `file 0755 1 ${A} "a"`,
    ],
    ["a folder", { name: "d/", mode: 0o040700 }, 'directory 0700 0 - "d"'],
    ["a folder without mode", { name: "d/", central: { attributes: 0 } }, 'directory 0755 0 - "d"'],
    ["a name in UTF-8", { ...a, name: "ä" }, `file 0644 1 ${A} "\\u00e4"`],
    ["a clean name", { ...a, name: "./x//y" }, `file 0644 1 ${A} "x/y"`],
  ])("%s", async (_why, member, line) => {
    const { plan } = await readTwice(zip([member]));
    expect(plan.entries.map(formatPlanEntry)).toEqual([line]);
  });

  test("a link, packed or not", async () => {
    const link = { content: "a", mode: 0o120777 };
    const { plan } = await readTwice(
      zip([a, { ...link, name: "b" }, { ...link, name: "c", method: 0 }]),
    );
    expect(plan.entries.map(formatPlanEntry).slice(1)).toEqual([
      'symlink 0777 0 "a" "b"',
      'symlink 0777 0 "a" "c"',
    ]);
  });

  test("content of many pieces, packed and stored", async () => {
    const content = Buffer.alloc(3_000_000, "0123456789\n");
    const { plan } = await readTwice(
      zip([
        { name: "a", content },
        { name: "b", content, method: 0 },
      ]),
    );
    // python3 -c "print((b'0123456789\n'*300000)[:3000000].decode(), end='')" | sha256sum
    const sha256 = "e3366edc707b5443df00cdf7af90430405511bea4371b460e4e4318f9310112c";
    expect(plan.entries.map((entry) => "sha256" in entry && entry.sha256)).toEqual([
      sha256,
      sha256,
    ]);
    expect(plan.totalBytes).toBe(6_000_000);
  });
});

describe("with pins", () => {
  const bytes = zip([a]);
  const pin = { path: "a", kind: "file", mode: 0o644, size: 1, sha256: A } as const;
  const read = (pinned: (typeof pin)[]) =>
    readZip(sourceOfBytes("a.zip", bytes), { ...within(), pinned });

  test("takes what is pinned", async () => {
    expect((await read([pin])).plan.entries).toEqual([pin]);
  });

  test.each<[why: string, pinned: (typeof pin)[]]>([
    ["another content", [{ ...pin, sha256: A.replace("c", "d") as typeof A }]],
    ["another entry, too", [pin, { ...pin, path: "b" as "a" }]],
    ["no such entry", []],
  ])("refuses %s", async (_why, pinned) => {
    await expect(read(pinned)).rejects.toMatchObject({ code: "ARCHIVE_DIFFERS" });
  });
});

describe("limits", () => {
  const two = zip([a, { name: "b/c", content: "bb" }]);
  test.each<[limit: keyof typeof UNPINNED_LIMITS, enough: number]>([
    ["maxHeaders", 2],
    ["maxTotalBytes", 3],
    ["maxDepth", 2],
    ["maxPathBytes", 3],
    ["maxComponentBytes", 1],
  ])("%s of %i are enough, and one less is not", async (limit, enough) => {
    const read = (value: number) =>
      readZip(sourceOfBytes("a.zip", two), within({ ...UNPINNED_LIMITS, [limit]: value }));
    await expect(read(enough)).resolves.toMatchObject({ plan: { totalBytes: 3 } });
    await expect(read(enough - 1)).rejects.toMatchObject({
      code:
        limit.endsWith("Headers") || limit.endsWith("TotalBytes")
          ? "ARCHIVE_LIMIT"
          : "ARCHIVE_NAME",
    });
  });

  test("the ratio is asked of all bytes together", async () => {
    const bytes = zip([{ name: "a", content: Buffer.alloc(100_000), method: 8 }]);
    const read = (maxRatio: number, ratioFreeBytes: number) =>
      readZip(
        sourceOfBytes("a.zip", bytes),
        within({ ...UNPINNED_LIMITS, maxRatio, ratioFreeBytes }),
      );
    const ratio = 100_000 / bytes.length;
    await expect(read(ratio, 0)).resolves.toBeDefined();
    await expect(read(1, 100_000)).resolves.toBeDefined();
    await expect(read(ratio - 0.01, 99_999)).rejects.toMatchObject({ code: "ARCHIVE_LIMIT" });
  });
});

describe("ends soon", () => {
  const bytes = zip([
    { name: "a", content: Buffer.alloc(1_000_000, "a"), method: 0 },
    { name: "b", content: Buffer.alloc(1_000_000, "b") },
  ]);

  test("when its time is over", async () => {
    let now = 0;
    const meter = createMeter("a.zip", UNPINNED_LIMITS, () => (now += 60_000));
    await expect(
      readZip(sourceOfBytes("a.zip", bytes), { ...within(), meter }),
    ).rejects.toMatchObject({ code: "ARCHIVE_LIMIT", details: { limit: "timeoutMs" } });
  });

  test.each([1, 500_000, 1_500_000])("after %i bytes, when it is told to", async (after) => {
    const controller = new AbortController();
    let out = 0;
    const meter = {
      count(bytes: number) {
        out += bytes;
        if (out >= after) controller.abort(new Error("enough"));
      },
    };
    const { signal } = controller;
    await expect(
      readZip(sourceOfBytes("a.zip", bytes), { ...within(), meter, signal }),
    ).rejects.toThrow("enough");
    expect(out).toBeLessThan(after + 300_000);
  });
});
