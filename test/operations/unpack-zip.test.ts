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
import { sourceOfBytes, type ZipSource } from "../../src/archive/zip/source.ts";
import { placeTree } from "../../src/operations/place-tree.ts";
import { unpackZip } from "../../src/operations/unpack-zip.ts";
import { GOOD_CASES } from "../archive/zip/good.ts";
import { CONTENT_CASES, LARGE_CASES } from "../archive/zip/hostile-content.ts";
import { MISMATCH_CASES } from "../archive/zip/hostile-headers.ts";
import { KIND_CASES, NAME_CASES } from "../archive/zip/hostile-names.ts";
import { END_CASES, ZIP64_CASES } from "../archive/zip/hostile-records.ts";
import { within } from "../archive/zip/outcome.ts";
import { zip } from "../fakes/zip.ts";

let parent = "";
beforeEach(() => {
  parent = realpathSync(mkdtempSync(join(tmpdir(), "lockseal-zip-")));
});
afterEach(() => rmSync(parent, { recursive: true, force: true }));

const place = (source: ZipSource, signal?: AbortSignal) =>
  placeTree({ target: join(parent, "out"), replace: false, signal }, (staging, inner) =>
    unpackZip(source, staging, { ...within(), signal: inner }),
  );
const placeBytes = (bytes: Uint8Array) => place(sourceOfBytes("a.zip", bytes));

const TOOL = zip([
  { name: "bin/" },
  { name: "bin/tool", content: "#!/bin/sh\n", mode: 0o106777 },
  { name: "doc/deep/README", content: "read me\n".repeat(100_000), mode: 0o100600 },
  { name: "tool", content: "bin/tool", mode: 0o120777 },
  { name: "empty/", mode: 0o040700 },
]);

test("places files, folders and links with the modes of the plan", async () => {
  const plan = await placeBytes(TOOL);
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
      const plan = await placeBytes(make());
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
    await expect(placeBytes(make())).rejects.toMatchObject({ code: outcome });
    expect(readdirSync(parent)).toEqual([]);
  });
});

/** Gives the first reader one archive and the second another. */
function twoFaced(first: Buffer, second: Buffer, reads: number): ZipSource {
  let count = 0;
  return {
    name: "a.zip",
    size: first.length,
    read(offset, length) {
      count += 1;
      return (count > reads ? second : first).subarray(offset, offset + length);
    },
  };
}

test("leaves nothing of an archive that changes between the readers", async () => {
  const first = zip([{ name: "a", content: "first", method: 0 }]);
  const second = zip([{ name: "a", content: "other", method: 0 }]);
  let reads = 0;
  const counting = sourceOfBytes("a.zip", first);
  const { readZip } = await import("../../src/archive/zip/read.ts");
  await readZip(
    {
      ...counting,
      read(offset, length) {
        reads += 1;
        return counting.read(offset, length);
      },
    },
    within(),
  );
  await expect(place(twoFaced(first, second, reads))).rejects.toMatchObject({
    code: "ARCHIVE_READERS_DISAGREE",
  });
  expect(readdirSync(parent)).toEqual([]);
});

test("leaves nothing when it is told to stop", async () => {
  const controller = new AbortController();
  const source = sourceOfBytes("a.zip", TOOL);
  let reads = 0;
  const stopping: ZipSource = {
    ...source,
    read(offset, length) {
      reads += 1;
      if (reads === 20) controller.abort(new Error("enough"));
      return source.read(offset, length);
    },
  };
  await expect(place(stopping, controller.signal)).rejects.toThrow("enough");
  expect(readdirSync(parent)).toEqual([]);
});
