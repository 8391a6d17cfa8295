import { fc, test as property } from "@fast-check/vitest";
import { describe, expect, test } from "vitest";
import { diagnoseLine, shorten } from "../../../src/lock/strict/diagnose.ts";
import { ONE } from "../lint-files.ts";

const source = (text: string) => ({ name: "r.txt", text, bom: false });

describe("diagnoseLine", () => {
  test.each([
    ["one line", "junk here\nnext\n", 10],
    ["lines that a backslash joins", "a \\\n b \\\n c\nnext\n", 12],
    ["a comment, which ends what it stands in", "a \\\n# b \\\nnext\n", 10],
    ["CR LF", "a \\\r\nb\r\nnext\r\n", 8],
    ["the end of the file", "a \\", 3],
  ])("goes as far as pip joins: %s", (_why, text, end) => {
    expect(diagnoseLine(source(text), 0).end).toBe(end);
  });

  test("starts where it is told", () => {
    const { problems, end } = diagnoseLine(source(`ok\nalpha>=1 --hash=${ONE}\n`), 3);
    expect(problems).toMatchObject([{ rule: "LOCK_NOT_PINNED", where: { line: 2, column: 1 } }]);
    expect(end).toBe(`ok\nalpha>=1 --hash=${ONE}\n`.length);
  });

  test("places a problem on the physical line it stands on", () => {
    const { problems } = diagnoseLine(source(`a==1 \\\n  --hash=${ONE} \\\n  --has=${ONE}\n`), 0);
    expect(problems).toMatchObject([
      { rule: "LOCK_OPTION_ABBREVIATED", where: { line: 3, column: 3 } },
    ]);
  });

  property.prop([
    fc
      .array(
        fc.constantFrom(
          "a",
          "==1",
          " ",
          "\t",
          "\\",
          "\\\n",
          "\n",
          "\r",
          "#",
          "--hash=",
          "-r",
          ONE,
          "\u00a0",
          "\ufeff",
          ";",
          "@",
          "'",
          "${X}",
        ),
        { minLength: 1, maxLength: 12 },
      )
      .map((parts) => parts.join("")),
  ])("always goes on, and always says something", (text) => {
    const { end, problems } = diagnoseLine(source(text), 0);
    expect(end).toBeGreaterThan(0);
    expect(problems.length).toBeGreaterThan(0);
    for (const { edit } of problems) {
      if (edit === undefined) continue;
      expect([edit.start >= 0, edit.start <= edit.end, edit.end <= text.length]).toEqual([
        true,
        true,
        true,
      ]);
    }
  });
});

test.each([
  ["80 characters as they are", "x".repeat(80), "x".repeat(80)],
  ["81 characters to 80", "x".repeat(81), `${"x".repeat(79)}…`],
  ["white space around not at all", "  x  ", "x"],
])("shorten keeps %s", (_why, text, expected) => {
  expect(shorten(text)).toBe(expected);
});
