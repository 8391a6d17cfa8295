import { describe, expect, test } from "vitest";
import { comparePins } from "../../src/lock/delta.ts";
import { lintFiles, ONE, THREE, TWO } from "./lint-files.ts";

const changes = (before: string, after: string) =>
  comparePins(lintFiles(before).pins, lintFiles(after).pins).map(
    ({ kind, name, before: one, after: other, added, removed }) => ({
      kind,
      name,
      versions: [one?.version ?? null, other?.version ?? null],
      added,
      removed,
    }),
  );

describe("comparePins", () => {
  test.each<[string, string, string, object[]]>([
    [
      "nothing where only layout differs",
      `a==1 --hash=${ONE} --hash=${TWO}\n`,
      `# c\nA==1 --hash=${TWO} \\\n --hash=${ONE}\n`,
      [],
    ],
    [
      "new",
      "",
      `a==1 --hash=${TWO} --hash=${ONE}\n`,
      [{ kind: "new", name: "a", versions: [null, "1"], added: [ONE, TWO], removed: [] }],
    ],
    [
      "removed",
      `a==1 --hash=${ONE}\n`,
      "",
      [{ kind: "removed", name: "a", versions: ["1", null], added: [], removed: [ONE] }],
    ],
    [
      "updated",
      `a==1.9 --hash=${ONE}\n`,
      `a==1.10 --hash=${TWO}\n`,
      [{ kind: "updated", name: "a", versions: ["1.9", "1.10"], added: [TWO], removed: [ONE] }],
    ],
    [
      "downgraded",
      `a==1.0 --hash=${ONE}\n`,
      `a==1.0rc1 --hash=${TWO}\n`,
      [
        {
          kind: "downgraded",
          name: "a",
          versions: ["1.0", "1.0rc1"],
          added: [TWO],
          removed: [ONE],
        },
      ],
    ],
    [
      "rehashed",
      `a==1 --hash=${ONE}\n`,
      `a==1 --hash=${TWO}\n`,
      [{ kind: "rehashed", name: "a", versions: ["1", "1"], added: [TWO], removed: [ONE] }],
    ],
    [
      "rehashed where the version is only spelt apart",
      `a==1 --hash=${ONE}\n`,
      `a==1.0 --hash=${TWO}\n`,
      [{ kind: "rehashed", name: "a", versions: ["1", "1.0"], added: [TWO], removed: [ONE] }],
    ],
    [
      "rehashed where a hash is only gone",
      `a==1 --hash=${ONE} --hash=${TWO}\n`,
      `a==1 --hash=${ONE}\n`,
      [{ kind: "rehashed", name: "a", versions: ["1", "1"], added: [], removed: [TWO] }],
    ],
    [
      "files added",
      `a==1 --hash=${ONE}\n`,
      `a==1 --hash=${ONE} --hash=${TWO}\n`,
      [{ kind: "files added", name: "a", versions: ["1", "1"], added: [TWO], removed: [] }],
    ],
    [
      "altered by a marker",
      `a==1 --hash=${ONE}\n`,
      `a==1 ; os_name == "nt" --hash=${ONE}\n`,
      [{ kind: "altered", name: "a", versions: ["1", "1"], added: [], removed: [] }],
    ],
    [
      "altered by extras",
      `a==1 --hash=${ONE}\n`,
      `a[x]==1 --hash=${ONE}\n`,
      [{ kind: "altered", name: "a", versions: ["1", "1"], added: [], removed: [] }],
    ],
    [
      "altered to a reference",
      `a==1 --hash=${ONE}\n`,
      `a @ https://x.example/a-1-py3-none-any.whl --hash=${ONE}\n`,
      [{ kind: "altered", name: "a", versions: ["1", "1"], added: [], removed: [] }],
    ],
    [
      "several, by name",
      `b==1 --hash=${ONE}\nc==1 --hash=${ONE}\n`,
      `c==2 --hash=${ONE}\na==1 --hash=${ONE}\n`,
      [
        { kind: "new", name: "a" },
        { kind: "removed", name: "b" },
        { kind: "updated", name: "c" },
      ],
    ],
  ])("gives %s", (_why, before, after, expected) => {
    expect(changes(before, after)).toMatchObject(expected);
    expect(changes(before, after)).toHaveLength(expected.length);
  });

  const nt = (version: string, hash: string): string =>
    `a==${version} ; os_name == "nt" --hash=${hash}\n`;
  const posix = (version: string, hash: string): string =>
    `a==${version} ; os_name == "posix" --hash=${hash}\n`;

  test("matches the lines of one package by marker, in any order", () => {
    expect(changes(nt("1", ONE) + posix("2", TWO), posix("2", THREE) + nt("1", ONE))).toEqual([
      { kind: "rehashed", name: "a", versions: ["2", "2"], added: [THREE], removed: [TWO] },
    ]);
  });

  test("gives a line more of one package as new", () => {
    expect(changes(nt("1", ONE), nt("1", ONE) + posix("2", TWO))).toMatchObject([
      { kind: "new", versions: [null, "2"] },
    ]);
  });

  test("gives a line less of one package as removed", () => {
    expect(changes(nt("1", ONE) + posix("2", TWO), nt("1", ONE))).toMatchObject([
      { kind: "removed", versions: ["2", null] },
    ]);
  });

  test("pairs lines whose markers changed", () => {
    expect(changes(nt("1", ONE), posix("1", ONE))).toMatchObject([{ kind: "altered" }]);
  });
});
