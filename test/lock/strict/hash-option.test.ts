import { describe, expect, test } from "vitest";
import { readHashOption } from "../../../src/lock/strict/hash-option.ts";
import { ONE } from "../lint-files.ts";

const FILES: readonly (readonly [why: string, text: string, end: number])[] = [
  ["the usual", ` --hash=${ONE}`, 79],
  ["several spaces", `   --hash=${ONE} `, 81],
  ["a continuation", ` \\\n    --hash=${ONE}\n`, 85],
  ["a continuation with CR LF", ` \\\r\n--hash=${ONE}\r\n`, 82],
  ["a space for the equals sign", ` --hash  ${ONE}`, 80],
  ["quotes", ` --hash="${ONE}"`, 81],
  ["sha512", ` --hash=sha512:${"a".repeat(128)}`, 143],
];

describe("readHashOption", () => {
  test.each(FILES)("reads %s", (_why, text, end) => {
    const hashes: string[] = [];
    expect(readHashOption(text, 0, hashes)).toBe(end);
    expect(hashes).toHaveLength(1);
    expect(hashes[0]).toMatch(/^sha(256|512):[0-9a-f]+$/);
  });

  test.each([
    ["no white space", `--hash=${ONE}`],
    ["a tab", `\t--hash=${ONE}`],
    ["two continuations", ` \\\n \\\n --hash=${ONE}`],
    ["a backslash that joins nothing", ` \\ --hash=${ONE}`],
    ["a tab behind the line end", ` \\\n\t--hash=${ONE}`],
    ["65 digits", ` --hash=${ONE}0`],
    ["63 digits", ` --hash=${ONE.slice(0, -1)}`],
    ["upper-case hex", ` --hash=${ONE.replaceAll("a", "A")}`],
    ["a digit that is not ASCII", ` --hash=${ONE.slice(0, -1)}１`],
    ["a comment that is glued to it", ` --hash=${ONE}#`],
    ["a no-break space behind it", ` --hash=${ONE}\u00a0`],
    ["a longer option", ` --hashes=${ONE}`],
    ["a quote that nothing closes", ` --hash="${ONE}`],
    ["md5", ` --hash=md5:${"a".repeat(32)}`],
    ["nothing", " "],
    ["the end of the text", " --hash="],
  ])("reads nothing of %s", (_why, text) => {
    const hashes: string[] = [];
    expect(readHashOption(text, 0, hashes)).toBe(-1);
    expect(hashes).toEqual([]);
  });
});
