import { spawn } from "node:child_process";
import { once } from "node:events";
import {
  chmodSync,
  linkSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createPlan, type PlanEntry } from "../../src/archive/plan.ts";
import { sha256Hex } from "../../src/bytes/digest.ts";
import { placeTree } from "../../src/operations/place-tree.ts";

let parent = "";
beforeEach(() => {
  parent = realpathSync(mkdtempSync(join(tmpdir(), "lockseal-place-")));
});
afterEach(() => rmSync(parent, { recursive: true, force: true }));

const file = (path: string, text: string, mode = 0o644): PlanEntry => ({
  path,
  kind: "file",
  mode,
  size: Buffer.byteLength(text),
  sha256: sha256Hex(Buffer.from(text)),
});
const plan = createPlan([
  { path: "bin", kind: "directory", mode: 0o1777, size: 0 },
  file("bin/tool", "run", 0o6777),
  file("lib/data", "data", 0o600),
  { path: "bin/same", kind: "hardlink", mode: 0o755, size: 0, target: "bin/tool" },
  { path: "data", kind: "symlink", mode: 0o777, size: 0, target: "lib/data" },
]);

const PLAN = { plan };

function write(staging: string): void {
  mkdirSync(join(staging, "bin"), { mode: 0o700 });
  mkdirSync(join(staging, "lib"), { mode: 0o700 });
  writeFileSync(join(staging, "bin/tool"), "run", { mode: 0o600 });
  writeFileSync(join(staging, "lib/data"), "data", { mode: 0o600 });
  linkSync(join(staging, "bin/tool"), join(staging, "bin/same"));
  symlinkSync("lib/data", join(staging, "data"));
}

const place = (replace = false, spoil: (staging: string) => void = () => {}) =>
  placeTree({ target: join(parent, "out"), replace }, async (staging) => {
    write(staging);
    spoil(staging);
    return PLAN;
  });

test("places a tree with the modes of the plan, and nothing beside it", async () => {
  await expect(place()).resolves.toBe(PLAN);
  const modeOf = (path: string) => (statSync(join(parent, "out", path)).mode & 0o7777).toString(8);
  expect(["", "bin", "lib", "bin/tool", "bin/same", "lib/data"].map(modeOf)).toEqual([
    "755",
    "755",
    "755",
    "755",
    "755",
    "600",
  ]);
  expect(readFileSync(join(parent, "out/data"), "utf8")).toBe("data");
  expect(readdirSync(parent)).toEqual(["out"]);
});

test("stages beside the target, for this user alone", async () => {
  await place(false, (staging) => {
    expect(join(staging, "..")).toBe(parent);
    expect(lstatSync(staging).mode & 0o777).toBe(0o700);
  });
});

test("takes the place of an empty folder", async () => {
  mkdirSync(join(parent, "out"), { mode: 0o700 });
  await place();
  expect(readdirSync(join(parent, "out"))).toEqual(["bin", "data", "lib"]);
});

describe("leaves alone", () => {
  test.each<[why: string, make: (target: string) => void]>([
    [
      "a folder with files",
      (target) => {
        mkdirSync(target);
        writeFileSync(join(target, "mine"), "");
      },
    ],
    ["a file", (target) => writeFileSync(target, "mine")],
    ["a link, even to nothing", (target) => symlinkSync("nowhere", target)],
  ])("%s", async (_why, make) => {
    const target = join(parent, "out");
    make(target);
    const before = lstatSync(target).ino;
    await expect(place()).rejects.toMatchObject({ code: "FILE_EXISTS" });
    expect(lstatSync(target).ino).toBe(before);
    expect(readdirSync(parent)).toEqual(["out"]);
  });

  test("what came while the tree was written", async () => {
    await expect(
      place(false, () => writeFileSync(join(parent, "out"), "mine")),
    ).rejects.toMatchObject({ code: "FILE_EXISTS" });
    expect(readFileSync(join(parent, "out"), "utf8")).toBe("mine");
    expect(readdirSync(parent)).toEqual(["out"]);
  });
});

describe("replaces", () => {
  test.each<[why: string, make: (target: string) => void]>([
    [
      "a folder",
      (target) => {
        mkdirSync(join(target, "old"), { recursive: true });
        chmodSync(join(target, "old"), 0o500);
      },
    ],
    ["a file", (target) => writeFileSync(target, "old")],
    ["a link, not what it leads to", (target) => symlinkSync(tmpdir(), target)],
    ["nothing", () => {}],
  ])("%s", async (_why, make) => {
    make(join(parent, "out"));
    await place(true);
    expect(readdirSync(join(parent, "out"))).toEqual(["bin", "data", "lib"]);
    expect(readdirSync(parent)).toEqual(["out"]);
  });

  test("nothing where the new tree is bad", async () => {
    mkdirSync(join(parent, "out/old"), { recursive: true });
    await expect(place(true, (staging) => rmSync(join(staging, "data")))).rejects.toMatchObject({
      code: "ARCHIVE_PLACED_DIFFERS",
    });
    expect(readdirSync(join(parent, "out"))).toEqual(["old"]);
    expect(readdirSync(parent)).toEqual(["out"]);
  });

  test("and gives back what a killed replacement had moved aside", async () => {
    mkdirSync(join(parent, "out/old"), { recursive: true });
    const old = `.${sha256Hex(Buffer.from("out")).slice(0, 12)}.old`;
    renameSync(join(parent, "out"), join(parent, old));
    await expect(place()).rejects.toMatchObject({ code: "FILE_EXISTS" });
    expect(readdirSync(join(parent, "out"))).toEqual(["old"]);
    mkdirSync(join(parent, old));
    await place(true);
    expect(readdirSync(parent)).toEqual(["out"]);
  });
});

describe("refuses a disk that has", () => {
  test.each<[why: string, spoil: (staging: string) => void, message: string]>([
    ["other bytes", (at) => writeFileSync(join(at, "lib/data"), "dat@"), "expected sha256"],
    ["more bytes", (at) => writeFileSync(join(at, "lib/data"), "data+"), "found 5"],
    ["fewer bytes", (at) => writeFileSync(join(at, "lib/data"), ""), "found 0"],
    ["a file less", (at) => rmSync(join(at, "lib/data")), "found nothing"],
    ["a file more", (at) => writeFileSync(join(at, "lib/more"), ""), "expected nothing"],
    ["a folder more", (at) => mkdirSync(join(at, "more")), "expected nothing"],
    [
      "a link where a file should be",
      (at) => {
        rmSync(join(at, "lib/data"));
        symlinkSync("../bin/tool", join(at, "lib/data"));
      },
      "found a symlink",
    ],
    [
      "a link that leads elsewhere",
      (at) => {
        rmSync(join(at, "data"));
        symlinkSync("/etc/passwd", join(at, "data"));
      },
      'found one to "/etc/passwd"',
    ],
    [
      "a copy for a hard link",
      (at) => {
        rmSync(join(at, "bin/same"));
        writeFileSync(join(at, "bin/same"), "run");
      },
      "found another",
    ],
    [
      "a link for a folder",
      (at) => {
        renameSync(join(at, "lib"), join(parent, "elsewhere"));
        symlinkSync(join(parent, "elsewhere"), join(at, "lib"));
      },
      "found a symlink",
    ],
  ])("%s", async (_why, spoil, message) => {
    await expect(place(false, spoil)).rejects.toMatchObject({
      code: "ARCHIVE_PLACED_DIFFERS",
      message: expect.stringContaining(message),
    });
    expect(readdirSync(parent).filter((name) => name !== "elsewhere")).toEqual([]);
  });
});

test("tidies up what a killed run left a day ago, and nothing else", async () => {
  const start = `.${sha256Hex(Buffer.from("out")).slice(0, 12)}-`;
  const old = new Date(Date.now() - 25 * 60 * 60 * 1000);
  for (const [name, isOld] of [
    [`${start}0123.tmp`, true],
    [`${start}4567.tmp`, false],
    [".other-0123.tmp", true],
  ] as const) {
    mkdirSync(join(parent, name, "d"), { recursive: true });
    if (isOld) utimesSync(join(parent, name), old, old);
  }
  await place();
  expect(readdirSync(parent)).toEqual([`${start}4567.tmp`, ".other-0123.tmp", "out"].sort());
});

test("says that a folder cannot be written", async () => {
  await expect(
    placeTree({ target: join(parent, "no/out"), replace: false }, async () => PLAN),
  ).rejects.toMatchObject({ code: "FILE_UNWRITABLE" });
  const full = Object.assign(new Error("full"), { code: "ENOSPC", syscall: "write" });
  const target = join(parent, "out");
  await expect(
    placeTree({ target, replace: false }, () => Promise.reject(full)),
  ).rejects.toMatchObject({
    code: "FILE_UNWRITABLE",
    message: `${target}: expected to make a folder, found ENOSPC`,
  });
  expect(readdirSync(parent)).toEqual([]);
});

test("leaves nothing when it is told to stop", async () => {
  const abort = new AbortController();
  const run = placeTree(
    { target: join(parent, "out"), replace: false, signal: abort.signal },
    async (staging) => {
      write(staging);
      abort.abort();
      return PLAN;
    },
  );
  await expect(run).rejects.toMatchObject({ name: "AbortError" });
  expect(readdirSync(parent)).toEqual([]);
});

test("leaves nothing when a signal ends the process", async () => {
  const script = `
    import { writeFileSync } from "node:fs";
    import { placeTree } from ${JSON.stringify(new URL("../../src/operations/place-tree.ts", import.meta.url).href)};
    await placeTree({ target: ${JSON.stringify(join(parent, "out"))}, replace: false }, async (staging, signal) => {
      writeFileSync(staging + "/x", "");
      const alive = setInterval(() => {}, 1000);
      process.stdout.write("staged");
      await new Promise((resolve) => signal.addEventListener("abort", resolve));
      clearInterval(alive);
      signal.throwIfAborted();
    });`;
  const child = spawn(process.execPath, ["--input-type=module", "-e", script], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  await once(child.stdout, "data");
  expect(readdirSync(parent)).toHaveLength(1);
  child.kill("SIGTERM");
  const [, signal] = await once(child, "exit");
  expect(signal).toBe("SIGTERM");
  expect(readdirSync(parent)).toEqual([]);
});
