import { describe, expect, test } from "vitest";
import { parseChecksums } from "../../src/tool/checksums.ts";
import { findChecksum } from "../../src/tool/find-checksum.ts";

const A = "a".repeat(64);
const B = "b".repeat(64);
const LONG = "c".repeat(128);
const list = (...lines: string[]) =>
  parseChecksums(Buffer.from(`${lines.join("\n")}\n`), { what: "SHA256SUMS" });

describe("findChecksum", () => {
  test.each<[why: string, lines: string[], name: string, found: [string, number][]]>([
    ["the very name", [`${A}  x`, `${B}  y`], "y", [["sha256", 2]]],
    ["the very name before one with a folder", [`${A}  linux/x`, `${B}  x`], "x", [["sha256", 2]]],
    ["a name with ./ before it", [`${A}  ./x`], "x", [["sha256", 1]]],
    ["a name asked for with ./", [`${A}  x`], "./x", [["sha256", 1]]],
    ["the last part of a path", [`${A}  dist/x`], "x", [["sha256", 1]]],
    [
      "the last parts of a path",
      [`${A}  out/linux/x`, `${B}  out/mac/x`],
      "mac/x",
      [["sha256", 2]],
    ],
    [
      "every algorithm",
      [`SHA256 (x) = ${A}`, `SHA512 (x) = ${LONG}`],
      "x",
      [
        ["sha256", 1],
        ["sha512", 2],
      ],
    ],
    ["one of two paths with the same digest", [`${A}  a/x`, `${A}  b/x`], "x", [["sha256", 1]]],
  ])("finds %s", (_why, lines, name, found) => {
    const entries = findChecksum(list(...lines), name);
    expect(entries.map(({ algorithm, line }) => [algorithm, line])).toEqual(found);
  });

  test.each<[why: string, lines: string[], name: string]>([
    ["another name", [`${A}  x`], "y"],
    ["the end of a name", [`${A}  tool-x`], "x"],
    ["a name in another case", [`${A}  X`], "x"],
    ["a folder", [`${A}  dist/x`], "dist"],
    ["nothing", [`${A}  dist/`], ""],
  ])("does not find %s", (_why, lines, name) => {
    expect(() => findChecksum(list(...lines), name)).toThrow(
      expect.objectContaining({ code: "CHECKSUM_MISSING" }),
    );
  });

  test.each<[why: string, lines: string[]]>([
    ["other digests", [`${A}  linux/x`, `${B}  mac/x`]],
    ["other algorithms", [`SHA256 (linux/x) = ${A}`, `SHA512 (mac/x) = ${LONG}`]],
    ["one digest more", [`${A}  linux/x`, `${A}  mac/x`, `SHA512 (mac/x) = ${LONG}`]],
  ])("refuses two paths with %s", (_why, lines) => {
    expect(() => findChecksum(list(...lines), "x")).toThrow(
      expect.objectContaining({
        code: "CHECKSUM_AMBIGUOUS",
        details: { names: ["linux/x", "mac/x"] },
        message: expect.stringContaining('"linux/x" in line 1 and "mac/x" in line'),
      }),
    );
  });

  test("takes no longer for many paths of one name", () => {
    const lines = Array.from({ length: 50_000 }, (_, index) => `${A}  ${index}/x`);
    expect(findChecksum(list(...lines), "x")[0].line).toBe(1);
  });
});
