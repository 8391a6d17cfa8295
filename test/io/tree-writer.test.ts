import {
  lstatSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  symlinkSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createTreeWriter } from "../../src/io/tree-writer.ts";

let root = "";
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "lockseal-tree-"));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

async function* pieces(...texts: string[]) {
  for (const text of texts) yield Buffer.from(text);
}

test("writes folders, files and links", async () => {
  const writer = createTreeWriter(root);
  writer.folder("");
  writer.folder("d/e");
  writer.folder("d");
  await writer.file("top", pieces());
  await writer.file("d/e/f", pieces("one", "two"));
  writer.link("l/m", "../top");
  const found = readdirSync(root, { recursive: true, encoding: "utf8" }).toSorted();
  expect(found).toEqual(["d", "d/e", "d/e/f", "l", "l/m", "top"]);
  expect(readFileSync(join(root, "d/e/f"), "utf8")).toBe("onetwo");
  expect(readlinkSync(join(root, "l/m"))).toBe("../top");
  const modeOf = (path: string) => (lstatSync(join(root, path)).mode & 0o777).toString(8);
  expect(["d", "d/e", "d/e/f", "l", "top"].map(modeOf)).toEqual([
    "700",
    "700",
    "600",
    "700",
    "600",
  ]);
});

test("follows no link, and replaces nothing", async () => {
  symlinkSync("elsewhere", join(root, "a"));
  const writer = createTreeWriter(root);
  await expect(writer.file("a", pieces("x"))).rejects.toMatchObject({ code: "EEXIST" });
  expect(readdirSync(root)).toEqual(["a"]);
  await writer.file("b", pieces("x"));
  await expect(writer.file("b", pieces("y"))).rejects.toMatchObject({ code: "EEXIST" });
  expect(() => writer.link("b", "a")).toThrow(expect.objectContaining({ code: "EEXIST" }));
});

test("writes no file once there are links", async () => {
  const writer = createTreeWriter(root);
  writer.link("l", "d");
  await expect(writer.file("l/x", pieces("x"))).rejects.toThrow(TypeError);
});
