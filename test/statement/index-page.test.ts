import { fc, test as property } from "@fast-check/vitest";
import { describe, expect, test } from "vitest";
import { Refusal } from "../../src/errors.ts";
import { parseIndexPage } from "../../src/statement/index-page.ts";

const A = "a".repeat(64);
const FILE = {
  filename: "click-8.1.8-py3-none-any.whl",
  url: "https://files.example/click.whl",
  hashes: { sha256: A },
  size: 98_188,
  "upload-time": "2026-11-20T03:00:00.123456Z",
  provenance: "https://index.example/integrity/click/provenance",
  yanked: false,
};
const read = (...files: unknown[]) =>
  parseIndexPage(Buffer.from(JSON.stringify({ meta: {}, name: "click", files })), "page");

describe("parseIndexPage", () => {
  test("reads what an index says of a file", () => {
    expect(read(FILE)).toEqual([
      {
        name: FILE.filename,
        sha256: A,
        uploadTime: "2026-11-20T03:00:00Z",
        size: 98_188,
        provenance: FILE.provenance,
      },
    ]);
  });

  test.each<[string, object, object]>([
    [
      "an index of before PEP 700",
      { "upload-time": undefined, size: undefined },
      { uploadTime: null, size: null },
    ],
    [
      "a time without a fraction",
      { "upload-time": "2026-11-20T03:00:00Z" },
      { uploadTime: "2026-11-20T03:00:00Z" },
    ],
    [
      "a time of another zone",
      { "upload-time": "2026-11-20T03:00:00+00:00" },
      { uploadTime: null },
    ],
    ["a day that does not exist", { "upload-time": "2026-02-30T03:00:00Z" }, { uploadTime: null }],
    ["a time that is a number", { "upload-time": 1 }, { uploadTime: null }],
    ["a negative size", { size: -1 }, { size: null }],
    ["a size with a fraction", { size: 1.5 }, { size: null }],
    ["no attestations", { provenance: null }, { provenance: null }],
  ])("takes %s for what it says", (_why, fields, expected) => {
    expect(read({ ...FILE, ...fields })).toMatchObject([expected]);
  });

  test("passes over a file that no lock can name", () => {
    expect(read({ ...FILE, hashes: { md5: "x" } }, { ...FILE, hashes: { sha256: "A" } })).toEqual(
      [],
    );
    expect(read()).toEqual([]);
  });

  test.each<[string, string, string]>([
    ["HTML", "<html></html>", "JSON_MALFORMED"],
    ["a list", "[]", "INDEX_ANSWER_MALFORMED"],
    ["no files", "{}", "INDEX_ANSWER_MALFORMED"],
    ["a file without hashes", '{"files":[{"filename":"a.whl"}]}', "INDEX_ANSWER_MALFORMED"],
    [
      "a file name that is a path",
      `{"files":[{"filename":"../a.whl","hashes":{"sha256":"${A}"}}]}`,
      "INDEX_ANSWER_MALFORMED",
    ],
    ["a key twice", '{"files":[],"files":[]}', "JSON_MALFORMED"],
  ])("refuses %s", (_why, text, code) => {
    expect(() => parseIndexPage(Buffer.from(text), "page")).toThrow(
      expect.objectContaining({ code }),
    );
  });

  property.prop([fc.jsonValue()])("gives a value or a refusal, whatever it reads", (value) => {
    try {
      read(value);
    } catch (error) {
      expect(error).toBeInstanceOf(Refusal);
    }
  });
});
