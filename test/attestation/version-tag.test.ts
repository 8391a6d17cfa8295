import { expect, test } from "vitest";
import { isOfVersion, isVersionTag } from "../../src/attestation/version-tag.ts";

test.each<[tag: string, expected: string, holds: boolean]>([
  ["v14", "v14", true],
  ["v14", "v14.0", true],
  ["v14", "v14.0.0", true],
  ["v14", "v14.1", false],
  ["v14.2", "v14", true],
  ["v14.2", "v14.2.1", false],
  ["v13.0.30", "v13.0", true],
  ["v13.0.30", "v13.0.3", false],
  ["v13.0.30", "v1", false],
  ["v1.2.3-rc.1", "v1.2.3", false],
  ["v1.2.3-rc.1", "v1.2.3-rc.1", true],
  ["v1.2.3-rc.1", "v1.2.3-rc.2", false],
  ["v1.2.3-rc.1", "v1.2", true],
  ["v1.2.3+build.7", "v1.2.3", true],
  ["1.2.3", "v1.2.3", false],
  ["v01.2.3", "v1.2.3", false],
  ["release", "v1", false],
])("%s is of %s: %s", (tag, expected, holds) => {
  expect(isOfVersion(tag, expected)).toBe(holds);
});

test.each<[string, boolean]>([
  ["v1", true],
  ["v1.2", true],
  ["v1.2.3-rc.1+x", true],
  ["v1.2-rc", false],
  ["1.2", false],
  ["v", false],
  ["v1.2.3.4", false],
])("%s is a version tag: %s", (text, holds) => {
  expect(isVersionTag(text)).toBe(holds);
});
