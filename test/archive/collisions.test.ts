import { describe, expect, test } from "vitest";
import { createPathTable, foldPath } from "../../src/archive/collisions.ts";
import type { EntryKind } from "../../src/archive/plan.ts";

type Entry = readonly [path: string, kind: EntryKind, mode?: number];

function take(entries: readonly Entry[]): boolean[] {
  const table = createPathTable();
  return entries.map(([path, kind, mode = 0o755], at) =>
    table.take(path, kind, mode, { archive: "a.tar", entry: path, at }),
  );
}

describe("a path table takes", () => {
  test.each<[why: string, entries: readonly Entry[], isNew: readonly boolean[]]>([
    [
      "files beside each other",
      [
        ["a", "file"],
        ["b", "file"],
      ],
      [true, true],
    ],
    [
      "a folder and its files",
      [
        ["d", "directory"],
        ["d/a", "file"],
      ],
      [true, true],
    ],
    [
      "files before their folder",
      [
        ["d/a", "file"],
        ["d", "directory"],
      ],
      [true, true],
    ],
    [
      "a folder twice alike",
      [
        ["d", "directory"],
        ["d", "directory"],
      ],
      [true, false],
    ],
    [
      "names that differ in more than case",
      [
        ["a-b", "file"],
        ["a_b", "file"],
      ],
      [true, true],
    ],
  ])("%s", (_why, entries, isNew) => {
    expect(take(entries)).toEqual(isNew);
  });
});

describe("a path table refuses", () => {
  test.each<[why: string, entries: readonly Entry[]]>([
    [
      "a file twice",
      [
        ["a", "file"],
        ["a", "file"],
      ],
    ],
    [
      "a file in another case",
      [
        ["README", "file"],
        ["readme", "file"],
      ],
    ],
    [
      "a composed and a decomposed letter",
      [
        ["\u00e9", "file"],
        ["e\u0301", "file"],
      ],
    ],
    [
      "ß and ss",
      [
        ["straße", "file"],
        ["strasse", "file"],
      ],
    ],
    [
      "the capital ß and ss",
      [
        ["\u1e9e", "file"],
        ["SS", "file"],
      ],
    ],
    [
      "both small sigmas",
      [
        ["ς", "file"],
        ["σ", "file"],
      ],
    ],
    [
      "a ligature and its letters",
      [
        ["\ufb01x", "file"],
        ["fix", "file"],
      ],
    ],
    [
      "the kelvin sign and k",
      [
        ["\u212a", "file"],
        ["k", "file"],
      ],
    ],
    [
      "a character that HFS+ ignores",
      [
        [".git\ufe0f", "file"],
        [".git", "file"],
      ],
    ],
    [
      "a file and then a folder",
      [
        ["a", "file"],
        ["a", "directory"],
      ],
    ],
    [
      "a folder and then a file",
      [
        ["a", "directory"],
        ["a", "file"],
      ],
    ],
    [
      "files in it and then a file",
      [
        ["a/b", "file"],
        ["a", "file"],
      ],
    ],
    [
      "a file as a folder",
      [
        ["a", "file"],
        ["a/b", "file"],
      ],
    ],
    [
      "a symbolic link as a folder",
      [
        ["a", "symlink"],
        ["a/b", "file"],
      ],
    ],
    [
      "a hard link as a folder",
      [
        ["a", "hardlink"],
        ["a/b/c", "file"],
      ],
    ],
    [
      "a folder in another case",
      [
        ["Lib/a", "file"],
        ["lib/b", "file"],
      ],
    ],
    [
      "a link over a file",
      [
        ["a", "file"],
        ["a", "symlink"],
      ],
    ],
    [
      "a link over a folder",
      [
        ["a", "directory"],
        ["a", "symlink"],
      ],
    ],
    [
      "a folder over a link",
      [
        ["a", "symlink"],
        ["a", "directory"],
      ],
    ],
    [
      "a folder over a link in another case",
      [
        ["a", "symlink"],
        ["A", "directory"],
      ],
    ],
    [
      "a folder again with another mode",
      [
        ["a", "directory"],
        ["a", "directory", 0o700],
      ],
    ],
  ])("%s", (_why, entries) => {
    expect(() => take(entries)).toThrow(expect.objectContaining({ code: "ARCHIVE_COLLISION" }));
    expect(take(entries.slice(0, 1))).toEqual([true]);
  });
});

test("a path table knows what has a path, by its exact spelling", () => {
  const table = createPathTable();
  table.take("d/a", "file", 0o644, { archive: "a.tar", entry: "d/a", at: 0 });
  expect([table.kindOf("d"), table.kindOf("d/a"), table.kindOf("D"), table.kindOf("x")]).toEqual([
    "directory",
    "file",
    undefined,
    undefined,
  ]);
});

test("foldPath leaves apart what no disk takes for the same", () => {
  expect(foldPath("ä")).not.toBe(foldPath("a"));
  expect(foldPath("a/b")).not.toBe(foldPath("ab"));
});
