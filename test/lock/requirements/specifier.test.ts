import { describe, expect, test } from "vitest";
import {
  formatSpecifiers,
  matchesSpecifier,
  parseSpecifiers,
} from "../../../src/lock/requirements/specifier.ts";

describe("matchesSpecifier", () => {
  // PEP 440, "Version specifiers"
  test.each([
    ["==1", "1.0.0", true],
    ["==1.0", "1.0+local", true],
    ["==1.0+local", "1.0", false],
    ["==1.1.*", "1.1a1", true],
    ["==1.1.*", "1.1.post1+x", true],
    ["==1.1.*", "1.10", false],
    ["==1.0.*", "1", true],
    ["!=1.1.*", "1.1.5", false],
    ["~=2.2", "2.9", true],
    ["~=2.2", "3.0", false],
    ["~=2.2.post3", "2.3", true],
    ["~=1.4.5a4", "1.4.6", true],
    ["~=1.0.0", "1", true],
    ["<1.0", "1.0rc1", false],
    ["<1.0", "0.9rc1", true],
    ["<1.0rc1", "1.0a1", true],
    ["<=1.0", "1.0+local", true],
    [">1.7", "1.7.0.post1", false],
    [">1.7", "1.7.1", true],
    [">1.7.post2", "1.7.post3", true],
    [">1.7", "1.7+local", false],
    [">=1.0", "1.0+local", true],
    ["===1.0", "1.0.0", false],
    ["===FooBar", "foobar", true],
    [">=1", "foobar", false],
    [">=1,!=1.5,<2", "1.5", false],
    ["", "1", true],
    ["==1!1.0", "1.0", false],
  ])("%s and %s: %s", (specifier, version, expected) => {
    expect(matchesSpecifier(specifier, version)).toBe(expected);
  });

  test.each([
    ["one equals sign", "=1"],
    ["a wildcard in a range", ">=1.*"],
    ["a local version in a range", "<=1+x"],
    ["one number behind ~=", "~=1"],
    ["no version", "=="],
    ["no operator", "1.0"],
    ["a version with a letter that only looks like one of PEP 440", "~=1.0.po\u017ft1"],
  ])("refuses %s", (_why, specifier) => {
    expect(() => matchesSpecifier(specifier, "1")).toThrow(
      expect.objectContaining({ code: "VERSION_MALFORMED" }),
    );
  });
});

describe("formatSpecifiers", () => {
  test.each([
    ["sorts", ">=1.0,!=1.0.1", "!=1.0.1,>=1.0"],
    ["drops white space", "== 1.0 , ", "==1.0"],
    ["drops what says the same", "==1.0,==1.0.0", "==1.0"],
    ["keeps what ~= makes of a zero", "~=1.0,~=1.0.0", "~=1.0,~=1.0.0"],
    ["keeps the spelling", "==V1.0C1", "==V1.0C1"],
  ])("%s", (_why, text, expected) => {
    expect(formatSpecifiers(parseSpecifiers(text))).toBe(expected);
  });
});
