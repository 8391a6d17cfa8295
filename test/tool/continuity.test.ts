import { describe, expect, test } from "vitest";
import { compareReleases } from "../../src/tool/continuity.ts";
import type { PinnedSigner, PinnedTool } from "../../src/tool/pinned.ts";

function signedBy(version: string, signer: PinnedSigner): PinnedTool {
  return { name: "tool", version, bin: "tool", signer, assets: [] };
}

function workflow(repository: string, ref: string): PinnedSigner {
  const server = "https://github.com";
  return {
    kind: "workflow",
    issuer: "https://i",
    server,
    repository,
    workflow: ".github/workflows/r.yml",
    ref,
  };
}

function exact(name: string): PinnedSigner {
  return { kind: "exact", issuer: "https://i", name };
}

function words(before: PinnedTool, after: PinnedTool): readonly string[] {
  return compareReleases(before, after).map(({ word }) => word);
}

describe("who signed a release is the same but for the version in the ref", () => {
  test.each<[why: string, before: PinnedSigner, after: PinnedSigner, words: readonly string[]]>([
    [
      "the next tag of one repository",
      workflow("acme/tool2", "refs/tags/v2"),
      workflow("acme/tool2", "refs/tags/v3"),
      [],
    ],
    [
      "a repository that is named after the next version",
      workflow("acme/tool2", "refs/tags/v2"),
      workflow("acme/tool3", "refs/tags/v3"),
      ["signer"],
    ],
    [
      "another branch",
      workflow("acme/tool", "refs/heads/a"),
      workflow("acme/tool", "refs/heads/b"),
      ["signer"],
    ],
    ["the next tag of an identity", exact("https://h/a2/r@v2"), exact("https://h/a2/r@v3"), []],
    [
      "an identity that is named after the next version",
      exact("https://h/a2/r@v2"),
      exact("https://h/a3/r@v3"),
      ["signer"],
    ],
    ["a person", exact("p2@h"), exact("p3@h"), ["signer"]],
    ["the same key", { kind: "key", key: "AB2C" }, { kind: "key", key: "AB2C" }, []],
    [
      "a key that differs where the version does",
      { kind: "key", key: "AB2C" },
      { kind: "key", key: "AB3C" },
      ["signer"],
    ],
  ])("%s", (_, before, after, expected) => {
    expect(words(signedBy("2", before), signedBy("3", after))).toEqual(expected);
  });
});
