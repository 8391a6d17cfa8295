import { mkdtempSync, readdirSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createUntar, type ExpectedEntry } from "../../src/io/untar.ts";
import { entry, header, long, pax, symlink } from "../archive/tar/make-tar.ts";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "lockseal-untar-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const FILE: ExpectedEntry = { name: "a", kind: "file", mode: 0o644, size: 1 };

test("what both readers see alike is written, for this user alone", async () => {
  const untar = await createUntar(folder, "a.tar");
  untar.entry({ ...FILE, mode: 0o4755 }, entry("a", "", { size: 1, mode: 0o4755 }));
  untar.body(Buffer.from("x".padEnd(512, "\0")));
  untar.end();
  expect(readdirSync(folder)).toEqual(["a"]);
  expect(statSync(join(folder, "a")).mode & 0o7777).toBe(0o600);
});

const LONG = "x/".repeat(60);
test.each<[why: string, expected: ExpectedEntry, headers: Uint8Array, message: string]>([
  [
    "another name",
    { ...FILE, name: "b" },
    header({ name: "a", size: 1 }),
    'expected file "b" of mode 644 and 1 bytes from a second reader, found file "a"',
  ],
  ["another size", { ...FILE, size: 2 }, header({ name: "a", size: 1 }), "and 1 bytes"],
  ["another mode", FILE, header({ name: "a", size: 1, mode: 0o755 }), "of mode 755"],
  [
    "another kind",
    { ...FILE, kind: "directory" },
    header({ name: "a", size: 1 }),
    'found file "a"',
  ],
  [
    "another target",
    { ...FILE, kind: "symlink", target: "b", size: 0, mode: 0o777 },
    symlink("a", "c"),
    'to "c"',
  ],
  [
    "a long name that differs at its end",
    { ...FILE, name: `${LONG}a`, size: 0 },
    Buffer.concat([pax([["path", `${LONG}b`]]), header({ name: "a" })]),
    "from a second reader",
  ],
  ["no entry, but a description", FILE, long("L", "a"), "found no entry"],
  ["no entry, but a type it skips", FILE, header({ name: "a", type: "V" }), "found no entry"],
  [
    "no entry, and says why",
    FILE,
    header({ name: "a", checksum: () => "0000000\0" }),
    "checksum failure",
  ],
  [
    "a second entry in the content",
    FILE,
    Buffer.concat([header({ name: "a" }), header({ name: "b" })]),
    'found file "a"',
  ],
])("a second reader that sees %s is not followed", async (_why, expected, headers, message) => {
  const untar = await createUntar(folder, "a.tar");
  expect(() => untar.entry(expected, headers)).toThrow(
    expect.objectContaining({
      code: "ARCHIVE_READERS_DISAGREE",
      message: expect.stringContaining(message),
    }),
  );
  expect(readdirSync(folder)).toEqual([]);
});

test("an entry that nobody announced is not written", async () => {
  const untar = await createUntar(folder, "a.tar");
  untar.entry(FILE, entry("a", "x", { size: 1 }).subarray(0, 512));
  untar.body(Buffer.alloc(512));
  expect(() => untar.body(header({ name: "b" }))).toThrow(
    expect.objectContaining({ code: "ARCHIVE_READERS_DISAGREE" }),
  );
  expect(readdirSync(folder)).toEqual(["a"]);
});

test("content that ends too early is noticed", async () => {
  const untar = await createUntar(folder, "a.tar");
  untar.entry({ ...FILE, size: 9999 }, header({ name: "a", size: 9999 }));
  expect(() => untar.end()).toThrow(/Truncated input/);
});

test("the disk's own trouble is told as such", async () => {
  const untar = await createUntar(join(folder, "gone"), "a.tar");
  expect(() => untar.entry({ ...FILE, size: 0 }, header({ name: "a" }))).toThrow(
    expect.objectContaining({ code: "ENOENT" }),
  );
});
