import { mkdirSync, readdirSync, readFileSync, statSync, symlinkSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { createFiles } from "../../src/io/create-files.ts";
import { Folder } from "../fakes/checkout.ts";
import { refusalOf } from "../fakes/refusal.ts";

const FILES = [
  { name: "a.toml", bytes: "one\n" },
  { name: ".b/c/d.yml", bytes: Buffer.from("two\n") },
];

test("makes files with the folders above them", () => {
  const folder = new Folder();
  createFiles(folder.path, FILES);
  expect(readFileSync(folder.at("a.toml"), "utf8")).toBe("one\n");
  expect(readFileSync(folder.at(".b/c/d.yml"), "utf8")).toBe("two\n");
});

describe("makes none where one cannot be made", () => {
  test.each<[why: string, make: (one: Folder) => unknown, last: string, code: string]>([
    ["a file that is there", (one) => one.write("z", "mine"), "z", "FILE_EXISTS"],
    ["a link that leads nowhere", (one) => symlinkSync("gone", one.at("z")), "z", "FILE_EXISTS"],
    ["a folder", (one) => mkdirSync(one.at("z")), "z", "FILE_EXISTS"],
    ["a name that no disk takes", () => {}, "x".repeat(300), "FILE_UNWRITABLE"],
    ["a folder that no disk takes", () => {}, `${"x".repeat(300)}/y`, "FILE_UNWRITABLE"],
    ["a file on the way", (one) => one.write("z", ""), "z/y", "PATH_OUTSIDE_ROOT"],
    ["a link on the way", (one) => symlinkSync(".", one.at("z")), "z/y", "PATH_OUTSIDE_ROOT"],
  ])("%s", (_why, make, last, code) => {
    const folder = new Folder();
    make(folder);
    const before = readdirSync(folder.path);
    const files = [...FILES, { name: last, bytes: "three" }];
    expect(refusalOf(() => createFiles(folder.path, files)).code).toBe(code);
    expect(readdirSync(folder.path)).toEqual(before);
    expect(statSync(folder.at(".b"), { throwIfNoEntry: false })).toBeUndefined();
  });
});
