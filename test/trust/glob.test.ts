import { fc, test as property } from "@fast-check/vitest";
import { describe, expect, test } from "vitest";
import { MAX_PATTERN_LENGTH, matchesGlob, matchesPath } from "../../src/trust/glob.ts";
import { Repository } from "../fakes/repository.ts";

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

describe("paths, where folders may be none", () => {
  test.each<[string, string, string, boolean]>([
    ["at the top", "**/x", "x", true],
    ["in a folder", "**/x", "a/x", true],
    ["in folders", "**/x", "a/b/x", true],
    ["not as a part of a name", "**/x", "ax", false],
    ["not as a part of a name in a folder", "**/x", "a/bx", false],
    ["not with more behind it", "**/x", "x/y", false],
    ["between, none", "a/**/x", "a/x", true],
    ["between, some", "a/**/x", "a/b/c/x", true],
    ["between, not within a name", "a/**/x", "ab/x", false],
    ["between, not as a part of a name", "a/**/x", "a/bx", false],
    ["twice", "**/a/**/x", "a/x", true],
    ["one behind the other", "**/**/x", "x", true],
    ["with a star behind", "**/*.txt", "a.txt", true],
    ["with a star before", "*/**/x", "a/x", true],
    ["with a star before, which is a folder", "*/**/x", "x", false],
    ["at the end everything below", "a/**", "a/b/c", true],
    ["at the end not the folder itself", "a/**", "a", false],
    ["behind a name it is two stars", "a**/x", "a/x", true],
    ["behind a name it is two stars, across folders", "a**/x", "ab/c/x", true],
    ["behind a name it is not left out", "a**/x", "ax", false],
    ["before a name it is two stars", "**x", "a/bx", true],
  ])("%s", (_, pattern, path, expected) => {
    expect(matchesPath(pattern, path)).toBe(expected);
  });

  test("never of an identity", () => {
    expect(matchesGlob("**/x", "x")).toBe(false);
    expect(matchesGlob("a/**/x", "a/x")).toBe(false);
  });

  test("refuses the same patterns", () => {
    expect(() => matchesPath("***/x", "x")).toThrow(
      expect.objectContaining({ code: "IDENTITY_PATTERN_MALFORMED" }),
    );
  });

  test("does not go back and forth", () => {
    const pattern = "**/".repeat(MAX_PATTERN_LENGTH / 3);
    expect(matchesPath(`${pattern}b`, `${"a/".repeat(4000)}c`)).toBe(false);
  });

  const paths = property.prop([
    fc.string({ unit: fc.constantFrom("a", "b", "/", "*"), minLength: 1, maxLength: 10 }),
    fc.string({ unit: fc.constantFrom("a", "b", "/"), maxLength: 8 }),
  ]);
  // The same meaning by another way: a regular expression of escaped parts.
  paths("agree with a regular expression", (pattern, path) => {
    fc.pre(!/\*{3}|^\**$/.test(pattern));
    const source = pattern.replace(/(?<![^/])\*\*\/|\*\*|\*/g, (star) =>
      star === "**/" ? "(?:[^]*/)?" : star === "**" ? "[^]*" : "[^/]*",
    );
    expect(matchesPath(pattern, path)).toBe(new RegExp(`^${source}$`).test(path));
  });
  paths("are never fewer than without", (pattern, path) => {
    fc.pre(!/\*{3}|^\**$/.test(pattern));
    if (matchesGlob(pattern, path)) expect(matchesPath(pattern, path)).toBe(true);
  });
  paths("are the same where no folder can be left out", (pattern, path) => {
    fc.pre(!/\*{3}|^\**$|(?<![^/])\*\*\//.test(pattern));
    expect(matchesPath(pattern, path)).toBe(matchesGlob(pattern, path));
  });

  test("agree with git's own reading of patterns", () => {
    const parts = ["a", "b", "*", "**", "a*"];
    const patterns = parts
      .flatMap((one) => [
        one,
        ...parts.flatMap((two) => [
          `${one}/${two}`,
          ...parts.map((three) => `${one}/${two}/${three}`),
        ]),
      ])
      .filter((pattern) => !/^\*+$/.test(pattern));
    const names = ["a", "b", "ab"];
    const all = names.flatMap((one) => [
      one,
      ...names.flatMap((two) => [
        `${one}/${two}`,
        ...names.map((three) => `${one}/${two}/${three}`),
      ]),
    ]);
    const repository = new Repository();
    // Such a pattern is of paths alone: a folder that matches does not stand for what is in it.
    repository.write(
      ".gitattributes",
      patterns.map((pattern, index) => `/${pattern} m${index}\n`).join(""),
    );
    const found = new Set(
      repository
        .git("check-attr", "-a", "--", ...all)
        .split("\n")
        .flatMap((line) => /^(.+): m(\d+): set$/.exec(line)?.slice(1).join(" ") ?? []),
    );
    const ours = all.flatMap((path) =>
      patterns.flatMap((pattern, index) =>
        matchesPath(pattern, path) ? [`${path} ${index}`] : [],
      ),
    );
    expect(new Set(ours)).toEqual(found);
    expect(found.size).toBeGreaterThan(500);
  });
});
