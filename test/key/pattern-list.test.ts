import { fc, test } from "@fast-check/vitest";
import { expect } from "vitest";
import { matchesPatternList } from "../../src/key/pattern-list.ts";

// Of ssh_config(5), and what ssh-keygen 9.2 said of the others.
test.each<[string, string, boolean]>([
  ["me@x", "me@x", true],
  ["me@x", "you@x,me@x", true],
  ["me@x", "*@x", true],
  ["me@x", "?e@x", true],
  ["me@x", "?@x", false],
  ["me@x", "*@x,!me@x", false],
  ["me@x", "!me@x,*@x", false],
  ["me@x", "!you@x", false],
  ["me@x", "!you@x,*", true],
  ["me@x", "ME@X", false],
  ["me@x", "me@x ", false],
  ["me@x", "me@", false],
  ["me@x", "e@x", false],
  ["me@x", "**", true],
  ["me@x", "*x*", true],
  ["me@x", "*y*", false],
  ["me@x", ",", false],
  ["me@x", "", false],
  ["", "", true],
  ["*", "\\*", false],
  ["me.x", "me?x", true],
  ["aXbXc", "a*b*c", true],
  ["aXbXcd", "a*b*c", false],
])("%j by %j: %s", (text, list, expected) => {
  expect(matchesPatternList(text, list)).toBe(expected);
});

test("many stars do not take long", () => {
  expect(matchesPatternList("a".repeat(1024), `${"a*".repeat(500)}b`)).toBe(false);
  expect(matchesPatternList("a".repeat(1025), "*")).toBe(false);
});

test.prop([
  fc.string({ unit: fc.constantFrom("a", "b", "*", "?"), maxLength: 8 }),
  fc.string({ unit: fc.constantFrom("a", "b"), maxLength: 8 }),
])("agrees with a regular expression", (pattern, text) => {
  const regex = new RegExp(`^${pattern.replaceAll("*", ".*").replaceAll("?", ".")}$`);
  expect(matchesPatternList(text, pattern)).toBe(regex.test(text));
});
