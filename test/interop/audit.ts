import { execFileSync, spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import type { PlanEntry } from "../../src/archive/plan.ts";
import { formatToolLock } from "../../src/tool/format-tool-lock.ts";
import { pinFile, pinTool } from "../fakes/pinned-file.ts";
import type { Checks } from "./checks.ts";
import { PROGRAM } from "./lockseal.ts";

/** A tool of many files that is here anyway: what compiles this project. */
const TOOL = dirname(
  execFileSync(
    "find",
    [join(import.meta.dirname, "../../node_modules/@typescript"), "-name", "lib"],
    {
      encoding: "utf8",
    },
  ).split("\n")[0] ?? "",
);

/** Programs that unpack archives, and how they are asked to. */
const UNPACKERS: readonly (readonly [program: string, args: readonly string[]])[] = [
  ["tar", ["-xzf"]],
  ["bsdtar", ["-xzf"]],
  ["busybox", ["tar", "-xzf"]],
];

interface Audit {
  readonly exitCode: number;
  readonly counts: Readonly<Record<string, number>>;
  readonly files: readonly {
    readonly path: string;
    readonly state: string;
    readonly sha256: string;
    readonly size: number;
    readonly mode: string;
  }[];
}

/** Compares an audit of a real tool with sha256sum and stat, and audits what other programs unpacked. */
export async function checkAudit(checks: Checks, folder: string): Promise<void> {
  const tool = basename(TOOL);
  const known = readTree(TOOL);
  await checks.check(
    `audit: the digests, sizes and modes of ${known.length} files of ${tool} are sha256sum's and stat's`,
    () => {
      const { files } = audit(folder, TOOL);
      const found = files.map(({ path, ...file }) =>
        formatFile({ ...file, path: path.slice(TOOL.length + 1) }),
      );
      return compare(found, known.map(formatFile));
    },
  );
  const archive = join(folder, "tool.tar.gz");
  execFileSync("tar", ["-czf", archive, "-C", dirname(TOOL), tool]);
  const files = known.map(
    ({ path, sha256, size, mode }): PlanEntry => ({
      kind: "file",
      path: `${tool}/${path}`,
      mode: Number.parseInt(mode, 8),
      size,
      sha256,
    }),
  );
  const asset = pinFile("tool.tar.gz", "linux-x64", Buffer.from(archive), {
    files: files.toSorted((one, other) => (one.path < other.path ? -1 : 1)),
  });
  writeFileSync(
    join(folder, "lockseal-tools.lock"),
    formatToolLock({ tools: [pinTool("tool", "1", [asset])] }),
  );
  for (const [program, args] of UNPACKERS) {
    const name = [program, ...args].join(" ");
    const out = join(folder, "out");
    mkdirSync(out);
    const { error } = spawnSync(program, [...args, archive, "-C", out], { encoding: "utf8" });
    if (error !== undefined)
      checks.fail(`audit of what ${name} unpacked`, `expected the program ${program}, found none`);
    else await checkUnpacked(checks, folder, name, join(out, tool), known.length);
    rmSync(out, { recursive: true });
  }
}

async function checkUnpacked(
  checks: Checks,
  folder: string,
  name: string,
  tree: string,
  count: number,
): Promise<void> {
  await checks.check(`audit of what ${name} unpacked: every file is as pinned`, () => {
    const { exitCode, counts } = audit(folder, tree);
    return compare([`${exitCode} ${counts.verified}`], [`0 ${count}`]);
  });
  await checks.check(`audit of what ${name} unpacked: one byte more is found`, () => {
    const [file] = readTree(tree).filter(({ size }) => size > 0);
    const path = join(tree, file?.path ?? "");
    chmodSync(path, 0o755);
    writeFileSync(path, "x", { flag: "a" });
    const { exitCode, counts } = audit(folder, tree);
    return compare([`${exitCode} ${counts.altered}`], ["1 1"]);
  });
}

function audit(cwd: string, path: string): Audit {
  const { stdout } = spawnSync(process.execPath, [PROGRAM, "audit", "--json", path], {
    cwd,
    encoding: "utf8",
    maxBuffer: 1 << 28,
  });
  return JSON.parse(stdout);
}

/** Every regular file below, as find, stat and sha256sum say. */
function readTree(root: string): Omit<Audit["files"][number], "state">[] {
  const script = `cd "$1" && find . -type f -printf '%P\\0%s\\0%m\\0' -exec sha256sum -z {} \\;`;
  const words = execFileSync("sh", ["-c", script, "sh", root], {
    encoding: "utf8",
    maxBuffer: 1 << 28,
  }).split("\0");
  return Array.from({ length: Math.floor(words.length / 4) }, (_, at) => {
    const [path = "", size, mode = "", line = ""] = words.slice(4 * at, 4 * at + 4);
    return { path, size: Number(size), mode: mode.padStart(4, "0"), sha256: line.slice(0, 64) };
  });
}

function formatFile({ path, size, mode, sha256 }: Omit<Audit["files"][number], "state">): string {
  return `${sha256} ${mode} ${size} ${path}`;
}

function compare(found: readonly string[], expected: readonly string[]): string | undefined {
  const [one, other] = [found.toSorted(), expected.toSorted()];
  if (one.length === 0 || other.length === 0) return "nothing to compare";
  if (one.length !== other.length) return `${one.length} in place of ${other.length}`;
  const at = one.findIndex((line, index) => line !== other[index]);
  return at === -1 ? undefined : `${one[at]} in place of ${other[at]}`;
}
