import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fc, test as property } from "@fast-check/vitest";
import { describe, expect, test } from "vitest";
import { formatPinsTable } from "../../src/lock/pins.ts";
import { type LintedLock, lintClosure } from "../../src/lock/rules.ts";
import { lintFiles, ONE, THREE, TWO, verdictOf } from "./lint-files.ts";

const LOCKS = join(import.meta.dirname, "../../testdata/locks");
const REAL = readdirSync(LOCKS, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => [name, readFileSync(join(LOCKS, name, "requirements.txt"))] as const);

function lint(bytes: Uint8Array): LintedLock {
  return lintClosure({ name: "requirements.txt", bytes }, () => ({
    why: "unreadable",
    found: "no such file",
  }));
}

describe("real locks", () => {
  test.each(REAL)("%s is sound, and no pin and no hash is lost", (_name, bytes) => {
    const lock = lint(bytes);
    expect(lock.problems).toEqual([]);
    // Counted as a reader would: every line with a version, every word that gives a hash.
    const lines = bytes.toString("latin1").split(/\r?\n/);
    const pins = lines.filter((line) => /^[A-Za-z0-9]\S*==/.test(line));
    const hashes = lines.flatMap((line) =>
      line.split(" ").filter((word) => word.startsWith("--hash=")),
    );
    expect(lock.pins).toHaveLength(pins.length);
    expect(lock.pins.reduce((sum, pin) => sum + pin.hashes.length, 0)).toBe(hashes.length);
  });

  test.each(REAL)(
    "%s reads the same with CR LF, a byte order mark and without the last line end",
    (_name, bytes) => {
      const text = bytes.toString("utf8").replaceAll("\r\n", "\n");
      const table = formatPinsTable(lint(bytes).pins);
      for (const other of [text.replaceAll("\n", "\r\n"), `\ufeff${text}`, text.trimEnd()])
        expect(formatPinsTable(lint(Buffer.from(other)).pins)).toBe(table);
    },
  );
});

describe("problems", () => {
  test("come by file, line and column", () => {
    const lock = lintFiles({
      "b.txt": "-r a.txt\nbeta==1.0 \\\n\n--has=x\nalpha==1.0\n",
      "a.txt": "gamma\n",
    });
    const places = lock.problems.map(
      ({ where }) => `${where?.file}:${where?.line}:${where?.column}`,
    );
    expect(places).toEqual(["a.txt:1:1", "b.txt:2:11", "b.txt:4:1", "b.txt:5:1"]);
  });

  test("leave no pins where one refuses, and all where one warns", () => {
    expect(lintFiles(`alpha==1.0 --hash=${ONE}\nbeta==1.0\n`).pins).toEqual([]);
    expect(lintFiles(`alpha==1.0 --hash=${ONE}\n`.repeat(2)).pins).toHaveLength(2);
  });
});

// Bounded work, not a measured time: each of these took from seconds to minutes where a pattern
// tried every way to divide a run of white space.
describe("hostile sizes end soon", () => {
  test.each([
    ["a line of 2 MB", "a".repeat(2e6)],
    ["a line of 2 MB of words", "a ".repeat(1e6)],
    ["100,000 backslashes", "\\".repeat(1e5)],
    ["100,000 backslashes before a letter", `${"\\".repeat(1e5)}x`],
    ["100,000 continued lines", "a \\\n".repeat(1e5)],
    ["1 MB of number signs", "#".repeat(1e6)],
    ["200,000 number signs apart", `-r a${" #".repeat(2e5)}\\`],
    ["100,000 spaces in an option", `-r a${" ".repeat(1e5)}x`],
    ["100,000 spaces behind a version", `a==1${" ".repeat(1e5)}x`],
    ["200,000 tabs and spaces behind a version", `a==1${" \t".repeat(1e5)}x`],
    ["100,000 spaces in extras", `a [${" ".repeat(1e5)}x`],
    ["100,000 spaces in parentheses", `a (${" ".repeat(1e5)}==1`],
    ["100,000 spaces in a marker", `a==1 ;${" ".repeat(1e5)}\u2028`],
    ["100,000 extras", `a[${"a,".repeat(1e5)}]==1`],
    ["100,000 slashes", `${"/".repeat(1e5)} x`],
    ["100,000 parts of a version", `a==${"1.".repeat(1e5)}x`],
    ["100,000 options", "--hash ".repeat(1e5)],
    ["300,000 carriage returns", "\r".repeat(3e5)],
    ["100,000 variables in an index", `-i https://${"${A}".repeat(1e5)}x`],
    [
      "10,000 parentheses in a marker",
      `a==1 ; ${"(".repeat(1e4)}os_name == "a"${")".repeat(1e4)} --hash=${ONE}`,
    ],
    [
      "20,000 comparisons in a marker",
      `a==1 ; ${"os_name == 'a' or ".repeat(2e4)}os_name == 'a' --hash=${ONE}`,
    ],
    ["100,000 lines with a problem", "alpha\n".repeat(1e5)],
    [
      "100,000 packages without a hash",
      Array.from({ length: 1e5 }, (_, at) => `p${at}==1\n`).join(""),
    ],
    ["1,000,000 lines with a problem", "a\n".repeat(1e6)],
    ["1,000,000 options", "--pre\n".repeat(1e6)],
    ["30,000 weak hashes on one line", `a==1${" --hash=md5:a".repeat(3e4)}\n`],
    ["30,000 tabs before an option", `a${"\t--a".repeat(3e4)}\n`],
    ["30,000 lines of one option each, joined", `a==1${" \\\n --a".repeat(3e4)}\n`],
    ["1,000,000 joined lines", "\\\n".repeat(1e6)],
  ])("%s", (_why, text) => {
    const { files, problems } = lint(Buffer.from(text));
    expect(files).toHaveLength(1);
    // What nobody can read to its end is not worth the memory.
    expect(problems.length).toBeLessThan(250_000);
  });

  test("a large file that is included 200 times", () => {
    const many = Array.from({ length: 5e3 }, (_, at) => `p${at}==1 --hash=${ONE}\n`).join("");
    const { problems } = lintFiles({ "r.txt": "-r m.txt\n".repeat(200), "m.txt": many });
    expect(problems.filter(({ where }) => where?.file === "m.txt").length).toBeLessThan(6e3);
    expect(problems.map(({ message }) => message).join()).toContain("100000 requirements, options");
  });
});

describe("any bytes", () => {
  property.prop([fc.uint8Array({ maxLength: 300 })], { numRuns: 500 })(
    "give a verdict",
    (bytes) => {
      expect(lint(bytes).files).toHaveLength(1);
    },
  );

  const edits = fc.array(
    fc.tuple(
      fc.nat(),
      fc.nat(4),
      fc.oneof(
        fc.uint8Array({ maxLength: 3 }),
        fc.constantFrom(..." \t\r\n\\#;-=\"'${}".split("").map((text) => Buffer.from(text))),
      ),
    ),
    { minLength: 1, maxLength: 4 },
  );
  const small = REAL.filter(([, bytes]) => bytes.length < 30_000);
  property.prop([fc.constantFrom(...small), edits], { numRuns: 300 })(
    "of a damaged lock give a verdict, and pins only where it is sound",
    ([, bytes], changes) => {
      let damaged: Uint8Array = bytes;
      for (const [at, removed, added] of changes) {
        const start = at % damaged.length;
        damaged = Buffer.concat([
          damaged.subarray(0, start),
          added,
          damaged.subarray(start + removed),
        ]);
      }
      const lock = lint(damaged);
      if (lock.problems.some(({ verdict }) => verdict === "refused")) expect(lock.pins).toEqual([]);
      else expect(lock.pins).not.toEqual([]);
    },
  );

  test.each(small.slice(0, 2))("of %s, cut anywhere, give a verdict", (_name, bytes) => {
    for (let length = 0; length < Math.min(bytes.length, 700); length += 1)
      expect(lint(bytes.subarray(0, length)).files).toHaveLength(1);
  });
});

describe("every change of one character", () => {
  const lock = `# note\nAl_pha[x]==1.0 ; os_name == "nt" \\\n    --hash=${ONE} \\\n    --hash=${TWO}\nbeta==2.0 --hash=${THREE} # why\n`;
  const before = lintFiles(lock);
  const table = formatPinsTable(before.pins);
  // Where a change may leave the table as it is: comments, white space, the spelling of what is normalised.
  const silent = /#.*|[ \t]+|\n|[A-Za-z_]+\[|\]|==|[\\]|_(?=name)|a(?===)|=(?=sha)/g;
  const silentAt = new Set(
    [...lock.matchAll(silent)].flatMap((match) =>
      Array.from({ length: match[0].length + 1 }, (_, at) => match.index + at),
    ),
  );
  const CHARACTERS = [..." \t\n\r\\#;:=-_.,'\"()[]{}$@/+!*<>~0aAzgé\u00a0\u2028\0"];

  test("is refused, or shows in the table, or is one that says nothing", () => {
    const unseen: string[] = [];
    for (let at = 0; at <= lock.length; at += 1) {
      const mutants = [
        lock.slice(0, at) + lock.slice(at + 1),
        ...CHARACTERS.flatMap((character) => [
          lock.slice(0, at) + character + lock.slice(at),
          lock.slice(0, at) + character + lock.slice(at + 1),
        ]),
      ];
      for (const mutant of mutants) {
        if (mutant === lock) continue;
        const { problems, pins } = lintFiles(mutant);
        const refused = problems.some(({ verdict }) => verdict === "refused");
        if (!refused && formatPinsTable(pins) === table && !silentAt.has(at)) unseen.push(mutant);
      }
    }
    expect(unseen).toEqual([]);
  });

  test("of a digest is refused or shows", () => {
    const at = lock.indexOf(ONE) + "sha256:".length;
    for (let digit = at; digit < at + 64; digit += 1) {
      const mutant = `${lock.slice(0, digit)}0${lock.slice(digit + 1)}`;
      expect(formatPinsTable(lintFiles(mutant).pins)).not.toBe(table);
    }
    expect(verdictOf(lock)).toBe("accepted");
  });
});
