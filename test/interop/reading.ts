import { execFileSync, spawnSync } from "node:child_process";
import { copyFileSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Checks } from "./checks.ts";
import { generateLocks } from "./generated-locks.ts";
import { runLockseal } from "./lockseal.ts";
import { type Row, readOurRows } from "./our-reading.ts";
import type { Peer } from "./peers.ts";

const LOCKS = join(import.meta.dirname, "../../testdata/locks");
const READING = join(import.meta.dirname, "reading.py");
const STUBS = join(import.meta.dirname, "stub_wheels.py");
const GENERATED = 60;
const SEED = 20261124;

/**
 * Gathers the locks to read: every real one, and generated ones in all the spellings that the peers read alike.
 * @param folder where the generated ones are written.
 */
export function gatherLocks(folder: string): string[] {
  const real = readdirSync(LOCKS, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => join(LOCKS, name, "requirements.txt"))
    .sort();
  const generated = generateLocks(GENERATED, SEED).map((text, index) => {
    const file = join(folder, `generated-${String(index).padStart(2, "0")}.txt`);
    writeFileSync(file, text);
    return file;
  });
  return [...real, ...generated];
}

/** Shows that lint accepts every one of them. */
export async function checkLintAccepts(locks: readonly string[], checks: Checks): Promise<void> {
  for (const lock of locks) {
    await checks.check(`lint accepts ${shortName(lock)}`, () => {
      const { status, output } = runLockseal(["lint", lock]);
      return status === 0 ? undefined : `exit ${status}: ${output}`;
    });
  }
}

/** Shows that pip (or pip-tools) reads what we read, marker by marker as it prints them. */
export async function checkPythonReading(
  peer: Peer,
  locks: readonly string[],
  checks: Checks,
): Promise<void> {
  const seen: Row[][] = JSON.parse(askReading(peer, [peer.name, ...locks]));
  for (const [index, lock] of locks.entries()) {
    await checks.check(`${peer.name} ${peer.version} reads ${shortName(lock)} as we do`, () =>
      describeDifference(readOurRows(readFileSync(lock)), seen[index] ?? []),
    );
  }
}

/**
 * Shows that uv reads what we read. uv prints no list of what it has read; but it takes the hashes of a lock that it
 * writes anew from the lock that is there. So it compiles the lock into itself, offline, from wheels without content,
 * and what it writes is what it read. It rewrites markers, so that they are compared by where they are true.
 * @param pip reads what uv has written, and evaluates the markers.
 */
export async function checkUvReading(
  uv: Peer,
  pip: Peer,
  locks: readonly string[],
  folder: string,
  checks: Checks,
): Promise<void> {
  const ours = locks.map((lock) => readOurRows(readFileSync(lock)));
  // A folder a lock: uv would prefer the 1.0+local of another lock to the 1.0 that is asked for.
  const stubs = ours.map((rows, index) => [
    join(folder, `stubs-${index}`),
    rows.map(([name, version]) => [name, version]),
  ]);
  execFileSync(pip.program, [STUBS], { input: JSON.stringify(stubs) });

  const outcomes = locks.map((lock, index) =>
    compileWithUv(uv, lock, join(folder, `stubs-${index}`), join(folder, `uv-${index}.txt`)),
  );
  const written = outcomes.filter((outcome) => "file" in outcome).map(({ file }) => file);
  const seen: Row[][] = JSON.parse(askReading(pip, ["pip", ...written]));
  const theirs = new Map(written.map((file, index) => [file, seen[index] ?? []]));
  const truths = evaluateMarkers(pip, [...ours, ...seen].flat());

  for (const [index, lock] of locks.entries()) {
    await checks.check(`uv ${uv.version} reads ${shortName(lock)} as we do`, () => {
      const outcome = outcomes[index];
      if (outcome === undefined || "error" in outcome) return outcome?.error ?? "no outcome";
      const meaning = (rows: readonly Row[]) => rows.map((row) => withTruth(row, truths));
      return describeDifference(
        meaning(ours[index] ?? []),
        meaning(theirs.get(outcome.file) ?? []),
      );
    });
  }
}

type Compiled = { readonly file: string } | { readonly error: string };

function compileWithUv(uv: Peer, lock: string, wheels: string, file: string): Compiled {
  const from = `${file}.in`;
  copyFileSync(lock, from);
  copyFileSync(lock, file);
  const offline = ["--offline", "--no-cache", "--no-config", "--no-index", "--find-links", wheels];
  const whole = ["--universal", "--python-version", "3.9", "--no-deps", "--no-strip-extras"];
  const plain = ["--generate-hashes", "--no-annotate", "--no-header", "--prerelease", "allow"];
  const args = [
    "-m",
    "uv",
    "pip",
    "compile",
    from,
    "-o",
    file,
    "-q",
    ...offline,
    ...whole,
    ...plain,
  ];
  const { PATH } = process.env;
  const { status, stderr } = spawnSync(uv.program, args, { env: { PATH }, encoding: "utf8" });
  return status === 0 ? { file } : { error: `uv: exit ${status}: ${stderr}` };
}

/** Tells of each marker where it is true, over a grid of environments. */
function evaluateMarkers(pip: Peer, rows: readonly Row[]): ReadonlyMap<string | null, string> {
  const markers = [...new Set(rows.map(([, , , marker]) => marker))];
  const truths: string[] = JSON.parse(askReading(pip, ["markers"], JSON.stringify(markers)));
  return new Map(markers.map((marker, index) => [marker, truths[index] ?? ""]));
}

/** Puts in the place of the marker where it is true. */
function withTruth(row: Row, truths: ReadonlyMap<string | null, string>): Row {
  const [name, version, extras, marker, hashes] = row;
  return [name, version, extras, truths.get(marker) ?? marker, hashes];
}

function askReading(peer: Peer, args: readonly string[], input = ""): string {
  return execFileSync(peer.program, [READING, ...args], {
    input,
    encoding: "utf8",
    maxBuffer: 1 << 28,
    env: { PATH: process.env.PATH, LANG: "C.UTF-8", HOME: "/nonexistent" },
  });
}

/** Says which row is the first that only one side has. */
function describeDifference(ours: readonly Row[], theirs: readonly Row[]): string | undefined {
  const ourTexts = ours.map((row) => JSON.stringify(row));
  const theirTexts = theirs.map((row) => JSON.stringify(row));
  const oursOnly = ourTexts.find((text) => !theirTexts.includes(text));
  const theirsOnly = theirTexts.find((text) => !ourTexts.includes(text));
  if (oursOnly === undefined && theirsOnly === undefined && ours.length === theirs.length)
    return undefined;
  return `expected ${oursOnly ?? `${ours.length} requirements`}, found ${theirsOnly ?? `${theirs.length}`}`;
}

function shortName(lock: string): string {
  return lock.split("/").slice(-2).join("/");
}
