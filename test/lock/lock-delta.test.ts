import { createHash } from "node:crypto";
import { fc, test as property } from "@fast-check/vitest";
import { describe, expect, test } from "vitest";
import { deltaOf, digestChange } from "../../src/lock/change.ts";
import { compareFiles } from "../../src/lock/file-delta.ts";
import { compareLocks, type LockContent } from "../../src/lock/lock-delta.ts";
import { lintFiles, ONE, THREE, TWO } from "./lint-files.ts";

const lock = (text: string): LockContent => ({
  format: "pip-requirements",
  pins: text === "" ? [] : lintFiles(text).pins,
  options: [],
});
const kinds = (before: string, after: string): string[] =>
  compareLocks(lock(before), lock(after)).changes.map(
    ({ kind, name, from, to }) => `${kind} ${name} ${from} ${to}`,
  );
const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex");

describe("compareLocks", () => {
  test.each<[string, string, string, string[]]>([
    ["nothing for layout", `a==1 --hash=${ONE}\n`, `# c\nA==1 --hash=${ONE}\n`, []],
    ["new", "", `a==1 --hash=${ONE}\n`, ["new a null 1"]],
    ["update", `a==1.9 --hash=${ONE}\n`, `a==1.10 --hash=${TWO}\n`, ["update a 1.9 1.10"]],
    [
      "downgrade",
      `a==1.0 --hash=${ONE}\n`,
      `a==1.0rc1 --hash=${TWO}\n`,
      ["downgrade a 1.0 1.0rc1"],
    ],
    ["rehash", `a==1 --hash=${ONE}\n`, `a==1 --hash=${TWO}\n`, ["rehash a 1 1"]],
    [
      "rehash in another spelling of the version",
      `a==1 --hash=${ONE}\n`,
      `a==1.0 --hash=${TWO}\n`,
      ["rehash a 1 1.0"],
    ],
    [
      "remove",
      `a==1 --hash=${ONE}\nb==1 --hash=${TWO}\n`,
      `b==1 --hash=${TWO}\n`,
      ["remove a 1 null"],
    ],
    ["a file more", `a==1 --hash=${ONE}\n`, `a==1 --hash=${ONE} --hash=${TWO}\n`, ["other a 1 1"]],
    ["a file less", `a==1 --hash=${ONE} --hash=${TWO}\n`, `a==1 --hash=${ONE}\n`, ["other a 1 1"]],
    [
      "a marker",
      `a==1 --hash=${ONE}\n`,
      `a==1 ; python_version > "3.8" --hash=${ONE}\n`,
      ["other a 1 1"],
    ],
    ["extras", `a==1 --hash=${ONE}\n`, `a[x]==1 --hash=${ONE}\n`, ["other a 1 1"]],
    [
      "another line of a package that was there: newer",
      `a==1 ; python_version < "3.8" --hash=${ONE}\n`,
      `a==1 ; python_version < "3.8" --hash=${ONE}\na==2 ; python_version >= "3.8" --hash=${TWO}\n`,
      ["update a 1 1, 2"],
    ],
    [
      "another line of a package that was there: older",
      `a==2 ; python_version >= "3.8" --hash=${ONE}\n`,
      `a==1 ; python_version < "3.8" --hash=${TWO}\na==2 ; python_version >= "3.8" --hash=${ONE}\n`,
      ["downgrade a 2 1, 2"],
    ],
    [
      "two lines that swap their versions, and their bytes on the way",
      `a==1 ; python_version < "3.8" --hash=${ONE}\na==2 ; python_version >= "3.8" --hash=${TWO}\n`,
      `a==2 ; python_version < "3.8" --hash=${THREE}\na==1 ; python_version >= "3.8" --hash=${THREE}\n`,
      ["rehash a 1, 2 1, 2"],
    ],
  ])("%s", (_why, before, after, expected) => {
    expect(kinds(before, after)).toEqual(expected);
  });

  const OLD = 'python_version < "3.0"';
  const SINCE = 'python_version >= "3.0"';
  test.each<[why: string, before: string, after: string, kinds: string[]]>([
    [
      "an update with a line of an older version that never applies",
      `a==7 --hash=${ONE}\n`,
      `a==8 ; ${SINCE} --hash=${TWO}\na==6 ; ${OLD} --hash=${THREE}\n`,
      ["downgrade", "update"],
    ],
    [
      "other bytes under one marker, and the known ones under another",
      `a==7 --hash=${ONE}\n`,
      `a==7 ; ${SINCE} --hash=${TWO}\na==7 ; ${OLD} --hash=${ONE}\n`,
      ["rehash", "other"],
    ],
    [
      "a line less, and with it an older version for some",
      `a==1 ; ${OLD} --hash=${ONE}\na==2 ; ${SINCE} --hash=${TWO}\n`,
      `a==1 --hash=${ONE}\n`,
      ["downgrade", "other"],
    ],
    [
      "a newer and an older line more",
      `a==1 ; ${OLD} --hash=${ONE}\n`,
      `a==1 ; ${OLD} --hash=${ONE}\na==2 ; python_version >= "3.9" --hash=${TWO}\na==0.1 ; ${SINCE} and python_version < "3.9" --hash=${THREE}\n`,
      ["downgrade", "update"],
    ],
    [
      "each line a newer version: none is held against that of another Python",
      `a==1 ; ${OLD} --hash=${ONE}\na==3 ; ${SINCE} --hash=${TWO}\n`,
      `a==2 ; ${OLD} --hash=${THREE}\na==4 ; ${SINCE} --hash=${ONE}\n`,
      ["update"],
    ],
    [
      "an update for some alone: the others keep theirs",
      `a==1 --hash=${ONE}\n`,
      `a==1 ; ${OLD} --hash=${ONE}\na==2 ; ${SINCE} --hash=${TWO}\n`,
      ["update", "other"],
    ],
    [
      "the files of a version divided among platforms",
      `a==1 --hash=${ONE} --hash=${TWO}\n`,
      `a==1 ; sys_platform == "linux" --hash=${ONE}\na==1 ; sys_platform != "linux" --hash=${TWO}\n`,
      ["other"],
    ],
    [
      "a file more for each of two platforms, whose files always differed",
      `a==1 ; sys_platform == "linux" --hash=${ONE}\na==1 ; sys_platform != "linux" --hash=${TWO}\n`,
      `a==1 ; sys_platform == "linux" --hash=${ONE} --hash=${THREE}\na==1 ; sys_platform != "linux" --hash=${TWO} --hash=${THREE}\n`,
      ["other"],
    ],
    ["one kind where there is one", `a==1 --hash=${ONE}\n`, `a==2 --hash=${TWO}\n`, ["update"]],
  ])("every kind that two lines of one environment show: %s", (_why, before, after, expected) => {
    const [one] = compareLocks(lock(before), lock(after)).changes;
    expect(one?.kinds).toEqual(expected);
    expect(one?.kind).toBe(expected[0]);
  });

  test("says of a change what it may be installed as, and what of that is new", () => {
    const { changes } = compareLocks(
      lock(`a==1.9 --hash=${ONE}\n`),
      lock(`a==1.10 ; python_version > "3" --hash=${TWO} --hash=${ONE}\n`),
    );
    expect(changes).toMatchObject([
      {
        purl: "pkg:pypi/a@1.10",
        hashes: [ONE, TWO].sort(),
        markers: ['python_version > "3"'],
        added: [TWO],
      },
    ]);
  });

  test("a local version is escaped in a package URL", () => {
    const { changes } = compareLocks(undefined, lock(`a==1+cpu --hash=${ONE}\n`));
    expect(changes[0]?.purl).toBe("pkg:pypi/a@1%2Bcpu");
  });

  test("an option is a change of its own", () => {
    const before = lock(`a==1 --hash=${ONE}\n`);
    const options = [{ file: "f", text: "--pre" }];
    const { changes } = compareLocks(before, { ...before, options });
    expect(changes).toMatchObject([
      { kind: "other", name: "(options)", from: null, to: "--pre", hashes: [], added: [] },
    ]);
    expect(compareLocks({ ...before, options }, { ...before, options }).changes).toEqual([]);
  });

  test("the order of options is part of a change where pip goes by it, and nowhere else", () => {
    const of = (...texts: readonly string[]): LockContent => ({
      ...lock(`a==1 --hash=${ONE}\n`),
      options: texts.map((text) => ({ file: "f", text })),
    });
    const [one, other] = [
      "--index-url https://a.example",
      "--index-url https://b.example",
    ] as const;
    const { changes } = compareLocks(of(one, other), of(other, one));
    expect(changes).toMatchObject([{ from: `${one}, ${other}`, to: `${other}, ${one}` }]);
    const added = (...texts: readonly string[]) =>
      compareLocks(of(), of(...texts)).changes[0]?.digest.hex;
    expect(added(one, other)).not.toBe(added(other, one));
    expect(added(one, "--pre")).toBe(added("--pre", one));
    expect(compareLocks(of(one, "--pre"), of("--pre", one)).changes).toEqual([]);
  });

  test("of a tool every platform is part of one change", () => {
    const tool = (version: string, platform: string, hash: string) => ({
      name: "trivy",
      version,
      extras: [],
      marker: platform,
      hashes: [hash],
      url: "https://example.org/",
      more: "bin trivy",
      file: "lockseal-tools.lock",
      line: 1,
    });
    const tools = (...pins: ReturnType<typeof tool>[]): LockContent => ({
      format: "lockseal-tools",
      pins,
      options: [],
    });
    const before = tools(tool("0.70.0", "darwin-arm64", ONE), tool("0.70.0", "linux-x64", TWO));
    const after = tools(tool("0.71.0", "darwin-arm64", TWO), tool("0.71.0", "linux-x64", THREE));
    expect(compareLocks(before, after).changes).toMatchObject([
      {
        kind: "update",
        name: "trivy",
        purl: "pkg:generic/trivy@0.71.0",
        markers: ["darwin-arm64", "linux-x64"],
      },
    ]);
    const swapped = tools(tool("0.70.0", "darwin-arm64", THREE), tool("0.70.0", "linux-x64", TWO));
    expect(compareLocks(before, swapped).changes).toMatchObject([{ kind: "rehash" }]);
  });
});

describe("the digest of a change", () => {
  test("is over the rows before and after, as documented", () => {
    const { changes, digest } = compareLocks(
      lock(`a==1 --hash=${ONE}\n`),
      lock(`a==2 --hash=${TWO}\n`),
    );
    const file = lock(`a==1 --hash=${ONE}\n`).pins[0]?.file;
    const expected = sha256(
      `["https://lockseal.dev/change/v0.1","a",[["a","1",[],null,["${ONE}"],null,"${file}"]],[["a","2",[],null,["${TWO}"],null,"${file}"]]]`,
    );
    expect(changes[0]?.digest.hex).toBe(expected);
    expect(digest.hex).toBe(sha256(`["https://lockseal.dev/delta/v0.1",["${expected}"]]`));
  });

  test("of a file is over its name and digest", () => {
    const bytes = Buffer.from("x");
    const { changes } = compareFiles([], [{ name: "lockseal.toml", bytes }]);
    expect(changes).toMatchObject([
      { kind: "new", from: null, to: sha256("x"), hashes: [`sha256:${sha256("x")}`] },
    ]);
    expect(changes[0]?.digest.hex).toBe(
      sha256(
        `["https://lockseal.dev/change/v0.1","lockseal.toml",[],[["lockseal.toml","${sha256("x")}"]]]`,
      ),
    );
    expect(compareFiles([{ name: "a", bytes }], []).changes).toMatchObject([
      { kind: "remove", to: null, hashes: [] },
    ]);
    expect(compareFiles([{ name: "a", bytes }], [{ name: "a", bytes }]).changes).toEqual([]);
  });

  const field = fc.oneof(fc.string(), fc.constant(null), fc.array(fc.string(), { maxLength: 2 }));
  const rows = fc.array(fc.array(field, { maxLength: 3 }), { maxLength: 3 });
  property.prop([fc.string(), rows, rows])(
    "does not depend on the order of rows",
    (name, one, other) => {
      const turned = digestChange(name, [...one].reverse(), [...other, ...other].reverse());
      expect(turned).toEqual(digestChange(name, one, other));
    },
  );

  property.prop([fc.string(), fc.string(), rows, rows])(
    "tells sides and names apart",
    (a, b, one, other) => {
      const text = (value: unknown): string => JSON.stringify(value);
      const set = (of: unknown[][]): string => text([...new Set(of.map(text))].sort());
      fc.pre(a !== b || set(one) !== set(other));
      expect(digestChange(a, one, other)).not.toEqual(digestChange(b, other, one));
    },
  );

  test("a name stands once in a delta", () => {
    const [change] = compareLocks(undefined, lock(`a==1 --hash=${ONE}\n`)).changes;
    if (change === undefined) throw new Error("no change");
    expect(() => deltaOf([change, change])).toThrow(RangeError);
  });
});
