import { execFileSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import {
  closeSync,
  mkdtempSync,
  openSync,
  readSync,
  rmSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createDigests } from "../src/bytes/digest.ts";
import { formatKeyBundle, parseKeyBundle } from "../src/envelope/bundle.ts";
import { signDsseBundle, verifyDsseBundle } from "../src/envelope/bundle-signature.ts";
import { IN_TOTO_PAYLOAD_TYPE } from "../src/envelope/dsse.ts";
import { generateKeyPair } from "../src/key/private-key.ts";
import { PROGRAM } from "../test/interop/lockseal.ts";
import { signLock } from "../test/interop/signed-lock.ts";
import { measureAttestations } from "./attestations.ts";
import { measureAudit } from "./audit.ts";
import { measureBundles } from "./bundles.ts";
import { measureFetch } from "./fetch.ts";
import { type Figure, formatFigure, median, timeByTurns } from "./figures.ts";
import { measureGate } from "./gate.ts";
import { generateLock } from "./generate.ts";
import { measureKeyless } from "./keyless.ts";
import { measureNames } from "./names.ts";
import { peakOf } from "./peak.ts";
import { measureReports } from "./reports.ts";
import { measureUnpack } from "./unpack.ts";

const MiB = 1024 * 1024;
const REAL_LOCK = join(import.meta.dirname, "../testdata/locks/jupyter-uv/requirements.txt");

const GROUPS: Readonly<Record<string, () => Iterable<Figure> | AsyncIterable<Figure>>> = {
  start: measureStart,
  lint: measureLint,
  memory: measureMemory,
  signatures: measureSignatures,
  digest: measureDigest,
  keyless: () => measureKeyless(folder),
  bundles: measureBundles,
  attestations: () => measureAttestations(folder),
  reports: () => measureReports(folder),
  unpack: () => measureUnpack(folder),
  fetch: () => measureFetch(folder),
  audit: () => measureAudit(folder),
  gate: () => measureGate(folder),
  names: measureNames,
};

// Named groups only, where any are named.
const named = process.argv.slice(2);
const folder = mkdtempSync(join(tmpdir(), "lockseal-bench-"));
try {
  for (const [name, measure] of Object.entries(GROUPS)) {
    if (named.length > 0 && !named.includes(name)) continue;
    for await (const figure of measure()) process.stdout.write(`${formatFigure(figure)}\n`);
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}

/** Runs the whole program on a signed lock, by turns with Node doing nothing. */
function measureStart(): Figure[] {
  const { lock, publicKey } = signLock(folder, generateLock(100, 10));
  const run = (args: readonly string[]) => () => {
    execFileSync(process.execPath, args, { stdio: "ignore" });
  };
  const verify = run([PROGRAM, "verify", lock, "--key", publicKey]);
  const nothing = run(["-e", "0"]);
  verify();
  const [ours = [], bare = []] = timeByTurns(25, [verify, nothing]);
  return [
    { name: "node -e 0, whole process", value: median(bare), unit: "ms" },
    { name: "lockseal verify of 100 pins, whole process", value: median(ours), unit: "ms" },
    {
      name: "lockseal verify / node -e 0",
      value: median(ours) / median(bare),
      unit: "×",
      aim: { is: "at most", bound: 1.6 },
    },
  ];
}

/** Reads and judges a lock of 10,000 pins and one twice as long, each in a process of its own. */
function measureLint(): Figure[] {
  const timesOf = (pins: number): { cold: number; warm: number } => {
    const file = writeLock(pins);
    const script = join(import.meta.dirname, "lint-time.ts");
    const { cold, warm } = JSON.parse(
      execFileSync(process.execPath, [script, file], { encoding: "utf8" }),
    );
    return { cold, warm: median(warm) };
  };
  const once = timesOf(10_000);
  const twice = timesOf(20_000);
  return [
    { name: "lint of 10,000 pins, 100,000 hashes, first run", value: once.cold, unit: "ms" },
    {
      name: "lint of 10,000 pins, 100,000 hashes",
      value: once.warm,
      unit: "ms",
      aim: { is: "at most", bound: 150 },
    },
    { name: "lint of 20,000 pins, 200,000 hashes", value: twice.warm, unit: "ms" },
    {
      name: "lint of 20,000 pins / of 10,000",
      value: twice.warm / once.warm,
      unit: "×",
      aim: { is: "at most", bound: 2.2 },
    },
  ];
}

function writeLock(pins: number): string {
  const file = join(folder, `${pins}.txt`);
  writeFileSync(file, generateLock(pins, 10));
  return file;
}

/** Asks the program itself, as it ends, for the most memory that it ever held. */
function measureMemory(): Figure[] {
  const aim = { is: "at most", bound: 120 } as const;
  return [
    { name: "memory of node -e 0 at its peak", value: peakOf(["-e", "0"]), unit: "MB" },
    {
      name: "memory of lockseal lint, a real lock of 134 pins",
      value: peakOf([PROGRAM, "lint", REAL_LOCK]),
      unit: "MB",
      aim,
    },
    {
      name: "memory of lockseal lint, 10,000 pins",
      value: peakOf([PROGRAM, "lint", writeLock(10_000)]),
      unit: "MB",
      aim,
    },
  ];
}

/** Signs and verifies a bundle of the size of a lock's statement, in this process. */
function measureSignatures(): Figure[] {
  const key = generateKeyPair("ecdsa-p256");
  const payload = Buffer.alloc(1024, "x");
  const rateOf = (run: () => void): number => {
    const rounds = 2000;
    for (let round = 0; round < 200; round += 1) run();
    const start = performance.now();
    for (let round = 0; round < rounds; round += 1) run();
    return (rounds * 1000) / (performance.now() - start);
  };
  const sign = (): Uint8Array =>
    formatKeyBundle(signDsseBundle(IN_TOTO_PAYLOAD_TYPE, payload, key));
  const signed = sign();
  const verify = (): void => {
    const bundle = parseKeyBundle(signed, "bench", "ours");
    if (bundle.kind === "dsse") verifyDsseBundle(bundle, [key.publicKey]);
  };
  return [
    { name: "sign a bundle, ECDSA P-256", value: rateOf(sign), unit: "/s" },
    { name: "parse and verify a bundle, ECDSA P-256", value: rateOf(verify), unit: "/s" },
  ];
}

/** Digests a file of 1 GiB, by turns with the programs that everyone uses for it. */
function measureDigest(): Figure[] {
  const file = join(folder, "gib");
  writeGibibyte(file);
  const run = (program: string, args: readonly string[]) => () => {
    execFileSync(program, args, { stdio: "ignore" });
  };
  const runs = [
    () => digestFile(file),
    run("openssl", ["dgst", "-sha256", file]),
    run("sha256sum", [file]),
  ];
  // Once unmeasured: the file is in memory afterwards, and the disk is not what is measured.
  digestFile(file);
  const [ours = 0, openssl = 0, coreutils = 0] = timeByTurns(5, runs).map(median);
  rmSync(file);
  return [
    { name: "SHA-256 of 1 GiB", value: ours, unit: "ms" },
    { name: "SHA-256 of 1 GiB by openssl dgst", value: openssl, unit: "ms" },
    { name: "SHA-256 of 1 GiB by sha256sum", value: coreutils, unit: "ms" },
    {
      name: "speed of SHA-256 against openssl dgst",
      value: openssl / ours,
      unit: "×",
      aim: { is: "at least", bound: 0.95 },
    },
    { name: "speed of SHA-256 against sha256sum", value: coreutils / ours, unit: "×" },
  ];
}

function digestFile(file: string): void {
  const digests = createDigests(["sha256"]);
  const chunk = new Uint8Array(MiB);
  const descriptor = openSync(file, "r");
  try {
    for (;;) {
      const length = readSync(descriptor, chunk);
      if (length === 0) break;
      digests.update(chunk.subarray(0, length));
    }
  } finally {
    closeSync(descriptor);
  }
  digests.final();
}

function writeGibibyte(file: string): void {
  const block = randomBytes(MiB);
  const descriptor = openSync(file, "w");
  for (let written = 0; written < 1024; written += 1) writeSync(descriptor, block);
  closeSync(descriptor);
}
