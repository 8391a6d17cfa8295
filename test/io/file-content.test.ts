import { createHash } from "node:crypto";
import { appendFileSync, truncateSync } from "node:fs";
import { expect, test } from "vitest";
import { holdContent } from "../../src/bytes/signed-content.ts";
import { contentOfFile } from "../../src/io/file-content.ts";
import { Folder } from "../fakes/checkout.ts";
import { refusalOf } from "../fakes/refusal.ts";

/** More than a piece, and no multiple of it. */
const BYTES = Buffer.alloc(2_500_000, "0123456789abc");

function fileOf(bytes: Uint8Array): string {
  const folder = new Folder().write("file", bytes);
  return folder.at("file");
}

test("gives every digest, and the bytes, of a file larger than a piece", () => {
  const content = contentOfFile(fileOf(BYTES));
  for (const algorithm of ["sha256", "blake2b512", "sha512"] as const)
    expect(content.digests([algorithm]).get(algorithm)).toEqual(
      createHash(algorithm).update(BYTES).digest(),
    );
  expect(Buffer.compare(holdContent(content, BYTES.length, "file"), BYTES)).toBe(0);
});

test("holds so much and no more", () => {
  const content = contentOfFile(fileOf(BYTES));
  expect(refusalOf(() => holdContent(content, BYTES.length - 1, "file"))).toMatchObject({
    code: "INPUT_TOO_LARGE",
  });
});

test.each<[string, (path: string) => void]>([
  ["longer", (path) => appendFileSync(path, "x")],
  ["shorter", (path) => truncateSync(path, 5)],
])("refuses a file that became %s since, whatever is asked then", (_, change) => {
  const path = fileOf(BYTES);
  const content = contentOfFile(path);
  content.digests(["sha256"]);
  change(path);
  const expected = {
    code: "FILE_UNREADABLE",
    message: expect.stringContaining("changed while it was verified"),
  };
  expect(refusalOf(() => content.digests(["sha512"]))).toMatchObject(expected);
  expect(refusalOf(() => holdContent(content, 1e9, "file"))).toMatchObject(expected);
});

test.each<[string, string, string]>([
  ["nothing", "no", "FILE_MISSING"],
  ["a folder", ".", "FILE_UNREADABLE"],
])("refuses %s", (_, name, code) => {
  const path = new Folder().at(name);
  expect(refusalOf(() => contentOfFile(path).digests(["sha256"]))).toMatchObject({ code });
});
