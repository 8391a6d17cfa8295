import { expect, test } from "vitest";
import { Refusal, type RefusalCode } from "../../../src/errors.ts";
import type { ZipCase } from "./case.ts";
import { CONTENT_CASES, LARGE_CASES } from "./hostile-content.ts";
import { MISMATCH_CASES } from "./hostile-headers.ts";
import { KIND_CASES } from "./hostile-names.ts";
import { END_CASES, ZIP64_CASES } from "./hostile-records.ts";
import { outcomeOf } from "./outcome.ts";

const CASES = new Map(
  [END_CASES, ZIP64_CASES, MISMATCH_CASES, CONTENT_CASES, LARGE_CASES, KIND_CASES]
    .flat()
    .map((one: ZipCase) => [one[0], one] as const),
);

async function refusalOf(id: string): Promise<Refusal> {
  const made = CASES.get(id);
  const found = made === undefined ? undefined : await outcomeOf(made[2]());
  if (found instanceof Refusal) return found;
  throw new Error(`no refusal of ${id}`);
}

test.each<[id: string, code: RefusalCode, message: string]>([
  ["html", "ARCHIVE_FORMAT", "a.zip: expected a zip archive, found a web page"],
  [
    "end-none",
    "ARCHIVE_TRUNCATED",
    "a.zip: offset 211: expected an end of central directory record, found the end",
  ],
  [
    "end-trailing-zeros",
    "ARCHIVE_TRAILING",
    "a.zip: offset 233: expected the end, found 512 more bytes",
  ],
  [
    "end-in-comment",
    "ARCHIVE_HEADER",
    "a.zip: offset 211: expected one end record, found another in its comment",
  ],
  [
    "zip64-end-differs-entries",
    "ARCHIVE_HEADER",
    "a.zip: offset 211: expected end records that agree on the entries of the directory, found 2, and 1 without zip64",
  ],
  [
    "prefix-stub",
    "ARCHIVE_HEADER",
    "a.zip: offset 0: expected an entry at the first byte, found 17 bytes before the first",
  ],
  [
    "local-size",
    "ARCHIVE_HEADER",
    'a.zip: entry "tool" at offset 0: expected size 27, as the central directory has it, found size 7',
  ],
  [
    "local-name",
    "ARCHIVE_HEADER",
    'a.zip: entry "tool" at offset 0: expected name "tool", as the central directory has it, found "evil"',
  ],
  [
    "local-hidden",
    "ARCHIVE_HEADER",
    'a.zip: entry "tool" at offset 0: expected the next entry right behind its content, found 57 bytes between',
  ],
  [
    "flag-encrypted",
    "ARCHIVE_UNSUPPORTED",
    'a.zip: entry "tool" at offset 63: expected an entry that everyone can read, found an encrypted one',
  ],
  [
    "method-93",
    "ARCHIVE_UNSUPPORTED",
    'a.zip: entry "tool" at offset 63: expected an entry that is stored or deflated, found method 93 (zstd)',
  ],
  [
    "large-crc",
    "ARCHIVE_COMPRESSION",
    'a.zip: entry "large" at offset 35: expected content with the CRC-32 00000007, found 4e6e8601',
  ],
  [
    "deflate-trailing",
    "ARCHIVE_TRAILING",
    'a.zip: entry "tool" at offset 34: expected a deflate stream up to the end of the entry, found 6 bytes behind it',
  ],
  [
    "kind-fifo",
    "ARCHIVE_TYPE",
    'a.zip: entry "tool" at offset 63: expected a file, a folder or a link, found a pipe',
  ],
])("%s says what was expected and found", async (id, code, message) => {
  expect(await refusalOf(id)).toMatchObject({ code, message });
});

test.each<[id: string, hint: RegExp]>([
  ["html", /^check that the download is the file that was meant/],
  ["end-none", /^fetch it again$/],
  ["end-trailing", /^do not use it/],
  ["local-size", /^do not unpack it by other means/],
  ["prefix-stub", /^ask its publisher for the plain archive/],
  ["flag-encrypted", /^ask its publisher for a plain one/],
  ["large-crc", /^fetch it again/],
  ["kind-fifo", /tell its publisher$/],
])("%s says what to do next", async (id, hint) => {
  expect((await refusalOf(id)).hint).toMatch(hint);
});

test("every refusal has a hint", async () => {
  for (const [id, , make, outcome] of CASES.values()) {
    if (outcome === "accepted" || outcome === "ARCHIVE_LIMIT") continue;
    const found = await outcomeOf(make());
    expect(found instanceof Refusal && found.hint, id).toBeTruthy();
  }
});
