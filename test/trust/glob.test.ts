import { fc, test as property } from "@fast-check/vitest";
import { expect, test } from "vitest";
import { MAX_PATTERN_LENGTH, matchesGlob } from "../../src/trust/glob.ts";

test.each<[string, string, string, boolean]>([
  ["itself", "https://a.test/x", "https://a.test/x", true],
  ["nothing more at the end", "https://a.test/x", "https://a.test/x1", false],
  ["nothing more at the start", "a.test/x", "https://a.test/x", false],
  ["a dot is a dot", "a.test", "aXtest", false],
  ["a question mark is itself", "a?b", "a?b", true],
  ["a question mark is no wildcard", "a?b", "axb", false],
  ["plus signs", "c++", "c++", true],
  ["brackets and backslashes", "[a]\\", "[a]\\", true],
  ["one star within a segment", "a/*/c", "a/b/c", true],
  ["one star not across segments", "a/*/c", "a/b/b/c", false],
  ["one star as nothing", "v*", "v", true],
  ["two stars across segments", "a/**/c", "a/b/b/c", true],
  ["two stars as nothing", "a**c", "ac", true],
  ["a star that has to go on", "*b", "abab", true],
  ["a star that stops at a slash and another that goes on", "*/b*", "a/bc", true],
  ["stars with text between", "a*b*c", "axbxbxc", true],
  ["stars with text that is missing", "a*b*c", "axxc", false],
  ["stars one after the other by text", "**/*", "a/b/c", true],
  ["an address", "*@acme.test", "a@acme.test", true],
  ["an address of another domain that ends alike", "*@acme.test", "a@evil.test/@acme.test", false],
  ["line ends within two stars", "a**b", "a\nb", true],
])("%s", (_, pattern, text, expected) => {
  expect(matchesGlob(pattern, text)).toBe(expected);
});

test.each([
  ["nothing", ""],
  ["one star alone", "*"],
  ["two stars alone", "**"],
  ["three stars in a row", "a***b"],
  ["more than the limit", "a".repeat(MAX_PATTERN_LENGTH + 1)],
])("refuses %s", (_, pattern) => {
  expect(() => matchesGlob(pattern, "a")).toThrow(
    expect.objectContaining({ code: "IDENTITY_PATTERN_MALFORMED" }),
  );
});

test("takes a pattern at the limit, and does not go back and forth", () => {
  const pattern = "a*".repeat(MAX_PATTERN_LENGTH / 2);
  expect(matchesGlob(pattern, `${"a".repeat(4000)}/b`)).toBe(false);
});

// The same meaning by another way: a regular expression of escaped parts.
property.prop([
  fc.string({ unit: fc.constantFrom("a", "b", "/", "*"), minLength: 1, maxLength: 8 }),
  fc.string({ unit: fc.constantFrom("a", "b", "/"), maxLength: 8 }),
])("agrees with a regular expression", (pattern, text) => {
  fc.pre(!/\*{3}|^\**$/.test(pattern));
  const source = pattern.replace(/\*\*|\*/g, (star) => (star === "**" ? "[^]*" : "[^/]*"));
  expect(matchesGlob(pattern, text)).toBe(new RegExp(`^${source}$`).test(text));
});
