import { fc, test as property } from "@fast-check/vitest";
import { describe, expect, test } from "vitest";
import { applyEdits } from "../../src/lock/fix.ts";
import { lintFiles, ONE, TWO, verdictOf } from "./lint-files.ts";

const HEX = ONE.slice("sha256:".length);

/** The text after one run of the fix. */
function fix(text: string): string {
  const lock = lintFiles(text);
  const [file] = applyEdits(lock.files, lock.problems);
  return file === undefined ? text : Buffer.from(file.bytes).toString("utf8");
}

describe("a fix", () => {
  test.each([
    ["upper-case hex", `a==1 --hash=sha256:${HEX.toUpperCase()}\n`, `a==1 --hash=${ONE}\n`],
    [
      "upper-case hex in quotes",
      `a==1 --hash="sha256:${HEX.toUpperCase()}"\n`,
      `a==1 --hash="${ONE}"\n`,
    ],
    ["an upper-case algorithm", `a==1 --hash=SHA256:${HEX}\n`, `a==1 --hash=${ONE}\n`],
    ["an abbreviated hash", `a==1 --has=${ONE} --h=${TWO}\n`, `a==1 --hash=${ONE} --hash=${TWO}\n`],
    [
      "an abbreviated option",
      `--only-b :all:\na==1 --hash=${ONE}\n`,
      `--only-binary :all:\na==1 --hash=${ONE}\n`,
    ],
    ["a tab before a hash", `a==1 \\\n\t--hash=${ONE}\n`, `a==1 \\\n --hash=${ONE}\n`],
    [
      "white space behind a backslash",
      `a==1 \\  \n    --hash=${ONE}\n`,
      `a==1 \\\n    --hash=${ONE}\n`,
    ],
    ["a glued backslash", `a==1\\\n--hash=${ONE}\n`, `a==1 \\\n--hash=${ONE}\n`],
    ["a backslash at the end", `a==1 --hash=${ONE} \\\n`, `a==1 --hash=${ONE}\n`],
    [
      "a backslash before an empty line",
      `a==1 --hash=${ONE} \\\n\nb==1 --hash=${TWO}\n`,
      `a==1 --hash=${ONE}\n\nb==1 --hash=${TWO}\n`,
    ],
    [
      "a backslash before a comment",
      `a==1 --hash=${ONE} \\\n    # via b\n`,
      `a==1 --hash=${ONE}\n    # via b\n`,
    ],
    [
      "a hidden line end in a comment",
      `# a\u2028b\na==1 --hash=${ONE}\n`,
      `# a b\na==1 --hash=${ONE}\n`,
    ],
    [
      "a control character in a comment",
      `# a\u202eb\na==1 --hash=${ONE}\n`,
      `# a b\na==1 --hash=${ONE}\n`,
    ],
    [
      "a coding comment",
      `# Package encoding: automatic\na==1 --hash=${ONE}\n`,
      `# Package encoding : automatic\na==1 --hash=${ONE}\n`,
    ],
    [
      "a bare CR",
      `a==1 --hash=${ONE}\rb==1 --hash=${TWO}\r\n`,
      `a==1 --hash=${ONE}\nb==1 --hash=${TWO}\r\n`,
    ],
  ])("of %s makes the lock sound", (_why, text, expected) => {
    expect(verdictOf(text)).not.toBe("accepted");
    expect(fix(text)).toBe(expected);
    expect(verdictOf(expected)).toBe("accepted");
  });

  test.each([
    [
      "a hash that belongs to nothing",
      `a==1 \\\n\n    --hash=${ONE}\n`,
      "LOCK_HASH_MISSING 1:1, LOCK_HASH_ORPHAN 3:5",
    ],
    ["a truncated digest", `a==1 --h=${ONE.slice(0, -1)}\n`, "LOCK_HASH_MALFORMED 1:13"],
    ["a range", `a>=1 --hash=SHA256:${HEX}\n`, "LOCK_NOT_PINNED 1:1"],
  ])("leaves %s to its user", (_why, text, remaining) => {
    expect(verdictOf(fix(text))).toBe(remaining);
  });

  test("keeps the byte order mark, CR LF and every other byte", () => {
    const text = `\ufeff# é \u2028 ü\r\na==1 \\ \r\n\t--has=SHA256:${HEX.toUpperCase()}  # 日本\r\n\r\n   b==1  --hash=${TWO}`;
    const end = fix(fix(fix(text)));
    expect(end).toBe(
      `\ufeff# é   ü\r\na==1 \\\r\n --hash=${ONE}  # 日本\r\n\r\n   b==1  --hash=${TWO}`,
    );
    expect(verdictOf(end)).toBe("accepted");
  });

  test("gives the files that change and no other, with their lines before and after", () => {
    const lock = lintFiles({
      "r.txt": `-r a.txt\nb==1 --hash=${ONE}\n`,
      "a.txt": `# 1\na==1 \\\n  --has=${ONE} \\\n  --h=${TWO}\n`,
    });
    expect(applyEdits(lock.files, lock.problems)).toEqual([
      {
        name: "a.txt",
        bytes: Buffer.from(`# 1\na==1 \\\n  --hash=${ONE} \\\n  --hash=${TWO}\n`),
        lines: [
          { line: 3, before: `  --has=${ONE} \\`, after: `  --hash=${ONE} \\` },
          { line: 4, before: `  --h=${TWO}`, after: `  --hash=${TWO}` },
        ],
      },
    ]);
  });

  test("of a sound lock is nothing", () => {
    const lock = lintFiles(`a==1 --hash=${ONE}\n`);
    expect(applyEdits(lock.files, lock.problems)).toEqual([]);
  });

  test("leaves the later of two edits that overlap", () => {
    const [file] = lintFiles("a==1\n").files;
    const edit = (start: number, end: number, text: string) => ({
      rule: "LOCK_DIALECT" as const,
      verdict: "refused" as const,
      subject: "requirements.txt",
      message: "",
      edit: { start, end, text },
    });
    const [fixed] = applyEdits(file === undefined ? [] : [file], [
      edit(1, 3, "="),
      edit(2, 4, "x"),
      edit(4, 4, "!"),
    ]);
    expect(Buffer.from(fixed?.bytes ?? []).toString()).toBe("a=1!\n");
  });
});

const pieces = fc.constantFrom(
  "a==1",
  "b==2",
  " ",
  "  ",
  "\t",
  "\n",
  "\r\n",
  "\r",
  " \\\n",
  "\\\n",
  "\\ \n",
  "# c",
  "#\u2028",
  "\u202e",
  "--hash=",
  "--has=",
  "--only-b",
  ":all:",
  ONE,
  TWO.toUpperCase(),
  `SHA256:${HEX}`,
  "# coding: rot13\n",
  "\ufeff",
  "é",
  "${X}",
);

property.prop([fc.array(pieces, { maxLength: 14 }).map((parts) => parts.join(""))], {
  numRuns: 1500,
})("fixing changes what the edits say and nothing else, and comes to an end", (start) => {
  let text = start;
  for (let run = 0; run < 12; run += 1) {
    const lock = lintFiles(text);
    const edits = lock.problems.flatMap(({ edit }) => (edit === undefined ? [] : [edit]));
    const fixed = fix(text);
    if (edits.length === 0) {
      expect(fixed).toBe(text);
      return;
    }
    // What no edit spans is still there, in order.
    const bom = text.startsWith("\ufeff") ? 1 : 0;
    const spanned = (at: number): boolean =>
      edits.some((edit) => at >= edit.start && at < edit.end);
    const kept = [...Array(text.length - bom).keys()]
      .filter((at) => !spanned(at))
      .map((at) => text.charAt(at + bom));
    let from = 0;
    for (const character of kept) {
      from = fixed.indexOf(character, from) + 1;
      expect(from).toBeGreaterThan(0);
    }
    text = fixed;
  }
  expect.unreachable(`still edits after twelve runs: ${JSON.stringify(start)}`);
});
