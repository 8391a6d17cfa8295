import { spawnSync } from "node:child_process";
import {
  chmodSync,
  linkSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { basename, dirname, join } from "node:path";
import { formatOfName } from "../../src/archive/format.ts";
import { sha256Hex } from "../../src/bytes/digest.ts";
import { Refusal } from "../../src/errors.ts";
import { openChunks } from "../../src/io/read-chunks.ts";
import { unpackArchive } from "../../src/operations/unpack-archive.ts";
import type { Checks } from "./checks.ts";

/** A program that makes archives, and how it is asked to. */
interface Maker {
  readonly name: string;
  readonly program: string;
  /** Arguments that make it write the folder `tree` into the file that is given. */
  readonly args: (archive: string) => readonly string[];
  /** The oldest forms have no room for long names. */
  readonly tree: "tree" | "short";
  /** How the archive's name ends: `.tar.gz`, where nothing is said. */
  readonly ending?: string;
  /** What it writes is not read alike by all. */
  readonly refused?: true;
}

const GO = `package main
import ("archive/tar"; "compress/gzip"; "os")
func main() {
  file, _ := os.Create(os.Args[1])
  packed := gzip.NewWriter(file)
  out := tar.NewWriter(packed)
  if err := out.AddFS(os.DirFS("tree")); err != nil { panic(err) }
  if err := out.Close(); err != nil { panic(err) }
  packed.Close()
  file.Close()
}`;

const PYTHON = `import sys, tarfile
with tarfile.open(sys.argv[1], "w:gz", format=getattr(tarfile, sys.argv[2])) as out:
    out.add(sys.argv[3])`;

const gnu = (format: string, tree: Maker["tree"] = "tree"): Maker => ({
  name: `GNU tar, ${format}`,
  program: "tar",
  args: (archive) => [`--format=${format}`, "-czf", archive, tree],
  tree,
});
const bsd = (format: string, tree: Maker["tree"] = "tree"): Maker => ({
  name: `bsdtar, ${format}`,
  program: "bsdtar",
  args: (archive) => [`--format=${format}`, "-czf", archive, tree],
  tree,
});
const python = (format: string, tree: Maker["tree"] = "tree"): Maker => ({
  name: `Python, ${format}`,
  program: "python3",
  args: (archive) => ["-c", PYTHON, archive, format, tree],
  tree,
});

const MAKERS: readonly Maker[] = [
  gnu("gnu"),
  gnu("oldgnu"),
  gnu("posix"),
  gnu("ustar", "short"),
  gnu("v7", "short"),
  {
    ...gnu("gnu"),
    name: "GNU tar, from within",
    args: (archive) => ["-czf", archive, "-C", "tree", "."],
  },
  {
    ...gnu("gnu"),
    name: "GNU tar and xz",
    args: (archive) => ["-cJf", archive, "tree"],
    ending: ".tar.xz",
  },
  {
    ...bsd("pax"),
    name: "bsdtar's own xz",
    args: (archive) => ["-cJf", archive, "tree"],
    ending: ".tar.xz",
  },
  bsd("pax"),
  bsd("gnutar", "short"),
  // It writes a long target into the header too, where node-tar takes it for a fault, and cuts the target.
  { ...bsd("gnutar"), name: "bsdtar, gnutar, long names", refused: true },
  bsd("ustar", "short"),
  bsd("v7", "short"),
  python("GNU_FORMAT"),
  python("PAX_FORMAT"),
  python("USTAR_FORMAT", "short"),
  { name: "Go", program: "go", args: (archive) => ["run", "make.go", archive], tree: "tree" },
];

/** Packages as their registries give them. */
const PACKAGES: readonly (readonly [name: string, program: string, args: readonly string[]])[] = [
  ["an npm package", "npm", ["pack", "--silent", "yargs@18.2.0"]],
  ["a program in an npm package", "npm", ["pack", "--silent", "@biomejs/cli-linux-x64@2.5.15"]],
  [
    "a source distribution",
    "python3",
    ["-m", "pip", "download", "-q", "--no-deps", "--no-binary", "idna", "idna==3.10"],
  ],
  [
    "the data of a Debian package",
    "sh",
    ["-c", "apt-get download -qq hello && ar x hello_*.deb && rm -f *.deb debian-binary control.*"],
  ],
];

/** Holds what we unpack against what GNU tar does, for archives that others made. */
export async function checkArchives(folder: string, checks: Checks): Promise<void> {
  const home = mkdtempSync(join(folder, "archives-"));
  makeTree(join(home, "short"), false);
  makeTree(join(home, "tree"), true);
  writeFileSync(join(home, "make.go"), GO);
  for (const maker of MAKERS) {
    const archive = join(home, `${maker.name.replaceAll(/\W+/g, "-")}${maker.ending ?? ".tar.gz"}`);
    const made = run(maker.program, maker.args(archive), home);
    if (made.missing) checks.fail(maker.name, `expected the program ${maker.program}, found none`);
    else if (maker.refused)
      await checks.check(`${maker.name}: refused`, () => made.fault ?? refuse(archive));
    else await checks.check(`${maker.name}: unpacked alike`, () => made.fault ?? compare(archive));
  }
  for (const [name, program, args] of PACKAGES) {
    const into = mkdtempSync(join(home, "package-"));
    const fetched = run(program, args, into);
    const [file] = readdirSync(into);
    if (fetched.fault !== undefined || file === undefined)
      checks.fail(name, `expected to fetch it, found ${fetched.fault ?? "nothing"}`);
    else await checks.check(`${name}: unpacked alike`, () => compare(join(into, file)));
  }
}

/** Files of every size that matters, names of every length, links, modes. */
function makeTree(root: string, isLong: boolean): void {
  const write = (name: string, bytes: Uint8Array | string, mode = 0o644): void => {
    const path = join(root, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, bytes);
    chmodSync(path, mode);
  };
  for (const size of [0, 1, 511, 512, 513, 1_000_000])
    write(`sizes/${size}`, Buffer.alloc(size, "ab"));
  write("bin/tool", "#!/bin/sh\n", 0o755);
  write("bin/private", "", 0o600);
  write("bin/read-only", "x", 0o444);
  write("a b & c=d", "");
  mkdirSync(join(root, "empty/folder"), { recursive: true });
  symlinkSync("bin/tool", join(root, "link"));
  symlinkSync("../sizes", join(root, "bin/folder"));
  linkSync(join(root, "bin/tool"), join(root, "second"));
  if (!isLong) return;
  write(`${"folder-with-a-long-name/".repeat(8)}file`, "long");
  write(`${"x".repeat(200)}/${"y".repeat(120)}`, "longer");
  write("ünï/日本", "beyond ASCII");
  symlinkSync(`${"folder-with-a-long-name/".repeat(8)}file`, join(root, "long-link"));
}

function run(
  program: string,
  args: readonly string[],
  cwd: string,
): { readonly missing: boolean; readonly fault: string | undefined } {
  const { status, error, stderr } = spawnSync(program, args, {
    cwd,
    encoding: "utf8",
    timeout: 180_000,
    env: { ...process.env, COPYFILE_DISABLE: "1" },
  });
  const missing = error !== undefined && "code" in error && error.code === "ENOENT";
  const fault = status === 0 ? undefined : `${program} exit ${status}: ${stderr ?? error?.message}`;
  return { missing, fault };
}

async function compare(archive: string): Promise<string | undefined> {
  const theirs = `${archive}.theirs`;
  const ours = `${archive}.ours`;
  mkdirSync(theirs);
  const peer = run("tar", ["--no-same-owner", "-xf", archive, "-C", theirs], dirname(archive));
  if (peer.fault !== undefined) return peer.fault;
  await unpack(archive, ours);
  const [one, other] = [describe(ours), describe(theirs)];
  const at = one.findIndex((line, index) => line !== other[index]);
  if (one.length === other.length && at === -1) return undefined;
  return `expected ${other[at] ?? `${other.length} entries`}, found ${one[at] ?? one.length}`;
}

async function unpack(archive: string, to: string): Promise<void> {
  const format = formatOfName(basename(archive));
  if (format.content === "zip") throw new TypeError("expected a tar, found a zip");
  const { chunks: source } = await openChunks(archive);
  const now = (): number => performance.now();
  const names = { archive: basename(archive), fileName: "", format };
  await unpackArchive({ ...names, source, pin: {}, now, to, replace: false });
}

async function refuse(archive: string): Promise<string | undefined> {
  try {
    await unpack(archive, `${archive}.ours`);
    return "expected a refusal, found none";
  } catch (error) {
    return error instanceof Refusal ? undefined : String(error);
  }
}

/** One line for all that a path is: kind, mode, bytes, target, and which other path is the same file. */
function describe(root: string): readonly string[] {
  const first = new Map<number, string>();
  const paths = readdirSync(root, { recursive: true, encoding: "utf8" }).sort();
  return paths.map((path) => {
    const full = join(root, path);
    const status = lstatSync(full);
    if (status.isSymbolicLink()) return `${path} -> ${readlinkSync(full)}`;
    // What GNU tar takes over of writing for others is taken away here.
    const mode = (status.mode & 0o755).toString(8);
    if (status.isDirectory()) return `${path}/ ${mode}`;
    const same = first.get(status.ino) ?? path;
    first.set(status.ino, same);
    return `${path} ${mode} ${sha256Hex(readFileSync(full))} as ${same}`;
  });
}
