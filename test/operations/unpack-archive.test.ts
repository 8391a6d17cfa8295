import {
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync, zstdCompressSync } from "node:zlib";
import { fc, test } from "@fast-check/vitest";
import { afterEach, beforeEach, describe, expect } from "vitest";
import type { ArchivePlan, PlanEntry } from "../../src/archive/plan.ts";
import { sha256Hex } from "../../src/bytes/digest.ts";
import { Refusal } from "../../src/errors.ts";
import { type UnpackArchiveOptions, unpackArchive } from "../../src/operations/unpack-archive.ts";
import { CASES } from "../archive/tar/cases/all.ts";
import { entry, folder, symlink, TRIVY, tar } from "../archive/tar/make-tar.ts";

let parent = "";
beforeEach(() => {
  parent = realpathSync(mkdtempSync(join(tmpdir(), "lockseal-unpack-")));
  mkdirSync(join(parent, "in"));
  writeFileSync(join(parent, "canary"), "alive");
  writeFileSync(join(parent, "in/canary"), "alive");
});
afterEach(() => rmSync(parent, { recursive: true, force: true }));

async function* pieces(bytes: Uint8Array, length: number): AsyncGenerator<Uint8Array, void> {
  // One buffer for all pieces, as a file is read: whoever keeps a piece sees another one in it.
  const buffer = Buffer.alloc(length);
  for (let at = 0; at < bytes.length; at += length) {
    const piece = bytes.subarray(at, at + length);
    buffer.set(piece);
    yield buffer.subarray(0, piece.length);
  }
}

const unpack = (bytes: Uint8Array, more: Partial<UnpackArchiveOptions> = {}) =>
  unpackArchive({
    archive: "a.tar",
    format: { content: "tar", compression: bytes[0] === 0x1f ? "gzip" : "none" },
    source: pieces(bytes, 65_536),
    fileName: "tool",
    pin: {},
    now: () => 0,
    to: join(parent, "in/out"),
    replace: false,
    ...more,
  });

/** All that stands where things are unpacked. */
const standing = () => readdirSync(join(parent, "in"));

function expectAsPlanned(plan: ArchivePlan): void {
  const out = join(parent, "in/out");
  const found = readdirSync(out, { recursive: true, encoding: "utf8" });
  for (const planned of plan.entries) {
    const status = lstatSync(join(out, planned.path));
    expect(found).toContain(planned.path);
    if (planned.kind === "symlink")
      expect(readlinkSync(join(out, planned.path))).toBe(planned.target);
    else {
      expect(status.mode & 0o7777 & ~0o755).toBe(0);
      expect(status.uid).toBe(process.getuid?.() ?? status.uid);
      expect(status.isDirectory()).toBe(planned.kind === "directory");
    }
    if (planned.kind === "file")
      expect(sha256Hex(readFileSync(join(out, planned.path)))).toBe(planned.sha256);
  }
}

describe.each(Object.entries(CASES))("%s", (_group, cases) => {
  test.each(cases)("%s: %s", async (_id, _why, make, outcome) => {
    try {
      // Fewer than by default: ten thousand folders take a disk a while.
      const { plan } = await unpack(make(), { limits: { maxHeaders: 1000 } });
      expect(["A", "E"]).toContain(outcome);
      expectAsPlanned(plan);
      expect(standing()).toEqual(["canary", "out"]);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      expect(["R", "r", "E"]).toContain(outcome);
      expect(standing()).toEqual(["canary"]);
    }
    expect(readdirSync(parent)).toEqual(["canary", "in"]);
    expect(readFileSync(join(parent, "canary"), "utf8")).toBe("alive");
    expect(readFileSync(join(parent, "in/canary"), "utf8")).toBe("alive");
    expect(existsSync("/tmp/lockseal-canary")).toBe(false);
  });
});

const ARCHIVE = tar(folder("d/"), entry("d/tool", "run", { mode: 0o755 }), symlink("t", "d/tool"));
const PINNED: PlanEntry[] = [
  { path: "d", kind: "directory", mode: 0o755, size: 0 },
  {
    path: "d/tool",
    kind: "file",
    mode: 0o755,
    size: 3,
    sha256: sha256Hex(Buffer.from("run")),
  },
  { path: "t", kind: "symlink", mode: 0o777, size: 0, target: "d/tool" },
];

describe("with pins", () => {
  const packed = gzipSync(ARCHIVE);
  const pin = { sha256: sha256Hex(packed), size: packed.length };

  test("the pinned archive is unpacked, and said what it is", async () => {
    const read = await unpack(packed, { pin, pinned: PINNED });
    expect(read).toEqual({ plan: { entries: PINNED, totalBytes: 3 }, outer: pin });
    expectAsPlanned(read.plan);
  });

  test("it is so however compressible it is", async () => {
    const zeros = Buffer.alloc(20 * 1024 * 1024);
    const tight = gzipSync(tar(entry("zeros", zeros)));
    await expect(unpack(tight)).rejects.toMatchObject({ code: "ARCHIVE_LIMIT" });
    const pinned: PlanEntry[] = [
      { path: "zeros", kind: "file", mode: 0o644, size: zeros.length, sha256: sha256Hex(zeros) },
    ];
    await expect(unpack(tight, { pinned })).resolves.toMatchObject({ plan: { entries: pinned } });
  });

  test.each<[why: string, bytes: () => Uint8Array, code: string]>([
    ["a byte less", () => packed.subarray(0, -1), "ARCHIVE_SIZE_MISMATCH"],
    ["a byte more", () => Buffer.concat([packed, Buffer.alloc(1)]), "ARCHIVE_SIZE_MISMATCH"],
    [
      "other bytes of that length",
      () => Buffer.alloc(packed.length, "<html>"),
      "ARCHIVE_DIGEST_MISMATCH",
    ],
    [
      "damage that alone would be told otherwise",
      () => {
        const bytes = Buffer.from(packed);
        bytes[bytes.length - 8] = (bytes.at(-8) ?? 0) ^ 1;
        return bytes;
      },
      "ARCHIVE_DIGEST_MISMATCH",
    ],
  ])("%s is refused as such", async (_why, bytes, code) => {
    await expect(unpack(bytes(), { pin, pinned: PINNED })).rejects.toMatchObject({ code });
    expect(standing()).toEqual(["canary"]);
  });

  test("another pinned digest is refused at the very end, and nothing stays", async () => {
    const other = { sha256: "0".repeat(64) };
    await expect(unpack(packed, { pin: other })).rejects.toMatchObject({
      code: "ARCHIVE_DIGEST_MISMATCH",
      message: `a.tar: expected sha256 ${other.sha256}, found ${pin.sha256}`,
    });
    expect(standing()).toEqual(["canary"]);
  });

  test.each<[why: string, bytes: Uint8Array]>([
    ["an entry more", tar(ARCHIVE.subarray(0, -1024), TRIVY)],
    ["an entry less", tar(folder("d/"), entry("d/tool", "run", { mode: 0o755 }))],
    [
      "other bytes",
      tar(folder("d/"), entry("d/tool", "ran", { mode: 0o755 }), symlink("t", "d/tool")),
    ],
    ["setuid", tar(folder("d/"), entry("d/tool", "run", { mode: 0o4755 }), symlink("t", "d/tool"))],
  ])("%s differs", async (_why, bytes) => {
    await expect(unpack(bytes, { pinned: PINNED })).rejects.toMatchObject({
      code: "ARCHIVE_DIFFERS",
    });
    expect(standing()).toEqual(["canary"]);
  });
});

test("what is packed by zstd is unpacked alike", async () => {
  const format = { content: "tar", compression: "zstd" } as const;
  const { plan } = await unpack(zstdCompressSync(ARCHIVE), { format });
  expect(plan.entries).toEqual(PINNED);
  expectAsPlanned(plan);
});

describe("a single file", () => {
  const format = { content: "file", compression: "none" } as const;
  const tool = Buffer.from("#!/bin/sh\n");

  test.each([
    ["as it is", tool, format],
    ["unpacked", gzipSync(tool), { content: "file", compression: "gzip" } as const],
  ])("is placed %s, to be run", async (_how, bytes, how) => {
    const { plan } = await unpack(bytes, { format: how });
    expect(plan.entries).toEqual([
      { path: "tool", kind: "file", mode: 0o755, size: tool.length, sha256: sha256Hex(tool) },
    ]);
    expectAsPlanned(plan);
    expect(lstatSync(join(parent, "in/out/tool")).mode & 0o7777).toBe(0o755);
  });

  test.each(["..", "nul", "a:b", ""])("cannot be called %j", async (fileName) => {
    await expect(unpack(tool, { format, fileName })).rejects.toBeInstanceOf(Error);
    expect(standing()).toEqual(["canary"]);
  });

  test("that is too large is refused", async () => {
    await expect(unpack(tool, { format, limits: { maxTotalBytes: 9 } })).rejects.toMatchObject({
      code: "ARCHIVE_LIMIT",
    });
    await unpack(tool, { format, limits: { maxTotalBytes: 10 } });
  });
});

test("an archive takes no longer than it may", async () => {
  let now = 0;
  const clock = () => (now += 60_000);
  await expect(
    unpackArchive({
      archive: "a.tar",
      format: { content: "tar", compression: "none" },
      source: pieces(ARCHIVE, 512),
      fileName: "",
      pin: {},
      now: clock,
      to: join(parent, "in/out"),
      replace: false,
    }),
  ).rejects.toMatchObject({
    code: "ARCHIVE_LIMIT",
    message: "a.tar: expected at most 120 seconds, found more at offset 1536",
  });
});

test("nothing stays when it is told to stop", async () => {
  const abort = new AbortController();
  async function* stopping() {
    yield ARCHIVE.subarray(0, 1024);
    expect(standing()).toHaveLength(2);
    abort.abort();
    yield ARCHIVE.subarray(1024);
  }
  await expect(unpack(ARCHIVE, { source: stopping(), signal: abort.signal })).rejects.toMatchObject(
    { name: "AbortError" },
  );
  expect(standing()).toEqual(["canary"]);
});

test.each(["none", "gzip", "zstd"] as const)(
  "nothing stays when it is told to stop while a source is stalled: %s",
  async (compression) => {
    const abort = new AbortController();
    const packed = { none: ARCHIVE, gzip: gzipSync(ARCHIVE), zstd: zstdCompressSync(ARCHIVE) };
    async function* stalled(): AsyncGenerator<Uint8Array, void> {
      yield packed[compression].subarray(0, 60);
      setImmediate(() => abort.abort());
      await new Promise(() => {});
    }
    const format = { content: "tar", compression } as const;
    await expect(
      unpack(ARCHIVE, { format, source: stalled(), signal: abort.signal }),
    ).rejects.toMatchObject({ name: "AbortError" });
    expect(standing()).toEqual(["canary"]);
  },
);

test("a source that fails is not the archive's fault", async () => {
  async function* failing() {
    yield ARCHIVE.subarray(0, 1024);
    throw new Refusal("NETWORK_UNREACHABLE", "gone", { url: "", attempts: 1 });
  }
  await expect(unpack(ARCHIVE, { source: failing() })).rejects.toMatchObject({
    code: "NETWORK_UNREACHABLE",
  });
  expect(standing()).toEqual(["canary"]);
});

test("what is packed in a way that nothing here reads is said to be so", async () => {
  await expect(
    unpack(ARCHIVE, {
      format: { content: "file", compression: "a format that nothing here reads" },
    }),
  ).rejects.toMatchObject({ code: "ARCHIVE_UNSUPPORTED" });
});

test.prop([fc.nat({ max: ARCHIVE.length * 8 - 1 })], { numRuns: 60 })(
  "one changed bit is refused, or both readers and the disk agree",
  async (bit) => {
    const bytes = Buffer.from(ARCHIVE);
    bytes[bit >> 3] = (bytes[bit >> 3] ?? 0) ^ (1 << (bit & 7));
    try {
      const { plan } = await unpack(bytes);
      expectAsPlanned(plan);
      rmSync(join(parent, "in/out"), { recursive: true });
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      // The walk sees all that the second reader could see otherwise.
      expect(error.code).not.toBe("ARCHIVE_READERS_DISAGREE");
    }
    expect(standing()).toEqual(["canary"]);
  },
);
