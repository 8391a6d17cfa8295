import { expect, test } from "vitest";
import type { JsonValue } from "../../src/bytes/json.ts";
import { failLayout } from "../../src/layout/layout-failure.ts";
import { formatRule, parseRule } from "../../src/layout/rule.ts";
import { refusalOf } from "../fakes/refusal.ts";

const parse = (rule: JsonValue) => parseRule(rule, "rule", failLayout("layout"));

test.each<[words: string, expected: string]>([
  ["CREATE a", "CREATE a"],
  ["delete a", "DELETE a"],
  ["Modify a/*", "MODIFY a/*"],
  ["ALLOW ./a", "ALLOW a"],
  ["DISALLOW *", "DISALLOW *"],
  ["REQUIRE [x].txt", "REQUIRE [x].txt"],
  ["REQUIRE a/../b", "REQUIRE b"],
  ["MATCH a WITH PRODUCTS FROM s", "MATCH a WITH PRODUCTS FROM s"],
  ["match a with Materials from s", "MATCH a WITH MATERIALS FROM s"],
  ["MATCH * IN here/ WITH PRODUCTS FROM s", "MATCH * IN here WITH PRODUCTS FROM s"],
  ["MATCH * WITH PRODUCTS IN there FROM s", "MATCH * WITH PRODUCTS IN there FROM s"],
  [
    "MATCH * IN ./here WITH PRODUCTS IN there//x FROM s",
    "MATCH * IN here WITH PRODUCTS IN there/x FROM s",
  ],
  ["MATCH * IN . WITH PRODUCTS FROM s", "MATCH * WITH PRODUCTS FROM s"],
  ["DISALLOW /a", "DISALLOW /a"],
  ["ALLOW git+https://host.example/a@*", "ALLOW git+https://host.example/a@*"],
  ["MATCH * IN .. WITH PRODUCTS FROM s", "MATCH * IN .. WITH PRODUCTS FROM s"],
])("%s is read as %s", (words, expected) => {
  expect(formatRule(parse(words.split(" ")))).toBe(expected);
});

test.each<[why: string, rule: JsonValue]>([
  ["no list", "ALLOW *"],
  ["nothing", []],
  ["a keyword alone", ["ALLOW"]],
  ["two patterns", ["ALLOW", "a", "b"]],
  ["a word that is no text", ["ALLOW", 1]],
  ["an unknown keyword", ["PERMIT", "*"]],
  ["a match of 5 words", ["MATCH", "a", "WITH", "PRODUCTS", "FROM"]],
  ["a match without its side", ["MATCH", "a", "WITH", "FILES", "FROM", "s"]],
  ["a match with words in another order", ["MATCH", "a", "FROM", "s", "WITH", "PRODUCTS"]],
  ["a match of 7 words", ["MATCH", "a", "WITH", "PRODUCTS", "FROM", "s", "x"]],
  ["a match of 12 words", "MATCH a IN b WITH PRODUCTS IN c FROM s x y".split(" ")],
  ["a pattern with a backslash", ["DISALLOW", "dir\\foo"]],
  ["a pattern that no path has", ["DISALLOW", "a/../b"]],
  ["a pattern with an empty part", ["DISALLOW", "a//b"]],
  ["a pattern with a dot within", ["DISALLOW", "a/./b"]],
  ["a pattern that ends in a slash, as no path does", ["DISALLOW", "secrets/"]],
  ["the pattern of a folder alone", ["DISALLOW", "/"]],
  ["a match of what ends in a slash", ["MATCH", "a/", "WITH", "PRODUCTS", "FROM", "s"]],
  ["a pattern with a drive and an empty part", ["DISALLOW", "c://secrets/*"]],
  ["a path that is a folder", ["REQUIRE", "."]],
])("refuses %s", (_why, rule) => {
  const { code, message } = refusalOf(() => parse(rule));
  expect(code).toBe("LAYOUT_MALFORMED");
  expect(message).toMatch(/^layout: expected .+ at rule.*, found .+$/);
});

test("a malformed pattern is refused with its place", () => {
  const { code, message } = refusalOf(() => parse(["DISALLOW", "a["]));
  expect(code).toBe("GLOB_MALFORMED");
  expect(message).toMatch(/^rule\[1\]: pattern/);
});
