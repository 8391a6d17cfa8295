import { describe, expect, test } from "vitest";
import { readLink, wheelRequirement } from "../../../src/lock/requirements/link.ts";

describe("readLink", () => {
  test.each([
    ["an egg fragment", "git+https://h/r@1#egg=Name&subdirectory=x", { egg: "Name", wheel: false }],
    ["an egg fragment behind another", "https://h/x#sha256=0&egg=a", { egg: "a", wheel: false }],
    ["a wheel", "https://h/a-1-py3-none-any%2Ewhl?x#y", { egg: null, wheel: true }],
    [
      "an extension in upper case, which makes no wheel",
      "https://h/a-1-py3-none-any.WHL",
      { wheel: false },
    ],
  ])("reads %s", (_why, url, expected) => {
    expect(readLink(url)).toMatchObject(expected);
  });

  test.each([
    ["no name", "x#egg="],
    ["extras", "x#egg=a[b]"],
    ["a version", "x#egg=a==1"],
  ])("refuses an egg fragment with %s", (_why, url) => {
    expect(() => readLink(url)).toThrow(expect.objectContaining({ name: "InvalidEggFragment" }));
  });
});

describe("wheelRequirement", () => {
  test.each([
    ["the usual", "Alpha_B-1.0-py3-none-any.whl", "alpha-b==1.0"],
    ["a version to be normalised", "a-1.0.RC1-py3-none-any.whl", "a==1.0rc1"],
    ["a build number", "a-1-2x-py2.py3-none-any.whl", "a==1"],
  ])("reads %s", (_why, file, expected) => {
    expect(wheelRequirement(readLink(`https://h/${file}`))).toBe(expected);
  });

  test.each([
    ["parts missing", "a-1-py3.whl"],
    ["no version", "a-x-py3-none-any.whl"],
    ["two underscores", "a__b-1-py3-none-any.whl"],
    ["a build that starts with a letter", "a-1-x-py3-none-any.whl"],
  ])("refuses %s", (_why, file) => {
    expect(() => wheelRequirement(readLink(`https://h/${file}`))).toThrow(
      expect.objectContaining({ name: "InvalidWheelFilename" }),
    );
  });
});
