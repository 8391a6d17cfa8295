import { describe, expect, test } from "vitest";
import { comparePlan, refuseDifferences } from "../../src/archive/differences.ts";
import {
  createPlan,
  foldersOf,
  formatPlanEntry,
  modeToSet,
  type PlanEntry,
} from "../../src/archive/plan.ts";

const [ZEROS, ONES] = ["0".repeat(64), "1".repeat(64)];
const file = (path: string, more: object = {}): PlanEntry => ({
  path,
  kind: "file",
  mode: 0o644,
  size: 1,
  sha256: ZEROS,
  ...more,
});

test.each<[why: string, kind: "file" | "directory", mode: number, expected: number]>([
  ["a program's mode stays", "file", 0o755, 0o755],
  ["setuid goes", "file", 0o4755, 0o755],
  ["setgid and sticky go", "directory", 0o3777, 0o755],
  ["writing for others goes", "file", 0o666, 0o644],
  ["a file its owner may not read is readable", "file", 0, 0o400],
  ["a folder its owner may not enter can be entered", "directory", 0, 0o700],
  ["a file without a write bit stays so", "file", 0o444, 0o444],
])("%s", (_why, kind, mode, expected) => {
  expect(modeToSet({ kind, mode })).toBe(expected);
});

test("foldersOf names every folder once, parents first", () => {
  const plan = createPlan([
    file("a/b/c"),
    { path: "a", kind: "directory", mode: 0o1777, size: 0 },
    { path: "z/y", kind: "directory", mode: 0, size: 0 },
  ]);
  expect([...foldersOf(plan)]).toEqual([
    ["a", 0o755],
    ["a/b", 0o755],
    ["z", 0o755],
    ["z/y", 0o700],
  ]);
});

test.each<[entry: PlanEntry, line: string]>([
  [file("a b"), `file 0644 1 ${ZEROS} "a b"`],
  [{ path: "d", kind: "directory", mode: 0o1755, size: 0 }, 'directory 1755 0 - "d"'],
  [
    { path: "l", kind: "symlink", mode: 0o777, size: 0, target: "../x" },
    'symlink 0777 0 "../x" "l"',
  ],
])("an entry is written as one line", (entry, line) => {
  expect(formatPlanEntry(entry)).toBe(line);
});

describe("comparePlan names", () => {
  const link = (target: string): PlanEntry => ({
    path: "l",
    kind: "symlink",
    mode: 0o777,
    size: 0,
    target,
  });
  test.each<
    [
      why: string,
      pinned: readonly PlanEntry[],
      found: readonly PlanEntry[],
      what: readonly string[],
    ]
  >([
    ["nothing where all is equal", [file("a"), link("a")], [link("a"), file("a")], []],
    ["what is missing", [file("a"), file("b")], [file("a")], ["b missing"]],
    ["what is more", [file("a")], [file("a"), file("b")], ["b extra"]],
    ["other bytes", [file("a")], [file("a", { sha256: ONES })], ["a bytes"]],
    [
      "another size alone, as the bytes must differ",
      [file("a")],
      [file("a", { size: 2, sha256: ONES })],
      ["a size"],
    ],
    ["another mode", [file("a")], [file("a", { mode: 0o4644 })], ["a mode"]],
    ["another kind", [link("a")], [file("l")], ["l kind"]],
    ["another target", [link("a")], [link("b")], ["l target"]],
    [
      "all, by path",
      [file("a"), file("c")],
      [file("b"), file("c", { mode: 0, sha256: ONES })],
      ["a missing", "b extra", "c mode", "c bytes"],
    ],
  ])("%s", (_why, pinned, found, what) => {
    const differences = comparePlan(pinned, createPlan(found));
    expect(differences.map((one) => `${one.path} ${one.what}`)).toEqual(what);
  });
});

test("a refusal shows five differences and has all", () => {
  const differences = comparePlan(
    [],
    createPlan(["a", "b", "c", "d", "e", "f"].map((path) => file(path))),
  );
  expect(() => refuseDifferences("a.tar", differences)).toThrow(
    expect.objectContaining({
      code: "ARCHIVE_DIFFERS",
      message: expect.stringMatching(
        /^a\.tar: "a": expected no such entry, found a file; .*"e".*; and 1 more$/,
      ),
      details: { differences },
    }),
  );
  expect(() => refuseDifferences("a.tar", [])).not.toThrow();
});
