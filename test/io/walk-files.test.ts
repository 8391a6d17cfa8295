import { mkdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { describe, expect, test } from "vitest";
import { locateStarts, type Walked, type WalkStart, walkFiles } from "../../src/io/walk-files.ts";
import { Folder } from "../fakes/checkout.ts";
import { refusalOf } from "../fakes/refusal.ts";

const deep = (word: string): WalkStart => ({ word, isOptional: false, isShallow: false });
const shallow = (word: string): WalkStart => ({ word, isOptional: true, isShallow: true });

function walk(folder: Folder, ...starts: readonly WalkStart[]): Walked[] {
  return [...walkFiles(locateStarts(starts, folder.path))];
}

/** What is met, as `kind path`, in order of it. */
function walked(folder: Folder, ...starts: readonly WalkStart[]): string[] {
  return walk(folder, ...starts)
    .filter(({ kind }) => kind !== "folder")
    .map((met) => `${met.kind} ${met.path}`)
    .sort();
}

test("every file is met by its path, a link by its own, and none is followed", async () => {
  const folder = new Folder().write("t/a", "1").write("t/b/c/d", "22").write("out/x", "3");
  symlinkSync("a", folder.at("t/inside"));
  symlinkSync("../out", folder.at("t/outside"));
  symlinkSync("loop", folder.at("t/loop"));
  symlinkSync("..", folder.at("t/b/up"));
  symlinkSync("nothing", folder.at("t/dangling"));
  folder.pipe("t/pipe");
  const server = createServer().listen(folder.at("t/socket"));
  await new Promise((resolve) => server.once("listening", resolve));
  expect(walked(folder, deep("t"))).toEqual([
    "file t/a",
    "file t/b/c/d",
    "link t/b/up",
    "link t/dangling",
    "link t/inside",
    "link t/loop",
    "link t/outside",
    "special t/pipe",
    "special t/socket",
  ]);
  expect(walk(folder, deep("t/b/c/d"))).toEqual([
    { kind: "file", path: "t/b/c/d", at: folder.at("t/b/c/d"), size: 2 },
  ]);
  server.close();
});

describe("what is met once", () => {
  test.each<[why: string, starts: readonly WalkStart[], expected: readonly string[]]>([
    ["a folder in another", [deep("t"), deep("t/b")], ["file t/a", "file t/b/c"]],
    ["the same, the other way", [deep("t/b"), deep("t")], ["file t/a", "file t/b/c"]],
    ["a folder twice", [deep("t/b"), deep("./t/b")], ["file t/b/c"]],
    ["a folder by a link, too", [deep("t/b"), deep("link")], ["file t/b/c"]],
    ["a file in its folder", [deep("t/a"), deep("t")], ["file t/a", "file t/b/c"]],
    ["a folder of PATH in another", [shallow("t/b"), deep("t")], ["file t/a", "file t/b/c"]],
    ["a folder of PATH twice", [shallow("t"), shallow("t/")], ["file t/a"]],
    ["a folder of PATH that is named, too", [shallow("t"), deep("t")], ["file t/a", "file t/b/c"]],
    ["a file in a folder of PATH", [shallow("t"), deep("t/a")], ["file t/a"]],
    [
      "a folder below one of PATH is not in it",
      [shallow("t"), deep("t/b")],
      ["file t/a", "file t/b/c"],
    ],
    [
      "a folder that begins like another is not in it",
      [deep("t"), deep("tt")],
      ["file t/a", "file t/b/c", "file tt/z"],
    ],
    // What runs is called like the link.
    [
      "a file by a link of another name is judged by that, too",
      [deep("t"), deep("app")],
      ["file app", "file t/a", "file t/b/c"],
    ],
  ])("%s", (_why, starts, expected) => {
    const folder = new Folder().write("t/a", "1").write("t/b/c", "2").write("tt/z", "3");
    symlinkSync("t/b", folder.at("link"));
    symlinkSync("t/a", folder.at("app"));
    expect(walked(folder, ...starts)).toEqual(expected);
  });
});

test("the folder that the command runs in goes without a name", () => {
  expect(walked(new Folder().write("a/b", "1"), deep("."))).toEqual(["file a/b"]);
});

test("what is not there is refused before anything is met, unless it may be missing", () => {
  const folder = new Folder().write("t/a", "1");
  symlinkSync("nothing", folder.at("dangling"));
  for (const word of ["nope", "dangling", "t/a/b"])
    expect(refusalOf(() => locateStarts([deep("t"), deep(word)], folder.path))).toMatchObject({
      code: "FILE_MISSING",
    });
  expect(walked(folder, shallow("nope"), shallow("dangling"), shallow("t/a/b"))).toEqual([]);
});

test("names of every kind come through, as the system knows them", () => {
  const folder = new Folder();
  mkdirSync(folder.at("t"));
  const names = [
    "\u001b[31mred",
    "new\nline",
    "-rf",
    "é",
    "e\u0301",
    "日本",
    "\u202egnp.exe",
    "a b",
    "~",
  ];
  for (const name of names) folder.write(`t/${name}`, name);
  const met = walk(folder, deep("t")).filter((one) => one.kind === "file");
  expect(met.map(({ path }) => path).sort()).toEqual(names.map((name) => `t/${name}`).sort());
});

test.runIf(process.platform === "linux")(
  "names that are not UTF-8 are shown by their bytes, and found",
  () => {
    const folder = new Folder();
    const bytes = (name: string) =>
      Buffer.concat([Buffer.from(`${folder.path}/`), Buffer.from(name, "latin1")]);
    mkdirSync(bytes("t"));
    mkdirSync(bytes("t/d\xff"));
    writeFileSync(bytes("t/d\xff/f\xfe"), "1");
    writeFileSync(bytes("t/d\xff/plain"), "1");
    writeFileSync(bytes("t/d\xff/\xc3\xa9"), "1");
    const met = walk(folder, deep("t")).filter((one) => one.kind === "file");
    expect(met.map(({ path }) => path).sort()).toEqual([
      "t/d\\xff/f\\xfe",
      "t/d\\xff/plain",
      "t/d\\xff/é",
    ]);
    expect(met.map(({ at }) => Buffer.from(at).equals(bytes("t/d\xff/f\xfe")))).toContain(true);
  },
);

test.runIf(process.platform === "linux")(
  "what the kernel makes up is named and not entered",
  () => {
    const folder = new Folder();
    expect(walk(folder, deep("/proc"))).toEqual([{ kind: "special", path: "/proc" }]);
    expect(walk(folder, deep("/sys"))).toEqual([{ kind: "special", path: "/sys" }]);
  },
);

test.runIf(process.platform === "linux")("devices are no files", () => {
  const met = walked(new Folder(), shallow("/dev"));
  expect(met).toContain("special /dev/null");
  expect(met.filter((one) => one.startsWith("file"))).toEqual([]);
});

test.runIf(process.platform === "linux")(
  "folders deeper than a path can be are told, and do not end the walk",
  () => {
    const folder = new Folder().write("t/z", "1");
    const part = "d".repeat(200);
    const half = Array.from({ length: 12 }, () => part).join("/");
    // No path is that long, so that the one half is moved below the other.
    mkdirSync(folder.at(`t/${half}`), { recursive: true });
    mkdirSync(folder.at(`u/${half}`), { recursive: true });
    renameSync(folder.at("u"), folder.at(`t/${half}/u`));
    const met = walk(folder, deep("t"));
    expect(met.filter(({ kind }) => kind === "unread")).toEqual([
      {
        kind: "unread",
        path: expect.stringMatching(/^t\/d+/),
        found: "a path that is too long to open",
      },
    ]);
    expect(met.filter(({ kind }) => kind === "file").map(({ path }) => path)).toEqual(["t/z"]);
  },
);

test("what changes between its listing and its turn is told", () => {
  const folder = new Folder().write("t/a", "1").write("t/b/x", "2").write("t/c/x", "3");
  const walking = walkFiles(locateStarts([deep("t")], folder.path));
  const met: Walked[] = [];
  for (const one of walking) {
    met.push(one);
    if (one.kind !== "file" || one.path !== "t/a") continue;
    rmSync(folder.at("t/b"), { recursive: true });
    rmSync(folder.at("t/c"), { recursive: true });
    symlinkSync("/etc", folder.at("t/c"));
  }
  expect(
    met
      .filter(({ kind }) => kind === "unread")
      .map(({ path }) => path)
      .sort(),
  ).toEqual(["t/b", "t/c"]);
});
