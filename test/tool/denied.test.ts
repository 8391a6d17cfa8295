import { describe, expect, test } from "vitest";
import { findDenied, lineOfDenied } from "../../src/tool/denied.ts";

describe("findDenied", () => {
  test.each<[why: string, deny: readonly string[], version: string, expected: string | undefined]>([
    ["the same version", ["0.71.0"], "0.71.0", "0.71.0"],
    ["a v in the entry", ["v0.71.0"], "0.71.0", "v0.71.0"],
    ["a v in the version", ["0.71.0"], "v0.71.0", "0.71.0"],
    ["a capital V", ["V1"], "1", "V1"],
    ["one of several", ["1", "2", "3"], "2", "2"],
    ["another version", ["0.71.0"], "0.71.1", undefined],
    ["a version that begins alike", ["0.7"], "0.71.0", undefined],
    ["a word that begins with v", ["vnext"], "next", undefined],
    ["nothing denied", [], "1", undefined],
  ])("%s", (_, deny, version, expected) => {
    expect(findDenied(deny, version)).toBe(expected);
  });
});

describe("lineOfDenied", () => {
  test.each<[why: string, text: string, expected: number | undefined]>([
    ["its own line", '[tools.a]\nversion = "1"\ndeny = ["1"]\n', 3],
    ["an array of several lines", "[tools.a]\ndeny = [\n  '0',\n  '1',\n]\n", 4],
    ["not the same text elsewhere", '[tools.a]\nversion = "1"\ndeny = ["0", "1"]', 3],
    ["not in another table", '[tools.b]\ndeny = ["1"]\n[tools.a]\ndeny = ["1"]\n', 4],
    ["the table, where it is spelled otherwise", '[tools.a]\r\ndeny = ["\\u0031"]\r\n', 1],
    ["nothing without a table of its own", 'tools = { a = { deny = ["1"] } }', undefined],
  ])("%s", (_, text, expected) => {
    expect(lineOfDenied(text, "a", "1")).toBe(expected);
  });
});
