import { describe, expect, test } from "vitest";
import { compareViews } from "../../src/lock/agreement.ts";
import { type ClosureRequirement, readClosure } from "../../src/lock/closure.ts";
import type { PipRequirement, PipView, SourceFile } from "../../src/lock/model.ts";
import { readLikePip } from "../../src/lock/requirements/pip.ts";
import { ONE, THREE, TWO } from "./lint-files.ts";

const file = (text: string): SourceFile => ({ name: "r.txt", bytes: Buffer.from(text) });
const strict = (text: string): readonly ClosureRequirement[] =>
  readClosure(file(text), () => ({ why: "unreadable", found: "nothing" })).requirements;
const pip = (text: string): PipView => readLikePip(file(text), () => "nothing", {});
const MIXED = `sha512:${"4d".repeat(64)}`;

/** One requirement of pip's view, with some of it replaced. */
function altered(text: string, change: Partial<PipRequirement>): PipView {
  const view = pip(text);
  return { ...view, requirements: view.requirements.map((one) => ({ ...one, ...change })) };
}

describe("compareViews", () => {
  test.each([
    ["a pin", `a==1 --hash=${ONE}\n`],
    ["several hashes", `a==1 --hash=${TWO} --hash=${ONE} --hash=${TWO}\n`],
    ["several algorithms", `a==1 --hash=${TWO} --hash=${MIXED} --hash=${ONE}\n`],
    ["extras in another order", `a[Y_x, b, B]==1 --hash=${ONE}\n`],
    ["===", `a===1 --hash=${ONE}\n`],
    ["a marker", `a==1 ; os_name == "nt" --hash=${ONE}\n`],
    ["a URL", `a @ https://x.example/a-1-py3-none-any.whl --hash=${ONE}\n`],
    ["a path", `./w/a-1+x-py3-none-any.whl --hash=${ONE}\n`],
    ["a full path", `/w/a-1-py3-none-any.whl --hash=${ONE}\n`],
  ])("agrees on %s", (_why, text) => {
    const { pins, problems } = compareViews(strict(text), pip(text));
    expect(problems).toEqual([]);
    expect(pins).toHaveLength(1);
  });

  test.each([
    ["the name", `b==1 --hash=${ONE}\n`],
    ["the version", `a==1.0 --hash=${ONE}\n`],
    ["the version", `a>=1 --hash=${ONE}\n`],
    ["the version", `a @ https://x.example/a-1-py3-none-any.whl --hash=${ONE}\n`],
    ["the extras", `a[x]==1 --hash=${ONE}\n`],
    ["the marker", `a==1 ; os_name == "nt" --hash=${ONE}\n`],
    ["the hashes", `a==1 --hash=${TWO}\n`],
    ["the hashes", `a==1 --hash=${ONE} --hash=${TWO}\n`],
    ["the hashes", `a==1 --hash=sha512:${"4d".repeat(64)}\n`],
    ["the hashes", "a==1\n"],
    ["a requirement", "a==\n"],
  ])("finds that pip sees another: %s", (what, text) => {
    const { pins, problems } = compareViews(strict(`a==1 --hash=${ONE}\n`), pip(text));
    expect(pins).toEqual([]);
    expect(problems).toMatchObject([
      {
        rule: "LOCK_VIEWS_DIFFER",
        message: expect.stringContaining(`agree on ${what},`),
        where: { line: 1 },
      },
    ]);
  });

  test.each<[string, Partial<PipRequirement>]>([
    ["the file", { file: "other.txt" }],
    ["a requirement", { editable: true }],
    ["the role", { constraint: true }],
  ])("finds another of %s", (what, change) => {
    const text = `a==1 --hash=${ONE}\n`;
    expect(compareViews(strict(text), altered(text, change)).problems).toMatchObject([
      { message: expect.stringContaining(`agree on ${what},`) },
    ]);
  });

  test.each([
    ["another URL", "https://y.example/a-1-py3-none-any.whl"],
    ["a URL that only ends alike", "https://x.example/https://x.example/a-1-py3-none-any.whl"],
  ])("finds %s", (_why, url) => {
    const text = `a @ https://x.example/a-1-py3-none-any.whl --hash=${ONE}\n`;
    const [one] = pip(text).requirements;
    if (one === undefined || "invalid" in one.parsed) throw new Error("expected a requirement");
    const view = altered(text, { parsed: { ...one.parsed, url } });
    expect(compareViews(strict(text), view).problems).toMatchObject([{ found: url }]);
  });

  test("finds a file whose name only ends alike", () => {
    const text = `a-1/a-1-py3-none-any.whl --hash=${ONE}\n`;
    const view = pip(`x${text}`);
    expect(compareViews(strict(text), view).problems).toHaveLength(1);
  });

  test("finds a line that only pip sees, and one that only we see", () => {
    const [one, two] = [`a==1 --hash=${ONE}\n`, `a==1 --hash=${ONE}\nb==1 --hash=${THREE}\n`];
    expect(compareViews(strict(one), pip(two)).problems).toMatchObject([
      {
        rule: "LOCK_VIEWS_DIFFER",
        expected: "none",
        found: "b==1",
        where: { file: "r.txt", line: 2 },
      },
    ]);
    expect(compareViews(strict(two), pip(one)).problems).toMatchObject([
      {
        rule: "LOCK_VIEWS_DIFFER",
        expected: "b",
        found: "none",
        where: { file: "r.txt", line: 2 },
      },
    ]);
  });

  test("gives the marker as packaging prints it, and the URL's hash with the others", () => {
    const text = `A_b @ https://x.example/a_b-1-py3-none-any.whl#sha256=${ONE.slice(7)} ; os_name=='nt'\n`;
    expect(compareViews(strict(text), pip(text)).pins).toEqual([
      {
        name: "a-b",
        version: "1",
        extras: [],
        marker: 'os_name == "nt"',
        hashes: [ONE],
        url: `https://x.example/a_b-1-py3-none-any.whl#sha256=${ONE.slice(7)}`,
        file: "r.txt",
        line: 1,
      },
    ]);
  });
});
