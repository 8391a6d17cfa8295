import {
  appendFileSync,
  chmodSync,
  mkdirSync,
  readFileSync,
  renameSync,
  symlinkSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { createServer } from "node:net";
import { expect, test } from "vitest";
import { hashListed } from "../../src/io/hash-listed.ts";
import { Folder, sha256 } from "../fakes/checkout.ts";

const MiB = 1024 * 1024;
const hash = (at: string | Buffer, onBytes: (bytes: number) => void = () => {}) =>
  hashListed(at, onBytes);

test.each([0, 1, MiB / 4 - 1, MiB / 4, MiB / 4 + 1, 3 * MiB + 5])("digests %i bytes", (size) => {
  const bytes = Buffer.alloc(size, "lockseal");
  const folder = new Folder().write("f", bytes);
  chmodSync(folder.at("f"), 0o4751);
  expect(hash(folder.at("f"))).toEqual({
    sha256: sha256(bytes),
    size,
    mode: 0o4751,
    isNative: false,
  });
});

test.each<[what: string, hex: string, isNative: boolean]>([
  ["ELF", "7f454c4602", true],
  ["Mach-O", "cffaedfe07", true],
  ["Mach-O of several processors", "cafebabe00", true],
  ["Windows", "4d5a9000", true],
  ["a script", "23212f62", false],
  ["too short for any", "7f454c", false],
])("tells how it begins: %s", (_what, hex, isNative) => {
  expect(hash(new Folder().write("f", Buffer.from(hex, "hex")).at("f"))).toMatchObject({
    isNative,
  });
});

test.each<[why: string, make: (folder: Folder) => void, unread: RegExp]>([
  ["is gone", () => {}, /^nothing: it is gone/],
  ["is a folder now", (folder) => mkdirSync(folder.at("f")), /^no regular file/],
  ["is a pipe now, that nobody writes to", (folder) => void folder.pipe("f"), /^no regular file/],
  ["is a link now", (folder) => symlinkSync("/etc/passwd", folder.at("f")), /^a link/],
  ["is a link to itself", (folder) => symlinkSync("f", folder.at("f")), /^a link/],
])("a file that %s", (_why, make, unread) => {
  const folder = new Folder();
  make(folder);
  expect(hash(folder.at("f"))).toEqual({ unread: expect.stringMatching(unread) });
});

test("a socket is not read", async () => {
  const folder = new Folder();
  const server = createServer().listen(folder.at("s"));
  await new Promise((resolve) => server.once("listening", resolve));
  expect(hash(folder.at("s"))).toHaveProperty("unread");
  server.close();
});

test.runIf(process.platform === "linux")(
  "a device is not read, nor memory that has no bytes",
  () => {
    expect(hash("/dev/zero")).toEqual({ unread: expect.stringMatching(/^no regular file/) });
    expect(hash("/proc/self/mem")).toEqual({ unread: "EIO" });
  },
);

/** Large enough that the reader tells of it while it reads: what is done then happens in the middle. */
const LARGE = 65 * MiB;

test.each<[why: string, change: (path: string, time: number) => void]>([
  ["that grows", (path) => appendFileSync(path, "x")],
  ["that shrinks", (path) => truncateSync(path, 10)],
  [
    "that is written to, and gets its old time back",
    (path) => {
      writeFileSync(path, "X", { flag: "r+" });
      utimesSync(path, 1, 1);
    },
  ],
])("a file %s while it is read is read once more", (_why, change) => {
  const folder = new Folder().write("f", Buffer.alloc(LARGE, "a"));
  utimesSync(folder.at("f"), 1, 1);
  let times = 0;
  const read = hash(folder.at("f"), () => {
    times += 1;
    if (times === 1) change(folder.at("f"), times);
  });
  expect(read).toMatchObject({ sha256: sha256(readFileSync(folder.at("f"))) });
});

test("a file that changes all the time is given up", () => {
  const folder = new Folder().write("f", Buffer.alloc(LARGE, "a"));
  const read = hash(folder.at("f"), () => appendFileSync(folder.at("f"), "x"));
  expect(read).toEqual({ unread: "one that changed while it was read" });
});

test("a file that is replaced while it is read is the one that was opened", () => {
  const bytes = Buffer.alloc(LARGE, "a");
  const folder = new Folder().write("f", bytes).write("g", "other");
  let isDone = false;
  const read = hash(folder.at("f"), () => {
    if (isDone) return;
    isDone = true;
    renameSync(folder.at("f"), folder.at("old"));
    renameSync(folder.at("g"), folder.at("f"));
  });
  // Its status has changed by that; it is read again, for it still is the file that was listed.
  expect(read).toMatchObject({ sha256: sha256(bytes) });
});
