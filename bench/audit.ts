import { execFileSync } from "node:child_process";
import { createHash, randomBytes } from "node:crypto";
import { mkdirSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { PlanEntry } from "../src/archive/plan.ts";
import { formatToolLock } from "../src/tool/format-tool-lock.ts";
import { PROGRAM } from "../test/interop/lockseal.ts";
import { type Figure, median, timeByTurns } from "./figures.ts";
import { peakOf } from "./peak.ts";

const KiB = 1024;
const MiB = 1024 * KiB;

/** In each of the two halves. */
const FILES = 10_000;
/** As a cache has them: very many small ones, and few that make up most of it. */
const SIZES: readonly number[] = [3, 5, 9, 17, 33, 60, 120, 250, 500, 700].map(
  (size) => size * KiB,
);
/** Of a half; what the sizes above do not make up, these do. */
const HALF_BYTES = 2048 * MiB;
/** So many files of a half are a tool's that is pinned. */
const PINNED = 1000;

/**
 * Audits 20,000 files of 4 GiB, by turns with the program that everyone digests files with, all of it in memory; half of it; and
 * both beside a file of 2 GiB. A tenth of the files is a pinned tool's.
 */
export function measureAudit(folder: string): Figure[] {
  const pool = randomBytes(64 * MiB);
  const pinned: PlanEntry[] = [];
  const written = ["one", "two"].map((half) => writeHalf(join(folder, "tree", half), pool, pinned));
  const tree = join(folder, "tree");
  const lock = join(folder, "lockseal-tools.lock");
  writeFileSync(lock, lockOf(pinned));
  const audit = ["audit", "--lock", lock];
  const run = (path: string) => () => {
    execFileSync(process.execPath, [PROGRAM, ...audit, path], { stdio: "ignore" });
  };
  const sha256sum = (): void => {
    const script = `find "$1" -type f -print0 | xargs -0 sha256sum`;
    execFileSync("sh", ["-c", script, "sh", tree], { stdio: "ignore" });
  };
  const [whole, half] = [run(tree), run(join(tree, "one"))];
  // Once unmeasured: the files are in memory afterwards, and the disk is not what is measured.
  whole();
  const [ours = [], halves = [], theirs = []] = timeByTurns(5, [whole, half, sha256sum]);
  const peak = (...paths: string[]): number => peakOf([PROGRAM, ...audit, ...paths]);
  const [peakHalf, peakWhole] = [peak(join(tree, "one")), peak(tree)];
  const large = join(folder, "large");
  writeFileSync(large, pool);
  truncateSync(large, 2048 * MiB);
  const peakLarge = peak(tree, large);
  for (const path of [tree, large]) rmSync(path, { recursive: true });
  return [
    {
      name: "size of the audited files",
      value: (written[0] ?? 0) / MiB + (written[1] ?? 0) / MiB,
      unit: "MiB",
    },
    { name: "sha256sum of 20,000 files, 4 GiB", value: median(theirs), unit: "ms" },
    { name: "lockseal audit of them, whole process", value: median(ours), unit: "ms" },
    {
      name: "lockseal audit / sha256sum",
      value: median(ours) / median(theirs),
      unit: "×",
      aim: { is: "at most", bound: 0.4 },
    },
    {
      name: "lockseal audit of 20,000 files / of 10,000",
      value: median(ours) / median(halves),
      unit: "×",
      aim: { is: "at most", bound: 2.2 },
    },
    { name: "memory of an audit of 10,000 files, 2 GiB", value: peakHalf, unit: "MB" },
    {
      name: "memory of an audit of 20,000 files, 4 GiB",
      value: peakWhole,
      unit: "MB",
      aim: { is: "at most", bound: 130 },
    },
    {
      name: "memory that 10,000 files more take",
      value: peakWhole - peakHalf,
      unit: "MB",
      aim: { is: "at most", bound: 10 },
    },
    {
      name: "memory that a file of 2 GiB more takes",
      value: peakLarge - peakWhole,
      unit: "MB",
      aim: { is: "at most", bound: 10 },
    },
  ];
}

/** Writes half of the files, no two alike, and gives their size. */
function writeHalf(folder: string, pool: Buffer, pinned: PlanEntry[]): number {
  const sizes = Array.from({ length: FILES }, (_, at) => SIZES[at % SIZES.length] ?? 0);
  // Of a hundred large files what is left.
  for (let at = 0; at < 100; at += 1) sizes[at * 100 + 99] = 0;
  const small = sizes.reduce((sum, size) => sum + size, 0);
  for (let at = 0; at < 100; at += 1) sizes[at * 100 + 99] = Math.floor((HALF_BYTES - small) / 100);
  for (const [at, size] of sizes.entries()) {
    const path = `${Math.floor(at / 100)}/${at % 10}/file-${at}`;
    const from = (at * 7919) % (pool.length - size);
    const bytes = Buffer.concat([
      Buffer.from(`${folder} ${at}`),
      pool.subarray(from, from + size),
    ]).subarray(0, size);
    mkdirSync(join(folder, path, ".."), { recursive: true });
    writeFileSync(join(folder, path), bytes);
    if (at < PINNED && folder.endsWith("one"))
      pinned.push({
        kind: "file",
        path,
        mode: 0o644,
        size,
        sha256: createHash("sha256").update(bytes).digest("hex"),
      });
  }
  return sizes.reduce((sum, size) => sum + size, 0);
}

function lockOf(files: readonly PlanEntry[]): Uint8Array | string {
  const digest = "a".repeat(64);
  const asset = {
    platform: "linux-x64",
    name: "tool.tar.gz",
    urls: ["https://releases.example/tool.tar.gz"],
    size: 1,
    digests: [{ algorithm: "sha256" as const, hex: digest }],
    files: files.toSorted((one, other) => (one.path < other.path ? -1 : 1)),
    sourceCommit: null,
    buildConfig: null,
    buildConfigDigest: null,
    logTime: null,
    evidence: [],
  };
  return formatToolLock({
    tools: [{ name: "tool", version: "1", bin: "0/0/file-0", signer: null, assets: [asset] }],
  });
}
