import { symlinkSync } from "node:fs";
import { expect, test } from "vitest";
import { recordTree } from "../../src/io/recorded-tree.ts";
import { Folder, sha256 } from "../fakes/checkout.ts";
import { refusalOf } from "../fakes/refusal.ts";

const all = (): boolean => false;

function prepared(): Folder {
  const folder = new Folder().write("in/a", "a").write("in/deep/b", "b").write("secret", "s");
  symlinkSync("deep/b", folder.at("in/near"));
  symlinkSync("../secret", folder.at("in/far"));
  symlinkSync(folder.at("in/a"), folder.at("in/whole"));
  symlinkSync("near", folder.at("in/second"));
  symlinkSync("far", folder.at("in/second-far"));
  symlinkSync("/dev/zero", folder.at("in/endless"));
  return folder;
}

test("a link is the file that it leads to, wherever that is", () => {
  const found = recordTree(prepared().at("in"), ["."], all);
  expect([...found]).toEqual(
    [
      ["a", "a"],
      ["deep/b", "b"],
      ["far", "s"],
      ["near", "b"],
      ["second", "b"],
      ["second-far", "s"],
      ["whole", "a"],
    ].map(([path, text]) => [path, sha256(text ?? "")]),
  );
});

test("within bounds one that leads out is left out, and said", () => {
  const out: string[] = [];
  const bounds = { until: Infinity, leadsOut: (path: string) => out.push(path) };
  const found = recordTree(prepared().at("in"), ["."], all, bounds);
  expect([...found.keys()]).toEqual(["a", "deep/b", "near", "second", "whole"]);
  expect(out.sort()).toEqual(["far", "second-far"]);
});

test("within bounds no file is read once the time is over", () => {
  const bounds = { until: -1, leadsOut: () => undefined };
  const { code, message } = refusalOf(() => recordTree(prepared().at("in"), ["."], all, bounds));
  expect(code).toBe("INPUT_TOO_LARGE");
  expect(message).toMatch(/in: expected 5 files to be read in the time there is, found 0 of them/);
});
