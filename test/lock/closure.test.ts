import { describe, expect, test } from "vitest";
import {
  type ClosureReader,
  MAX_INCLUDES,
  readClosure,
  resolveInclude,
} from "../../src/lock/closure.ts";
import { type Files, lintFiles, ONE, TWO, verdictOf } from "./lint-files.ts";

const ALPHA = `alpha==1.0 --hash=${ONE}\n`;
const BETA = `beta==1.0 --hash=${TWO}\n`;

describe("includes", () => {
  test.each<[string, Files, string]>([
    ["f01 a file beside the lock", { "r.txt": "-r base.txt\n", "base.txt": ALPHA }, "accepted"],
    ["f07 the lock itself", { "r.txt": `${ALPHA}-r r.txt\n` }, "LOCK_INCLUDE_LOOP 2:1"],
    [
      "f07 the lock itself as a constraint",
      { "r.txt": `${ALPHA}-c r.txt\n` },
      "LOCK_INCLUDE_LOOP 2:1",
    ],
    [
      "f07 two files that include each other",
      { "r.txt": `${ALPHA}-r a.txt\n`, "a.txt": "-r r.txt\n" },
      "LOCK_INCLUDE_LOOP a.txt:1:1",
    ],
    [
      "f07 a loop behind a detour of ./",
      { "r.txt": `${ALPHA}-r ./r.txt\n` },
      "LOCK_INCLUDE_LOOP 2:1",
    ],
    [
      "f08 a file that is not there",
      { "r.txt": `${ALPHA}-r none.txt\n` },
      "LOCK_INCLUDE_UNREADABLE 2:1",
    ],
    ["f09 a file in a folder", { "r.txt": "-r sub/a.txt\n", "sub/a.txt": ALPHA }, "accepted"],
    [
      "f10 a file beside the file that includes it",
      { "r.txt": "-r sub/a.txt\n", "sub/a.txt": "-r b.txt\n", "sub/b.txt": ALPHA },
      "accepted",
    ],
    [
      "f10 a file above the file that includes it",
      { "r.txt": "-r sub/a.txt\n", "sub/a.txt": "-r ../b.txt\n", "b.txt": ALPHA },
      "accepted",
    ],
    [
      "f11 a file above the root",
      { "r.txt": `${ALPHA}-r ../base.txt\n` },
      "LOCK_INCLUDE_OUTSIDE 2:1",
    ],
    [
      "f11 a file above the root, from a folder",
      { "r.txt": "-r sub/a.txt\n", "sub/a.txt": `${ALPHA}-r ../../b.txt\n` },
      "LOCK_INCLUDE_OUTSIDE sub/a.txt:2:1",
    ],
    [
      "f11 a folder and back",
      { "r.txt": "-r sub/../base.txt\n", "base.txt": ALPHA },
      "LOCK_INCLUDE_OUTSIDE 1:1",
    ],
    ["f11 a full path", { "r.txt": `${ALPHA}-r /etc/base.txt\n` }, "LOCK_INCLUDE_OUTSIDE 2:1"],
    ["f52 a URL", { "r.txt": `${ALPHA}-r http://x.example/base.txt\n` }, "LOCK_INCLUDE_REMOTE 2:1"],
    ["f52 a file URL", { "r.txt": `${ALPHA}-r file:base.txt\n` }, "LOCK_INCLUDE_REMOTE 2:1"],
    [
      "f58 a URL as a constraint",
      { "r.txt": `${ALPHA}-c https://x.example/c.txt\n` },
      "LOCK_INCLUDE_REMOTE 2:1",
    ],
    [
      "f16 -r inside -c",
      { "r.txt": `${ALPHA}-c c.txt\n`, "c.txt": "-r base.txt\n", "base.txt": BETA },
      "LOCK_INCLUDE_IN_CONSTRAINT c.txt:1:1",
    ],
    [
      "f16 -r inside -c inside -c",
      { "r.txt": `${ALPHA}-c c.txt\n`, "c.txt": "-c d.txt\n", "d.txt": "-r base.txt\n" },
      "LOCK_INCLUDE_IN_CONSTRAINT d.txt:1:1",
    ],
    [
      "f16 -c inside -c",
      { "r.txt": `${ALPHA}-c c.txt\n`, "c.txt": "-c d.txt\n", "d.txt": "alpha==1.0\n" },
      "accepted",
    ],
    [
      "f17 -c inside -r",
      { "r.txt": "-r a.txt\n", "a.txt": `${ALPHA}-c c.txt\n`, "c.txt": "alpha==1.0\n" },
      "accepted",
    ],
    [
      "a diamond of constraints",
      {
        "r.txt": `${ALPHA}-c a.txt\n-c b.txt\n`,
        "a.txt": "-c c.txt\n",
        "b.txt": "-c c.txt\n",
        "c.txt": "alpha==1.0\n",
      },
      "accepted",
    ],
    [
      "a problem inside an included file",
      { "r.txt": `${ALPHA}-r a.txt\n`, "a.txt": "beta==1.0\n" },
      "LOCK_HASH_MISSING a.txt:1:1",
    ],
    [
      "an included file that is not UTF-8",
      { "r.txt": `${ALPHA}-r a.txt\n`, "a.txt": Buffer.from([0xff]) },
      "LOCK_NOT_UTF8",
    ],
    [
      "an included file with a coding comment",
      { "r.txt": `${ALPHA}-r a.txt\n`, "a.txt": `# coding: rot13\n${BETA}` },
      "LOCK_CODING_COMMENT a.txt:1:3",
    ],
    [
      "an included file that locks nothing",
      { "r.txt": `${ALPHA}-r a.txt\n`, "a.txt": "# nothing\n" },
      "accepted",
    ],
    ["only constraints", { "r.txt": "-c c.txt\n", "c.txt": "alpha==1.0\n" }, "LOCK_EMPTY"],
  ])("%s", (_why, files, expected) => {
    expect(verdictOf(files)).toBe(expected);
  });

  test("a diamond locks the file's pins twice, and warns", () => {
    const files = {
      "r.txt": "-r a.txt\n-r b.txt\n",
      "a.txt": "-r base.txt\n",
      "b.txt": "-r base.txt\n",
      "base.txt": ALPHA,
    };
    const lock = lintFiles(files);
    expect(lock.files.map(({ name }) => name)).toEqual(["r.txt", "a.txt", "base.txt", "b.txt"]);
    expect(lock.pins.map(({ name, file }) => `${name} ${file}`)).toEqual([
      "alpha base.txt",
      "alpha base.txt",
    ]);
    expect(lock.problems).toEqual([]);
  });

  test("pins come in the order in which pip meets them", () => {
    const files = {
      "r.txt": `a==1 --hash=${ONE}\n-r b.txt\nd==1 --hash=${ONE}\n`,
      "b.txt": `b==1 --hash=${ONE}\nc==1 --hash=${ONE}\n`,
    };
    expect(lintFiles(files).pins.map(({ name }) => name)).toEqual(["a", "b", "c", "d"]);
  });

  test(`at most ${MAX_INCLUDES} files, and one more is refused`, () => {
    const names = (count: number): string[] =>
      Array.from({ length: count }, (_, at) => `f${at}.txt`);
    const closure = (count: number): Files => ({
      "r.txt":
        ALPHA +
        names(count)
          .map((name) => `-r ${name}\n`)
          .join(""),
      ...Object.fromEntries(names(count).map((name) => [name, "# nothing\n"])),
    });
    expect(verdictOf(closure(MAX_INCLUDES))).toBe("accepted");
    expect(verdictOf(closure(MAX_INCLUDES + 1))).toBe(`LOCK_TOO_LARGE ${MAX_INCLUDES + 2}:1`);
  });

  test("files that include the next one twice end soon", () => {
    const files = Object.fromEntries(
      Array.from({ length: 40 }, (_, at) => [`f${at}.txt`, `-r f${at + 1}.txt\n`.repeat(2)]),
    );
    expect(verdictOf({ ...files, "f40.txt": ALPHA })).toContain("LOCK_TOO_LARGE");
  });

  test("what the reader says is outside is refused as outside", () => {
    const read: ClosureReader = () => ({ why: "outside", found: "a symbolic link to /etc/passwd" });
    const root = { name: "r.txt", bytes: Buffer.from("-r link.txt\n") };
    expect(readClosure(root, read)).toMatchObject({
      complete: false,
      problems: [{ rule: "LOCK_INCLUDE_OUTSIDE", found: "a symbolic link to /etc/passwd" }],
    });
  });
});

describe("resolveInclude", () => {
  test.each([
    ["beside", "b.txt", "a.txt", "b.txt"],
    ["beside, from a folder", "b.txt", "x/a.txt", "x/b.txt"],
    ["./", "./b.txt", "x/a.txt", "x/b.txt"],
    ["././", "././b.txt", "x/a.txt", "x/b.txt"],
    ["../", "../b.txt", "x/a.txt", "b.txt"],
    ["../../", "../../y/b.txt", "x/z/a.txt", "y/b.txt"],
    ["out of the root", "../b.txt", "a.txt", undefined],
    ["down and up", "y/../b.txt", "a.txt", undefined],
    ["/./ inside", "y/./b.txt", "a.txt", undefined],
    ["//", "y//b.txt", "a.txt", undefined],
    ["a full path", "/b.txt", "a.txt", undefined],
    ["a backslash", "y\\b.txt", "a.txt", undefined],
    ["a folder only", "..", "x/a.txt", undefined],
    ["nothing", "", "a.txt", undefined],
    ["a slash at the end", "b.txt/", "a.txt", undefined],
  ])("%s", (_why, reference, from, expected) => {
    expect(resolveInclude(reference, from)).toBe(expected);
  });
});
