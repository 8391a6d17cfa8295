import { describe, expect, test } from "vitest";
import { type PlannedZipEntry, readZip, type ZipReading } from "../../../src/archive/zip/read.ts";
import { readAgain } from "../../../src/archive/zip/second-reader.ts";
import { sourceOfBytes, type ZipSource } from "../../../src/archive/zip/source.ts";
import { Refusal } from "../../../src/errors.ts";
import { zip } from "../../fakes/zip.ts";
import { within } from "./outcome.ts";

const bytes = zip([
  { name: "a", content: "first" },
  { name: "d/" },
  { name: "l", content: "a", mode: 0o120777 },
  { name: "z", content: Buffer.alloc(300_000, "z"), method: 0 },
]);
const source = sourceOfBytes("a.zip", bytes);
const reading = await readZip(source, within());

async function contents(of: ZipReading, from: ZipSource = source): Promise<string[]> {
  const found: string[] = [];
  for await (const { entry, content } of readAgain(from, of)) {
    const chunks: Uint8Array[] = [];
    for await (const chunk of content) chunks.push(chunk);
    const bytes = Buffer.concat(chunks);
    found.push(`${entry.approved.path} ${bytes.length > 9 ? bytes.length : bytes}`);
  }
  return found;
}

test("delivers every entry, with its content", async () => {
  expect(await contents(reading)).toEqual(["a first", "d ", "l a", "z 300000"]);
});

/** Changes what the first reader has of the first entry. */
function first(changes: Partial<PlannedZipEntry["located"]>): ZipReading {
  const entries = reading.entries.map((entry, index) =>
    index === 0 ? { ...entry, located: { ...entry.located, ...changes } } : entry,
  );
  return { ...reading, entries };
}

describe("refuses an entry of which it sees another", () => {
  test.each<[what: string, seen: ZipReading]>([
    ["name", first({ name: "b" })],
    ["size", first({ size: 6 })],
    ["compressed size", first({ compressedSize: 6 })],
    ["CRC-32", first({ crc32: 6 })],
    ["method", first({ method: 0 })],
    ["offset", first({ offset: 1 })],
    ["attributes", first({ externalAttributes: 1 })],
    ["start of content", first({ dataOffset: 1 })],
    ["number", { ...reading, entries: reading.entries.slice(0, -1) }],
    ["number, fewer", { ...reading, entries: [...reading.entries, ...reading.entries.slice(-1)] }],
    [
      "content",
      {
        ...reading,
        entries: reading.entries.map((entry) => ({ ...entry, sha256: "0".repeat(64) })),
      },
    ],
  ])("%s", async (_what, seen) => {
    await expect(contents(seen)).rejects.toMatchObject({ code: "ARCHIVE_READERS_DISAGREE" });
  });
});

/** A file that is not what it was when the first reader read it. */
function changed(change: (bytes: Buffer) => void): ZipSource {
  const copy = Buffer.from(bytes);
  change(copy);
  return sourceOfBytes("a.zip", copy);
}

describe("refuses a file that changed since", () => {
  test.each<[why: string, change: (bytes: Buffer) => void]>([
    ["no end record", (copy) => copy.fill(0, copy.length - 22)],
    ["no central directory", (copy) => copy.fill(0, copy.indexOf("PK\x01\x02"))],
    ["no local header", (copy) => copy.fill(0, 0, 4)],
    ["no deflate stream", (copy) => copy.fill(0xff, 31, 33)],
    ["another stored content", (copy) => copy.write("y", copy.lastIndexOf("zz"))],
  ])("%s", async (_why, change) => {
    await expect(contents(reading, changed(change))).rejects.toMatchObject({
      code: "ARCHIVE_READERS_DISAGREE",
    });
  });
});

test.each([
  ["an end record", bytes.length - 1],
  ["a local header", 0],
  ["content", 40_000],
])("keeps the refusal of %s that cannot be read", async (_what, at) => {
  const failing: ZipSource = {
    ...source,
    read(offset, length) {
      if (offset <= at && at < offset + length)
        throw new Refusal("FILE_UNREADABLE", "a.zip: expected bytes, found EIO", { path: "a.zip" });
      return source.read(offset, length);
    },
  };
  await expect(contents(reading, failing)).rejects.toMatchObject({ code: "FILE_UNREADABLE" });
});
