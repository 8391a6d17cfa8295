import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { namesOwnFormat } from "../../src/operations/names-own-format.ts";

const at = (path: string) => new URL(`../../testdata/${path}`, import.meta.url).pathname;
const BARE = readFileSync(at("minisign/minisign.pub"), "utf8").split("\n")[1] ?? "";

test.each<[string, string, boolean]>([
  ["a file of minisign", at("minisign/minisign.pub"), true],
  ["a file of signify", at("signify/signify.pub"), true],
  ["minisign's key itself", BARE, true],
  ["a variable", "env://KEY", true],
  ["a PEM file", at("cosign/cosign.pub"), false],
  ["nothing", at("none"), false],
])("%s", (_, reference, expected) => {
  expect(namesOwnFormat(reference, { cwd: "/", env: { KEY: BARE } })).toBe(expected);
});
