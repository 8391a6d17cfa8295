import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { copyFileSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Figure, median, timeByTurns } from "./figures.ts";

const OPERATIONS = new URL("../dist/src/operations/", import.meta.url).href;
const IO = new URL("../dist/src/io/", import.meta.url).href;

/** What the program does to unpack a pinned file, and no more; ends with the most memory that it held. */
const SCRIPT = `
  import { unpackArchive } from "${OPERATIONS}unpack-archive.js";
  import { openChunks } from "${IO}read-chunks.js";
  const [archive, sha256, size, to] = process.argv.slice(1);
  const { chunks: source } = await openChunks(archive);
  const format = { content: "tar", compression: "gzip" };
  await unpackArchive({ archive, source, format, fileName: "", pin: { sha256, size: Number(size) },
    now: () => performance.now(), to, replace: false });
  process.stdout.write(String(process.resourceUsage().maxRSS));`;

/**
 * Unpacks an archive of some 50 MB, whose one large file is Node itself, by turns with the tools that everyone uses. Ours
 * also reads everything back from the disk, and makes it survive a power cut, which theirs do not.
 *
 * Where the processor's time goes, of some 1.05 s (theirs takes 1.25 s): 0.4 s inflating, on a thread of its own; 0.25 s SHA-256,
 * of the archive, of its files, and of the files read back; 0.25 s writing; 0.1 s Node's start and loading. Of the memory
 * 45 MB are Node's own and 10 MB the program; the rest are pieces of 256 KiB that wait to be collected.
 */
export function measureUnpack(folder: string): Figure[] {
  const archive = makeArchive(folder);
  const sha256 = createHash("sha256").update(readFileSync(archive)).digest("hex");
  const sums = join(folder, "sums");
  writeFileSync(sums, `${sha256}  ${archive}\n`);
  const out = join(folder, "out");
  const clean = (): void => rmSync(out, { recursive: true, force: true });
  const peaks: number[] = [];
  const ours = (): void => {
    const args = [
      "--input-type=module",
      "-e",
      SCRIPT,
      archive,
      sha256,
      `${statSync(archive).size}`,
    ];
    const peak = execFileSync(process.execPath, [...args, out], { encoding: "utf8" });
    peaks.push((Number(peak) * 1024) / 1e6);
  };
  const theirs = (): void => {
    const script = `sha256sum --quiet -c "$1" && mkdir "$2" && tar -xzf "$3" -C "$2"`;
    execFileSync("sh", ["-c", script, "sh", sums, out, archive], { stdio: "ignore" });
  };
  const [our = [], their = []] = timeByTurns(7, [ours, theirs], clean);
  return [
    ...measureManyFiles(folder),
    { name: "size of the archive", value: statSync(archive).size / 1e6, unit: "MB" },
    { name: "sha256sum -c && tar -xzf", value: median(their), unit: "ms" },
    { name: "verified unpack of it, whole process", value: median(our), unit: "ms" },
    {
      name: "verified unpack / sha256sum -c && tar -xzf",
      value: median(our) / median(their),
      unit: "×",
      aim: { is: "at most", bound: 1.2 },
    },
    {
      name: "memory of a verified unpack at its peak",
      value: median(peaks),
      unit: "MB",
      aim: { is: "at most", bound: 130 },
    },
  ];
}

/** Makes the archive of a tool whose one large file is Node itself. */
export function makeArchive(folder: string): string {
  const tool = join(folder, "tool");
  mkdirSync(join(tool, "bin"), { recursive: true });
  copyFileSync(process.execPath, join(tool, "bin/node"));
  for (let index = 0; index < 200; index += 1)
    writeFileSync(join(tool, `${index}.txt`), `file ${index}\n`.repeat(100));
  const archive = join(folder, "tool.tar.gz");
  execFileSync("tar", ["-czf", archive, "-C", folder, "tool"]);
  rmSync(tool, { recursive: true });
  return archive;
}

/** So many files of some 600 bytes, in fifty folders. */
const MANY_FILES = 5000;

/**
 * Unpacks many small files by turns with tar: 8.2 s where tar takes 3.9 s, on two cores of a cloud machine in November 2026. Where the time goes, of 10 s on a disk that others write to as well: 5.7 s the
 * system's call that makes a file, of which tar's 6 to 9 s consist too; 1 s the second reader, which looks at each folder on
 * the way to each file; 0.3 s reading back, of which 0.1 s is waiting until all has survived a power cut, four at a time.
 * More of those at once gained nothing. In memory it takes 2.1 s, of which 0.75 s is the second reader.
 */
function measureManyFiles(folder: string): Figure[] {
  const tree = join(folder, "many");
  for (let index = 0; index < MANY_FILES; index += 1) {
    const below = join(tree, `${index % 50}`);
    mkdirSync(below, { recursive: true });
    writeFileSync(join(below, `${index}.txt`), `file ${index}\n`.repeat(60));
  }
  const archive = join(folder, "many.tar.gz");
  execFileSync("tar", ["-czf", archive, "-C", folder, "many"]);
  rmSync(tree, { recursive: true });
  const sha256 = createHash("sha256").update(readFileSync(archive)).digest("hex");
  const out = join(folder, "many-out");
  const ours = (): void => {
    const args = ["--input-type=module", "-e", SCRIPT, archive, sha256];
    execFileSync(process.execPath, [...args, `${statSync(archive).size}`, out]);
  };
  const theirs = (): void => {
    execFileSync("sh", ["-c", `mkdir "$1" && tar -xzf "$2" -C "$1"`, "sh", out, archive]);
  };
  const clean = (): void => rmSync(out, { recursive: true, force: true });
  const [our = [], their = []] = timeByTurns(3, [ours, theirs], clean);
  return [
    { name: `tar -xzf of ${MANY_FILES} small files`, value: median(their), unit: "ms" },
    { name: "verified unpack of them, whole process", value: median(our), unit: "ms" },
    {
      name: "verified unpack / tar -xzf, small files",
      value: median(our) / median(their),
      unit: "×",
    },
  ];
}
