import {
  lstatSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  rmSync,
  statSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { OuterPin } from "../../src/archive/outer.ts";
import { sha256Hex } from "../../src/bytes/digest.ts";
import type { RefusalCode } from "../../src/errors.ts";
import type { ArchiveSource } from "../../src/operations/archive-source.ts";
import { readArchive } from "../../src/operations/read-archive.ts";
import { unpackArchive } from "../../src/operations/unpack-archive.ts";
import { GOOD_CASES } from "../archive/zip/good.ts";
import { CONTENT_CASES, LARGE_CASES } from "../archive/zip/hostile-content.ts";
import { MISMATCH_CASES } from "../archive/zip/hostile-headers.ts";
import { KIND_CASES, NAME_CASES } from "../archive/zip/hostile-names.ts";
import { END_CASES, ZIP64_CASES } from "../archive/zip/hostile-records.ts";
import { zip } from "../fakes/zip.ts";

let parent = "";
beforeEach(() => {
  parent = realpathSync(mkdtempSync(join(tmpdir(), "lockseal-zip-")));
});
afterEach(() => rmSync(parent, { recursive: true, force: true }));

async function* pieces(bytes: Uint8Array): AsyncGenerator<Uint8Array, void> {
  for (let at = 0; at < bytes.length; at += 500) yield bytes.subarray(at, at + 500);
}

const sourceOf = (bytes: Uint8Array, more: Partial<ArchiveSource> = {}): ArchiveSource => ({
  archive: "a.zip",
  format: { content: "zip" },
  source: pieces(bytes),
  fileName: "a",
  pin: {},
  now: () => 0,
  ...more,
});
const place = (bytes: Uint8Array, more: Partial<ArchiveSource> = {}) =>
  unpackArchive({ ...sourceOf(bytes, more), to: join(parent, "out"), replace: false });

const TOOL = zip([
  { name: "bin/" },
  { name: "bin/tool", content: "#!/bin/sh\n", mode: 0o106777 },
  { name: "doc/deep/README", content: "read me\n".repeat(100_000), mode: 0o100600 },
  { name: "tool", content: "bin/tool", mode: 0o120777 },
  { name: "empty/", mode: 0o040700 },
]);

test("places files, folders and links with the modes of the plan", async () => {
  const { plan } = await place(TOOL);
  expect(plan.entries.map(({ path }) => path)).toEqual([
    "bin",
    "bin/tool",
    "doc/deep/README",
    "empty",
    "tool",
  ]);
  const out = join(parent, "out");
  const modeOf = (path: string) => (statSync(join(out, path)).mode & 0o7777).toString(8);
  expect(["", "bin", "bin/tool", "doc/deep", "doc/deep/README", "empty"].map(modeOf)).toEqual([
    "755",
    "755",
    "755",
    "755",
    "600",
    "700",
  ]);
  expect(readlinkSync(join(out, "tool"))).toBe("bin/tool");
  expect(readFileSync(join(out, "tool"), "utf8")).toBe("#!/bin/sh\n");
  expect(readFileSync(join(out, "doc/deep/README")).length).toBe(800_000);
  expect(readdirSync(parent)).toEqual(["out"]);
});

describe("places", () => {
  test.each(GOOD_CASES.filter(([id]) => !id.endsWith("limit")))(
    "%s: %s",
    async (_id, _why, make) => {
      const { plan } = await place(make());
      for (const { path, kind } of plan.entries) {
        const status = lstatSync(join(parent, "out", path));
        expect([status.isFile(), status.isDirectory(), status.isSymbolicLink()]).toEqual(
          ["file", "directory", "symlink"].map((one) => one === kind),
        );
      }
    },
  );
});

describe("leaves nothing of", () => {
  const cases = [
    END_CASES,
    ZIP64_CASES,
    MISMATCH_CASES,
    CONTENT_CASES,
    LARGE_CASES.slice(1),
    NAME_CASES,
    KIND_CASES,
  ].flat();
  test.each(cases)("%s: %s", async (_id, _why, make, outcome) => {
    await expect(place(make())).rejects.toMatchObject({ code: outcome });
    expect(readdirSync(parent)).toEqual([]);
  });
});

describe("of the pinned file", () => {
  const pin = { size: TOOL.length, sha256: sha256Hex(TOOL) };

  test("says what it is, unpacked or not", async () => {
    expect((await place(TOOL, { pin })).outer).toEqual(pin);
    expect(await readArchive(sourceOf(TOOL, { pin }))).toMatchObject({ outer: pin });
  });

  test.each<[why: string, bytes: Buffer, pinned: OuterPin, code: RefusalCode]>([
    ["another digest", TOOL, { sha256: "0".repeat(64) }, "ARCHIVE_DIGEST_MISMATCH"],
    ["fewer bytes", TOOL.subarray(0, -1), pin, "ARCHIVE_SIZE_MISMATCH"],
    ["more bytes", Buffer.concat([TOOL, Buffer.alloc(1)]), pin, "ARCHIVE_SIZE_MISMATCH"],
    [
      "another file that is no zip",
      Buffer.from("<html>"),
      { sha256: pin.sha256 },
      "ARCHIVE_DIGEST_MISMATCH",
    ],
  ])("refuses %s before it looks into it", async (_why, bytes, pinned, code) => {
    await expect(place(bytes, { pin: pinned })).rejects.toMatchObject({ code });
    await expect(readArchive(sourceOf(bytes, { pin: pinned }))).rejects.toMatchObject({ code });
    expect(readdirSync(parent)).toEqual([]);
  });

  test("refuses other entries than the pinned ones", async () => {
    await expect(place(TOOL, { pinned: [] })).rejects.toMatchObject({ code: "ARCHIVE_DIFFERS" });
    const { plan } = await readArchive(sourceOf(TOOL));
    expect((await place(TOOL, { pinned: plan.entries })).plan).toEqual(plan);
  });
});

test("keeps no file that is larger than all that may come out of it", async () => {
  const limits = { maxTotalBytes: TOOL.length - 1 };
  await expect(place(TOOL, { limits })).rejects.toMatchObject({
    code: "ARCHIVE_LIMIT",
    details: { limit: "maxTotalBytes" },
  });
  expect(readdirSync(parent)).toEqual([]);
});

// A clock is asked for every piece: while the file is kept, while it is planned, and while it is written.
test.each([1, 5, 12, 16, 20])("leaves nothing when it is told to stop at look %i", async (look) => {
  const controller = new AbortController();
  let looks = 0;
  const now = () => {
    looks += 1;
    if (looks === look + 2) controller.abort(new Error("enough"));
    return 0;
  };
  const { signal } = controller;
  await expect(place(TOOL, { now, signal })).rejects.toThrow("enough");
  expect(readdirSync(parent)).toEqual([]);
});
