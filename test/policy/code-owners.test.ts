import { fc, test as property } from "@fast-check/vitest";
import { describe, expect, test } from "vitest";
import { parseCodeOwners } from "../../src/policy/code-owners.ts";

describe("owners", () => {
  test.each<[why: string, text: string, path: string, owners: readonly string[] | null]>([
    ["of everything", "* @a\n", "x/lockseal.toml", ["@a"]],
    ["of a file at the top", "/lockseal.toml @a @b\n", "lockseal.toml", ["@a", "@b"]],
    ["not of one below", "/lockseal.toml @a\n", "x/lockseal.toml", null],
    ["of a name anywhere", "lockseal.toml @a\n", "x/lockseal.toml", ["@a"]],
    ["of a folder", "/.lockseal/ @a\n", ".lockseal/approvals/x.json", ["@a"]],
    ["of a folder anywhere", "keys/ @a\n", "x/keys/a.pub", ["@a"]],
    ["of a folder by its name", "/keys @a\n", "keys/a.pub", ["@a"]],
    ["of what is right in a folder", "docs/* @a\n", "docs/x/y", null],
    ["of all below a folder", "docs/** @a\n", "docs/x/y", ["@a"]],
    ["of an ending", "*.pub @a\n", "keys/a.pub", ["@a"]],
    ["by the last line", "* @a\n/lockseal.toml @b\n", "lockseal.toml", ["@b"]],
    ["of nobody, by the last line", "* @a\n/lockseal.toml\n", "lockseal.toml", []],
    ["not by a comment", "# * @a\n", "lockseal.toml", null],
    ["with a comment behind", "* @a # us\n", "lockseal.toml", ["@a"]],
    ["not by a section's head", "[Section] @a\n", "lockseal.toml", null],
    ["not by a pattern that takes for ever", `${"**/a".repeat(60)} @a\n`, "a/".repeat(60), null],
    ["with a dot that is a dot", "/lockseal.toml @a\n", "locksealxtoml", null],
  ])("%s", (_why, text, path, owners) => {
    expect(parseCodeOwners(text).ownersOf(path)?.owners ?? null).toEqual(owners);
  });
});

property.prop([fc.string({ unit: "binary", maxLength: 60 }), fc.string({ maxLength: 40 })])(
  "takes any text",
  (text, path) => {
    expect(() => parseCodeOwners(text).ownersOf(path)).not.toThrow();
  },
);
