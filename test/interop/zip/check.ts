import { spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { ZipReading } from "../../../src/archive/zip/read.ts";
import { Refusal } from "../../../src/errors.ts";
import { GOOD_CASES } from "../../archive/zip/good.ts";
import { CONTENT_CASES } from "../../archive/zip/hostile-content.ts";
import { MISMATCH_CASES } from "../../archive/zip/hostile-headers.ts";
import { KIND_CASES, NAME_CASES } from "../../archive/zip/hostile-names.ts";
import { END_CASES, ZIP64_CASES } from "../../archive/zip/hostile-records.ts";
import { outcomeOf, readTwice } from "../../archive/zip/outcome.ts";
import { Dice } from "../../fakes/dice.ts";
import { drawZip } from "../../fakes/drawn-zip.ts";
import type { Checks } from "../checks.ts";
import {
  type ArchivePeer,
  askUnzip,
  goPeer,
  isThere,
  type PeerReading,
  pythonPeer,
} from "./peers.ts";

const DRAWN = 4000;
const SEED = 20261124;
const HERE = import.meta.dirname;

/** Holds our reading of zips against those of others, in both directions. */
export async function checkZips(checks: Checks, folder: string): Promise<void> {
  const peers: ArchivePeer[] = [];
  for (const [program, ask, peer] of [
    ["python3", "--version", pythonPeer("Python's zipfile", join(HERE, "read.py"))],
    ["go", "version", goPeer("Go's archive/zip", join(HERE, "read.go"))],
  ] as const) {
    if (isThere(program, ask)) peers.push(peer);
    else checks.fail(peer.name, `expected the program ${program}, found none`);
  }
  await checkWritten(checks, peers, join(folder, "written"));
  await checkGood(checks, peers, join(folder, "good"));
  await checkTricks(checks, peers, join(folder, "tricks"));
  await checkDrawn(checks, peers, join(folder, "drawn"));
}

/** Archives that others write are read, and alike by all. */
async function checkWritten(
  checks: Checks,
  peers: readonly ArchivePeer[],
  folder: string,
): Promise<void> {
  const tree = makeTree(join(folder, "tree"));
  for (const [program, ask, lines] of WRITERS) {
    if (!isThere(program, ask)) {
      checks.fail(`archives by ${program}`, `expected the program ${program}, found none`);
      continue;
    }
    for (const line of lines) {
      const env = { ...process.env, OUT: folder, HERE, TREE: tree };
      const { status, stderr } = spawnSync("sh", ["-ec", line], {
        cwd: tree,
        env,
        encoding: "utf8",
      });
      if (status !== 0) checks.fail(line, stderr);
    }
  }
  fetchWheels(checks, folder);
  const paths = readdirSync(folder)
    .filter((name) => /\.(?:zip|whl)$/.test(name))
    .map((name) => join(folder, name));
  for (const peer of peers) {
    const readings = peer.read(paths);
    for (const [index, path] of paths.entries())
      await checks.check(`${path.slice(folder.length + 1)} is read as by ${peer.name}`, async () =>
        differenceOf(await readTwice(readFileSync(path)), readings[index]),
      );
  }
}

/** What each of these programs writes of the sample folder, with its many ways to write. */
const WRITERS: readonly (readonly [program: string, ask: string, lines: readonly string[]])[] = [
  [
    "zip",
    "-v",
    [
      'zip -qr "$OUT/zip.zip" .',
      'zip -qry "$OUT/zip-links.zip" .',
      'zip -qr0 "$OUT/zip-stored.zip" .',
      'zip -qrXD "$OUT/zip-plain.zip" .',
      'zip -qr -fz "$OUT/zip-zip64.zip" .',
      'zip -qr - . | cat > "$OUT/zip-pipe.zip"',
      'cp "$OUT/zip.zip" "$OUT/zip-deleted.zip"; zip -qd "$OUT/zip-deleted.zip" bin/tool',
      'echo comment | zip -qrz "$OUT/zip-comment.zip" .',
    ],
  ],
  [
    "7z",
    "--help",
    [
      '7z a -tzip -bso0 "$OUT/7z.zip" .',
      '7z a -tzip -bso0 -mx=0 "$OUT/7z-stored.zip" .',
      '7z a -tzip -bso0 -mx=9 "$OUT/7z-best.zip" .',
    ],
  ],
  ["jar", "--version", ['jar --create --file "$OUT/jar.zip" .']],
  [
    "git",
    "--version",
    [
      'export GIT_DIR="$OUT/repository" GIT_WORK_TREE=.; git init -q; git add .; git -c user.name=n -c user.email=e commit -qm m; git archive --format=zip -o "$OUT/git.zip" HEAD',
    ],
  ],
  ["python3", "--version", ['python3 "$HERE/write.py" "$TREE" "$OUT"']],
  ["go", "version", ['go run "$HERE/write.go" "$TREE" "$OUT"']],
];

/** Archives that many people unpack every day: with large programs, thousands of files, and none but Python. */
const WHEELS = ["ruff==0.17.6", "cmake==4.4.4", "setuptools==84.2.1", "requests==2.34.2"];

function fetchWheels(checks: Checks, folder: string): void {
  const args = ["-m", "pip", "download", "-q", "--no-deps", "--only-binary", ":all:", "-d", folder];
  const options = { encoding: "utf8", timeout: 5 * 60_000 } as const;
  const { status, stderr, error } = spawnSync("python3", [...args, ...WHEELS], options);
  if (status !== 0) checks.fail(`wheels ${WHEELS.join(" ")}`, error?.message ?? stderr);
}

function makeTree(tree: string): string {
  for (const folder of ["bin", "doc/deep", "empty"])
    mkdirSync(join(tree, folder), { recursive: true });
  writeFileSync(join(tree, "bin/tool"), Buffer.from(Array.from({ length: 70_000 }, (_, at) => at)));
  chmodSync(join(tree, "bin/tool"), 0o755);
  writeFileSync(join(tree, "doc/deep/lines.txt"), "line upon line\n".repeat(99_999));
  writeFileSync(join(tree, "nothing"), "");
  return tree;
}

/** Archives that are unusual and right are so to everyone: we accept nothing alone. */
async function checkGood(
  checks: Checks,
  peers: readonly ArchivePeer[],
  folder: string,
): Promise<void> {
  mkdirSync(folder);
  const paths = GOOD_CASES.map(([id, , make]) => write(join(folder, `${id}.zip`), make()));
  for (const peer of peers) {
    const readings = peer.read(paths);
    for (const [index, [id, why, make]] of GOOD_CASES.entries())
      await checks.check(`${id} (${why}) is read as by ${peer.name}`, async () =>
        differenceOf(await readTwice(make()), readings[index]),
      );
  }
  if (!isThere("unzip", "-v"))
    return checks.fail("unzip", "expected the program unzip, found none");
  for (const [index, [id, why]] of GOOD_CASES.entries())
    await checks.check(`${id} (${why}) is whole to unzip`, () => askUnzip(paths[index] ?? ""));
}

/** Tricks that all of the others fall for: archives that they read without a word, and that are refused here. */
const TRICKS = [
  "end-archive-in-comment",
  "prefix-stub",
  "directory-gap-before",
  "local-hidden",
  "local-hidden-same-name",
  "central-duplicate",
  "local-flags",
  "deflate-trailing",
  "descriptor-gap",
  "name-dotdot",
  "name-absolute",
  "name-newline",
  "same-case",
  "link-absolute",
  "link-escape",
  "kind-fifo",
];

/** Shows that the tricks are no inventions of ours. */
async function checkTricks(
  checks: Checks,
  peers: readonly ArchivePeer[],
  folder: string,
): Promise<void> {
  mkdirSync(folder);
  const cases = [
    END_CASES,
    ZIP64_CASES,
    MISMATCH_CASES,
    CONTENT_CASES,
    NAME_CASES,
    KIND_CASES,
  ].flat();
  const paths = cases.map(([id, , make]) => write(join(folder, `${id}.zip`), make()));
  const readings = peers.map((peer) => peer.read(paths));
  for (const [index, [id, why]] of cases.entries()) {
    if (!TRICKS.includes(id)) continue;
    for (const [which, { name }] of peers.entries()) {
      const reading = readings[which]?.[index] ?? { refused: "no answer" };
      await checks.check(`${name} reads ${id} (${why}), which is refused here`, () =>
        "refused" in reading ? reading.refused : undefined,
      );
    }
  }
  if (!isThere("unzip", "-v")) return;
  const passed = cases.filter(
    (_, index) =>
      readings.every((all) => "entries" in (all[index] ?? {})) &&
      askUnzip(paths[index] ?? "") === undefined,
  );
  await checks.check(
    `more than a hundred of ${cases.length} hostile archives pass unzip and ${peers.map(({ name }) => name).join(" and ")}`,
    () => (passed.length > 100 ? undefined : `${passed.length}`),
  );
}

/** Of archives that are drawn, and most of them wrong, whatever we accept is read alike by all. */
async function checkDrawn(
  checks: Checks,
  peers: readonly ArchivePeer[],
  folder: string,
): Promise<void> {
  mkdirSync(folder);
  const dice = new Dice(SEED);
  const accepted: { readonly path: string; readonly reading: ZipReading }[] = [];
  for (let index = 0; index < DRAWN; index++) {
    const bytes = drawZip(dice);
    const found = await outcomeOf(bytes);
    if (found instanceof Refusal) continue;
    accepted.push({ path: write(join(folder, `${index}.zip`), bytes), reading: found });
  }
  const paths = accepted.map(({ path }) => path);
  for (const peer of peers) {
    const readings = peer.read(paths);
    await checks.check(
      `${peer.name} reads alike the ${paths.length} that are accepted of ${DRAWN} drawn archives`,
      () =>
        accepted
          .map(({ path, reading }, index) => {
            const difference = differenceOf(reading, readings[index]);
            return difference === undefined ? undefined : `${path}: ${difference}`;
          })
          .find((difference) => difference !== undefined),
    );
  }
}

/** Says in what another reader differs from us. Of links and folders it has the content, which we do not keep. */
function differenceOf(ours: ZipReading, theirs: PeerReading | undefined): string | undefined {
  if (theirs === undefined) return "no answer";
  if ("refused" in theirs) return `refused: ${theirs.refused}`;
  const seen = theirs.entries.map(([name, , sha256], index) => [
    name,
    ours.entries[index]?.sha256 === undefined ? undefined : sha256,
  ]);
  const expected = ours.entries.map(({ located, sha256 }) => [located.name, sha256]);
  const [one, other] = [expected, seen].map((entries) => JSON.stringify(entries));
  return one === other ? undefined : `${one}, and not ${other}`;
}

function write(path: string, bytes: Uint8Array): string {
  writeFileSync(path, bytes);
  return path;
}
