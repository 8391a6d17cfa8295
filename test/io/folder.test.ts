import { statSync } from "node:fs";
import { expect, test } from "vitest";
import { writeFolder } from "../../src/io/folder.ts";
import { Folder } from "../fakes/checkout.ts";

const FILES = new Map([
  ["r.txt", Buffer.from("r")],
  ["sub/deep/s.txt", Buffer.from("s")],
]);

test("writes files and folders for their owner alone", () => {
  const folder = new Folder();
  writeFolder(folder.at("out"), FILES);
  expect(Object.keys(folder.list())).toEqual(["out/r.txt", "out/sub/deep/s.txt"]);
  const mode = (name: string) => statSync(folder.at(name)).mode & 0o777;
  expect([mode("out"), mode("out/sub/deep"), mode("out/r.txt")]).toEqual([0o700, 0o700, 0o600]);
});

test.each<[why: string, name: string, code: string]>([
  ["what is there", "there", "FILE_EXISTS"],
  ["a parent that is not there", "no/out", "FILE_UNWRITABLE"],
  ["a parent that is a file", "there/x/out", "FILE_UNWRITABLE"],
  ["a name too long", "a".repeat(300), "FILE_UNWRITABLE"],
])("refuses %s, and leaves nothing", (_why, name, code) => {
  const folder = new Folder().write("there/x", "x");
  const before = folder.list();
  expect(() => writeFolder(folder.at(name), FILES)).toThrow(expect.objectContaining({ code }));
  expect(folder.list()).toEqual(before);
});

test("appears whole or not at all", () => {
  const folder = new Folder();
  const files = new Map([...FILES, ["a".repeat(300), Buffer.from("x")]]);
  expect(() => writeFolder(folder.at("out"), files)).toThrow(
    expect.objectContaining({ code: "FILE_UNWRITABLE" }),
  );
  expect(folder.list()).toEqual({});
});
