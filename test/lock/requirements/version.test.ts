import { fc, test } from "@fast-check/vitest";
import { describe, expect } from "vitest";
import {
  compareVersions,
  formatVersion,
  isVersion,
  parseVersion,
  type Version,
} from "../../../src/lock/requirements/version.ts";

const number = fc.bigInt({ min: 0n, max: 99n });
const versions: fc.Arbitrary<Version> = fc.record({
  epoch: fc.constantFrom(0n, 1n),
  release: fc.array(number, { minLength: 1, maxLength: 4 }),
  pre: fc.option(fc.record({ phase: fc.constantFrom("a", "b", "rc"), number })),
  post: fc.option(number),
  dev: fc.option(number),
  local: fc.option(
    fc.array(fc.oneof(number, fc.constantFrom("a", "ubuntu")), { minLength: 1, maxLength: 3 }),
  ),
});

describe("parseVersion", () => {
  // PEP 440, "Normalization"
  test.each([
    ["a leading v", " V1.0 ", "1.0"],
    ["zeros at the start of numbers", "01.002", "1.2"],
    ["zeros at the end of the release, kept", "1.0.0", "1.0.0"],
    ["spelt-out phases", "1.ALPHA-1", "1a1"],
    ["other names of a candidate", "1c", "1rc0"],
    ["implicit numbers", "1b.post.dev", "1b0.post0.dev0"],
    ["a dash for a post-release", "1-0", "1.post0"],
    ["other names of a post-release", "1_rev2", "1.post2"],
    ["an epoch", "1!2", "1!2"],
    ["separators and zeros of a local version", "1+Ubuntu_01-x", "1+ubuntu.1.x"],
    ["a number beyond 64 bits", "123456789012345678901234567890", "123456789012345678901234567890"],
  ])("reads %s", (_why, text, expected) => {
    expect(formatVersion(parseVersion(text))).toBe(expected);
  });

  test.each([
    ["nothing", ""],
    ["an empty number", "1..0"],
    ["a wildcard", "1.*"],
    ["a fullwidth digit", "１"],
    ["a long s", "1.po\u017ft1"],
    ["an empty local version", "1+"],
    ["more digits than Python reads", "9".repeat(4301)],
  ])("refuses %s", (_why, text) => {
    expect(isVersion(text)).toBe(false);
    expect(() => parseVersion(text)).toThrow(
      expect.objectContaining({ code: "VERSION_MALFORMED" }),
    );
  });

  test.prop([versions])("reads back what is written", (version) => {
    expect(parseVersion(formatVersion(version))).toEqual(version);
  });
});

describe("compareVersions", () => {
  test("keeps the order of PEP 440", () => {
    // "Summary of permitted suffixes and relative ordering", and local versions.
    const ordered =
      "1.dev0 1.0.dev456 1.0a1 1.0a2.dev456 1.0a12.dev456 1.0a12 1.0b1.dev456 1.0b2 1.0b2.post345.dev456 1.0b2.post345 1.0rc1.dev456 1.0rc1 1.0 1.0+abc.5 1.0+abc.7 1.0+5 1.0+5.1 1.0.post456.dev34 1.0.post456 1.1.dev1 1!0".split(
        " ",
      );
    const shuffled = ordered.map(parseVersion).reverse().sort(compareVersions);
    expect(shuffled.map(formatVersion)).toEqual(ordered);
  });

  test.each([
    ["1.0", "1"],
    ["1.0.post0", "1-0"],
    ["1rc1", "1.0c01"],
  ])("takes %s and %s for one", (left, right) => {
    expect(compareVersions(parseVersion(left), parseVersion(right))).toBe(0);
  });

  test.prop([versions, versions, versions])("is an order", (a, b, c) => {
    expect(Math.sign(compareVersions(a, b)) + Math.sign(compareVersions(b, a))).toBe(0);
    const [low, middle, high] = [a, b, c].sort(compareVersions);
    if (low && middle && high) expect(compareVersions(low, high)).toBeLessThanOrEqual(0);
  });
});
