import { describe, expect, test } from "vitest";
import { pinnedLimits, UNPINNED_LIMITS } from "../../src/archive/limits.ts";
import type { PlanEntry } from "../../src/archive/plan.ts";
import { createPlanBuilder, type EntryHeader } from "../../src/archive/plan-builder.ts";
import type { RefusalCode } from "../../src/errors.ts";

type Entry = Partial<EntryHeader> & Pick<EntryHeader, "name">;
const SHA = "0".repeat(64);
const symlink = (name: string, target: string): Entry => ({ name, kind: "symlink", target });
const hardlink = (name: string, target: string): Entry => ({ name, kind: "hardlink", target });

function build(entries: readonly Entry[], limits = UNPINNED_LIMITS, pinned?: PlanEntry[]) {
  const builder = createPlanBuilder({ archive: "a.tar", limits, pinned });
  for (const [index, header] of entries.entries()) {
    const whole: EntryHeader = { kind: "file", mode: 0o644, size: 0, ...header };
    builder.countHeader(index * 512);
    const entry = builder.begin(whole, index * 512);
    if (entry.kind === "file") builder.endFile(entry, SHA);
  }
  return builder.finish();
}

describe("a plan has", () => {
  test.each<[why: string, entries: readonly Entry[], paths: readonly string[]]>([
    ["its entries by path", [{ name: "b" }, { name: "./a", size: 3 }], ["a", "b"]],
    [
      "no entry for the root, and one for a folder that comes twice",
      [
        { name: "./", kind: "directory" },
        { name: "d/a" },
        { name: "d/", kind: "directory" },
        { name: "d", kind: "directory" },
      ],
      ["d", "d/a"],
    ],
    [
      "links to what comes later",
      [symlink("bin/x", "../lib/x"), { name: "lib/x" }],
      ["bin/x", "lib/x"],
    ],
    ["links to links", [{ name: "a" }, symlink("b", "a"), symlink("c", "./b")], ["a", "b", "c"]],
    [
      "a link through a link",
      [{ name: "v1/f" }, symlink("now", "v1"), symlink("f", "now/f")],
      ["f", "now", "v1/f"],
    ],
    ["a link to the root", [{ name: "d/f" }, symlink("d/r", "..")], ["d/f", "d/r"]],
    ["hard links to a file before", [{ name: "a" }, hardlink("b", "./a")], ["a", "b"]],
  ])("%s", (_why, entries, paths) => {
    expect(build(entries).entries.map(({ path }) => path)).toEqual(paths);
  });

  test("the bytes of its files together", () => {
    expect(
      build([
        { name: "a", size: 3 },
        { name: "b", size: 4 },
      ]).totalBytes,
    ).toBe(7);
  });
});

describe("no plan is made", () => {
  test.each<[why: string, entries: readonly Entry[], code: RefusalCode, found: string]>([
    ["of nothing", [], "ARCHIVE_EMPTY", "found none"],
    ["of a root alone", [{ name: ".", kind: "directory" }], "ARCHIVE_EMPTY", "found none"],
    ["of a file with a folder's name", [{ name: "a/" }], "ARCHIVE_NAME", "one of a folder"],
    ["of a file that is the root", [{ name: "." }], "ARCHIVE_NAME", "one of a folder"],
    ["of a path taken twice", [{ name: "a" }, { name: "./a" }], "ARCHIVE_COLLISION", 'file "a"'],
    ["of a link without a target", [{ name: "a" }, symlink("b", "")], "ARCHIVE_LINK", "none"],
    ["of an absolute link", [symlink("a", "/etc")], "ARCHIVE_LINK", '"/etc"'],
    ["of a link out", [symlink("a", "../x")], "ARCHIVE_LINK", "leads out"],
    [
      "of a link out from below",
      [{ name: "d/a" }, symlink("d/b", "../../x")],
      "ARCHIVE_LINK",
      "leads out",
    ],
    [
      "of a link that climbs behind a name",
      [{ name: "d/a" }, symlink("b", "d/../d/a")],
      "ARCHIVE_LINK",
      "d/../d/a",
    ],
    ["of a link by drive", [symlink("a", "C:x")], "ARCHIVE_LINK", "drive"],
    ["of a link with backslashes", [symlink("a", "..\\x")], "ARCHIVE_LINK", "backslash"],
    ["of a link with a control", [symlink("a", "b\nc")], "ARCHIVE_LINK", "U+000A"],
    ["of a link to nothing", [symlink("a", "b")], "ARCHIVE_LINK", "nothing"],
    ["of a link to itself", [symlink("a", "a")], "ARCHIVE_LINK", "circles"],
    ["of links in circles", [symlink("a", "b"), symlink("b", "a")], "ARCHIVE_LINK", "circles"],
    ["of a link through a file", [{ name: "a" }, symlink("b", "a/c")], "ARCHIVE_LINK", "nothing"],
    [
      "of a file below a link",
      [symlink("a", "."), { name: "a/b" }],
      "ARCHIVE_COLLISION",
      'symlink "a"',
    ],
    ["of a hard link to nothing", [hardlink("a", "b")], "ARCHIVE_LINK", "nothing planned"],
    [
      "of a hard link to what comes later",
      [hardlink("a", "b"), { name: "b" }],
      "ARCHIVE_LINK",
      "nothing planned",
    ],
    ["of a hard link to itself", [hardlink("a", "a")], "ARCHIVE_LINK", "nothing planned"],
    [
      "of a hard link to a link",
      [{ name: "a" }, symlink("b", "a"), hardlink("c", "b")],
      "ARCHIVE_LINK",
      "a symlink",
    ],
    [
      "of a hard link to a folder",
      [{ name: "a", kind: "directory" }, hardlink("c", "a")],
      "ARCHIVE_LINK",
      "a directory",
    ],
    ["of a hard link out", [hardlink("a", "../x")], "ARCHIVE_LINK", "a way out"],
  ])("%s", (_why, entries, code, found) => {
    expect(() => build(entries)).toThrow(
      expect.objectContaining({ code, message: expect.stringContaining(found) }),
    );
  });

  test("where a chain of links is longer than Linux follows", () => {
    const chain = (length: number) =>
      Array.from({ length }, (_, at) => symlink(`l${at}`, at === 0 ? "f" : `l${at - 1}`));
    expect(build([{ name: "f" }, ...chain(40)]).entries).toHaveLength(41);
    expect(() => build([{ name: "f" }, ...chain(41)])).toThrow(/circles/);
  });

  test.each<[why: string, entries: readonly Entry[], limits: object, message: string]>([
    [
      "of one header too many",
      [{ name: "a" }, { name: "b" }, { name: "c" }],
      { maxHeaders: 2 },
      "a.tar: expected at most 2 headers, found more at offset 1024",
    ],
    [
      "of one byte too many",
      [
        { name: "a", size: 4 },
        { name: "b", size: 4 },
      ],
      { maxTotalBytes: 7 },
      "a.tar: expected at most 7 bytes unpacked, found more at offset 512",
    ],
  ])("%s", (_why, entries, limit, message) => {
    const [name = "", bound = 0] = Object.entries(limit)[0] ?? [];
    expect(() => build(entries, { ...UNPINNED_LIMITS, [name]: bound })).toThrow(
      expect.objectContaining({ code: "ARCHIVE_LIMIT", message }),
    );
    expect(build(entries, { ...UNPINNED_LIMITS, [name]: bound + 1 }).entries).toHaveLength(
      entries.length,
    );
  });
});

describe("with pins", () => {
  const pinned: PlanEntry[] = [
    { path: "a", kind: "file", mode: 0o644, size: 3, sha256: SHA },
    { path: "d", kind: "directory", mode: 0o755, size: 0 },
  ];
  const good: Entry[] = [
    { name: "a", size: 3 },
    { name: "d/", kind: "directory", mode: 0o755 },
  ];

  test("exactly the pinned entries make a plan", () => {
    expect(build(good, pinnedLimits(pinned), pinned).entries).toEqual(pinned);
  });

  test.each<[why: string, entries: readonly Entry[], message: string]>([
    ["an entry more", [...good, { name: "e" }], '"e": expected no such entry, found a file'],
    ["an entry less", good.slice(1), '"a": expected a file, found no such entry'],
    [
      "another mode",
      [{ ...good[0], name: "a", mode: 0o4755 }],
      "expected mode 0644, found mode 4755",
    ],
    ["another size", [{ ...good[0], name: "a", size: 4 }], "expected 3 bytes, found 4 bytes"],
    ["another kind", [{ name: "a", kind: "directory" }], "expected a file, found a directory"],
  ])("%s makes none", (_why, entries, message) => {
    expect(() => build(entries, pinnedLimits(pinned), pinned)).toThrow(
      expect.objectContaining({
        code: "ARCHIVE_DIFFERS",
        message: expect.stringContaining(message),
      }),
    );
  });

  test("the size of an entry is judged before its bytes come", () => {
    const builder = createPlanBuilder({ archive: "a", limits: pinnedLimits(pinned), pinned });
    const header: EntryHeader = { name: "a", kind: "file", mode: 0o644, size: 1e9 };
    expect(() => builder.begin(header, 0)).toThrow(/expected 3 bytes, found 1000000000 bytes/);
  });
});
