import { spawn, spawnSync } from "node:child_process";
import { createHash, randomBytes } from "node:crypto";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { gzipSync } from "node:zlib";
import { createPlan, type PlanEntry } from "../../src/archive/plan.ts";
import { formatToolLock } from "../../src/tool/format-tool-lock.ts";
import type { PinnedTool } from "../../src/tool/pinned.ts";
import { entry, tar } from "../archive/tar/make-tar.ts";
import { Dice } from "../fakes/dice.ts";
import { startLoopback } from "../fakes/loopback.ts";
import type { Checks } from "./checks.ts";
import { PROGRAM } from "./lockseal.ts";

/** How often a fetch is killed, and the seed of the moments: a failure must come again. */
const KILLS = 20;
const SEED = 20261124;
/** Large enough that a moment falls into the download, the unpacking and the reading back. */
const FILE_BYTES = 6_000_000;

const sha256 = (bytes: Uint8Array): string => createHash("sha256").update(bytes).digest("hex");

/** One version of a tool: its archive, and how it is pinned. */
interface Version {
  readonly archive: Uint8Array;
  readonly tool: (url: string) => PinnedTool;
  readonly files: ReadonlyMap<string, Uint8Array>;
}

function makeVersion(version: string): Version {
  const files = new Map<string, Uint8Array>([
    [
      "app",
      Buffer.concat([Buffer.from(`#!/bin/sh\necho ${version}\nexit 0\n`), randomBytes(FILE_BYTES)]),
    ],
    ["lib/data", randomBytes(FILE_BYTES)],
    ["VERSION", Buffer.from(version)],
  ]);
  const mode = (name: string): number => (name === "app" ? 0o755 : 0o644);
  const archive = gzipSync(
    tar(...[...files].map(([name, bytes]) => entry(name, bytes, { mode: mode(name) }))),
    { level: 1 },
  );
  const entries = [...files].map(
    ([path, bytes]): PlanEntry => ({
      kind: "file",
      path,
      mode: mode(path),
      size: bytes.length,
      sha256: sha256(bytes),
    }),
  );
  return {
    archive,
    files,
    tool: (url) => ({
      name: "app",
      version,
      bin: "app",
      signer: null,
      assets: [
        {
          platform: "linux-x64",
          name: `app-${version}.tar.gz`,
          urls: [`${url}/app-${version}.tar.gz`],
          size: archive.length,
          digests: [{ algorithm: "sha256", hex: sha256(archive) }],
          files: createPlan(entries).entries,
          sourceCommit: null,
          buildConfig: null,
          buildConfigDigest: null,
          logTime: null,
          evidence: [],
        },
      ],
    }),
  };
}

/** Shows that a fetch that is disturbed leaves the old tool or the new one, whole, and a cache that can be used. */
export async function checkToolFaults(checks: Checks, folder: string): Promise<void> {
  const versions = [makeVersion("1"), makeVersion("2")] as const;
  await using server = await startLoopback(async (request, response) => {
    const found = versions.find(({ tool }) => tool("").assets[0]?.name === request.url?.slice(1));
    if (found === undefined) return response.writeHead(404).end();
    response.writeHead(200, { "content-length": found.archive.length });
    for (let at = 0; at < found.archive.length && !response.destroyed; at += 1_000_000) {
      response.write(found.archive.subarray(at, at + 1_000_000));
      await sleep(10);
    }
    return response.end();
  });
  const project = new Project(folder, server.url);
  await checks.check(`a fetch that is killed ${KILLS} times leaves one whole tool each time`, () =>
    killOften(project, versions),
  );
  await checks.check("two fetches at once both end well, and leave one whole tool", async () => {
    project.empty();
    project.pin(versions[1]);
    const codes = await Promise.all([project.fetch(), project.fetch()]);
    if (codes.some((code) => code !== 0)) return `exit codes ${codes.join(", ")}`;
    return project.objection([versions[1]]);
  });
  await checkFullDisk(checks, project, versions[0]);
}

class Project {
  readonly folder: string;
  readonly cache: string;
  readonly #url: string;

  constructor(folder: string, url: string) {
    this.folder = folder;
    this.cache = join(folder, "cache");
    this.#url = url;
    mkdirSync(this.cache);
  }

  pin({ tool }: Version): void {
    writeFileSync(
      join(this.folder, "lockseal-tools.lock"),
      formatToolLock({ tools: [tool(this.#url)] }),
    );
  }

  empty(): void {
    for (const name of ["cache", "tools"])
      rmSync(join(this.folder, name), { recursive: true, force: true });
    mkdirSync(this.cache);
  }

  /** @param before what the shell does before it becomes the program. */
  start(to = "tools", cache = this.cache, before = ":"): ReturnType<typeof spawn> {
    const words = [PROGRAM, "tool", "fetch", "--to", to, "--for", "linux-x64"];
    return spawn("sh", ["-c", `${before}; exec "$@"`, "sh", process.execPath, ...words], {
      cwd: this.folder,
      env: { PATH: process.env.PATH, XDG_CACHE_HOME: cache },
      stdio: "ignore",
    });
  }

  fetch(to?: string, cache?: string, before?: string): Promise<number | null> {
    const child = this.start(to, cache, before);
    return new Promise((resolve) => child.once("exit", resolve));
  }

  /** Says what is wrong with the tool in place: it has to be one of these versions, whole. */
  objection(versions: readonly Version[]): string | undefined {
    const place = join(this.folder, "tools/app");
    if (!existsSync(place)) return "no tool is in place";
    const version = readFileSync(join(place, "VERSION"), "utf8");
    const found = versions.find(({ tool }) => tool("").version === version);
    if (found === undefined) return `version ${version} is in place`;
    for (const [name, bytes] of found.files)
      if (sha256(readFileSync(join(place, name))) !== sha256(bytes)) return `${name} is another`;
    const names = readdirSync(place, { recursive: true, encoding: "utf8" });
    return names.length === found.files.size + 1 ? undefined : `there are ${names.join(", ")}`;
  }
}

async function killOften(
  project: Project,
  versions: readonly [Version, Version],
): Promise<string | undefined> {
  project.pin(versions[0]);
  if ((await project.fetch()) !== 0) return "the first fetch fails";
  const dice = new Dice(SEED);
  for (let kill = 0; kill < KILLS; kill += 1) {
    project.pin(versions[(kill + 1) % 2 === 0 ? 0 : 1]);
    // Without a cache the moment may fall into the download.
    if (kill % 2 === 0) rmSync(project.cache, { recursive: true, force: true });
    const child = project.start();
    const ended = new Promise((resolve) => child.once("exit", resolve));
    await sleep(50 + dice.below(700));
    child.kill("SIGKILL");
    await ended;
    const objection = project.objection(versions);
    if (objection !== undefined) return `after kill ${kill + 1}: ${objection}`;
  }
  project.pin(versions[1]);
  if ((await project.fetch()) !== 0) return "the last fetch fails";
  return project.objection([versions[1]]);
}

/** A disk that is full, and one that cannot be written to: each of its own where one can be mounted, else by other means. */
async function checkFullDisk(checks: Checks, project: Project, version: Version): Promise<void> {
  const disk = mkdtempSync(join(project.folder, "disk-"));
  const mount = (...options: readonly string[]): boolean =>
    spawnSync("mount", [...options, disk], { stdio: "ignore" }).status === 0;
  const isMounted = mount("-t", "tmpfs", "-o", "size=4m", "tmpfs");
  // Whoever may not mount has a limit on files instead of a full disk, and the kernel's own folder for a read-only one.
  const full = isMounted ? undefined : "trap '' XFSZ; ulimit -f 4096";
  try {
    project.empty();
    project.pin(version);
    await checks.check("a full disk under the cache ends with 5, and nothing stays", async () =>
      outcome(await project.fetch("tools", disk, full), 5, left(disk)),
    );
    if (!isMounted) await project.fetch();
    rmSync(join(project.folder, "tools"), { recursive: true, force: true });
    await checks.check("a full disk under the tools ends with 5, and nothing stays", async () =>
      outcome(await project.fetch(join(disk, "tools"), undefined, full), 5, left(disk)),
    );
    if (isMounted) mount("-o", "remount,ro");
    const closed = isMounted ? disk : "/proc";
    await checks.check("a read-only disk under the tools ends with 5", async () =>
      outcome(await project.fetch(join(closed, "other")), 5, left(disk)),
    );
    await checks.check("a read-only disk under the cache ends with 5", async () =>
      outcome(await project.fetch("tools", join(closed, "other")), 5, left(disk)),
    );
  } finally {
    if (isMounted) spawnSync("umount", [disk], { stdio: "ignore" });
  }
}

/** The files on a disk, whatever folders there are. */
function left(disk: string): readonly string[] {
  return readdirSync(disk, { recursive: true, withFileTypes: true })
    .filter((one) => !one.isDirectory())
    .map(({ name }) => name);
}

function outcome(
  code: number | null,
  expected: number,
  files: readonly string[],
): string | undefined {
  if (code !== expected) return `exit code ${code}`;
  return files.length === 0 ? undefined : `there stay ${files.join(", ")}`;
}
