import { type ChildProcess, spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { create } from "tar";
import { type Loopback, startLoopback } from "./loopback.ts";

/** How a script ended, and all that it said. */
export interface Ended {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A registry on this machine that has one release of a program named lockseal, which says what it was asked. */
export interface Released extends AsyncDisposable {
  readonly folder: string;
  readonly integrity: string;
  /** Runs a script as a CI service does, with nothing of this process's environment but the path. */
  run(
    command: readonly [string, ...string[]],
    env: Readonly<Record<string, string>>,
    cwd?: string,
  ): Promise<Ended>;
  [Symbol.asyncDispose](): Promise<void>;
}

/** What a package says of itself. */
export interface Manifest {
  readonly name: string;
  readonly version: string;
}

const FAKE = { name: "lockseal", version: "1.2.3", bin: { lockseal: "dist/bin/lockseal.js" } };

const PROGRAM = `#!/usr/bin/env node
console.log(JSON.stringify(process.argv.slice(2)));
process.exitCode = process.argv.includes("refuse") ? 1 : 0;
`;

/** Releases a program that says what it was asked, without dependencies. */
export async function releaseFake(): Promise<Released> {
  const folder = mkdtempSync(join(tmpdir(), "lockseal-released-"));
  return release(folder, await packFake(folder), FAKE);
}

/**
 * Releases a tarball of the package, in a folder that goes with it.
 * @param upstream the registry that has everything else.
 * @param surroundings what it takes to reach that one, such as a proxy.
 */
export async function release(
  folder: string,
  tarball: Uint8Array,
  manifest: Manifest,
  upstream?: string,
  surroundings: Readonly<Record<string, string | undefined>> = {},
): Promise<Released> {
  const integrity = `sha512-${createHash("sha512").update(tarball).digest("base64")}`;
  const registry = await startRegistry({ tarball, integrity, manifest, upstream });
  return {
    folder,
    integrity,
    run: (command, env, cwd = folder) => {
      const path = [dirname(process.execPath), process.env.PATH].join(delimiter);
      const own = { npm_config_registry: registry.url, npm_config_cache: join(folder, "cache") };
      const child = spawn(command[0], command.slice(1), {
        cwd,
        env: { ...surroundings, PATH: path, HOME: folder, TMPDIR: folder, ...own, ...env },
        stdio: ["ignore", "pipe", "pipe"],
      });
      return ended(child);
    },
    async [Symbol.asyncDispose]() {
      await registry[Symbol.asyncDispose]();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** A package without dependencies, of which npm's lock file is a part, as in ours. */
async function packFake(folder: string): Promise<Buffer> {
  const root = join(folder, "package");
  const lock = { ...FAKE, lockfileVersion: 3, requires: true, packages: { "": FAKE } };
  mkdirSync(join(root, "dist/bin"), { recursive: true });
  writeFileSync(join(root, "package.json"), JSON.stringify(FAKE));
  writeFileSync(join(root, "dist/npm-lock.json"), JSON.stringify(lock));
  writeFileSync(join(root, "dist/bin/lockseal.js"), PROGRAM);
  const file = join(folder, "packed.tgz");
  await create({ gzip: true, file, cwd: folder, portable: true }, ["package"]);
  return readFileSync(file);
}

async function startRegistry(served: {
  readonly tarball: Uint8Array;
  readonly integrity: string;
  readonly manifest: Manifest;
  readonly upstream: string | undefined;
}): Promise<Loopback> {
  const { tarball, integrity, manifest, upstream } = served;
  const { version } = manifest;
  return startLoopback((request, response) => {
    if (request.url === `/lockseal/-/lockseal-${version}.tgz`) return response.end(tarball);
    if (request.url !== "/lockseal") {
      // What is sent to it is not ours to pass on: npm asks for advisories so, and goes on without.
      const isAsked = request.method === "GET" && upstream !== undefined;
      if (!isAsked) return response.writeHead(404).end("{}");
      const there = upstream.replace(/\/$/, "") + request.url;
      return response.writeHead(307, { location: there }).end();
    }
    const address = `http://${request.headers.host}/lockseal/-/lockseal-${version}.tgz`;
    const page = {
      name: "lockseal",
      "dist-tags": { latest: version },
      versions: { [version]: { ...manifest, dist: { tarball: address, integrity } } },
    };
    return response.setHeader("content-type", "application/json").end(JSON.stringify(page));
  });
}

async function ended(child: ChildProcess): Promise<Ended> {
  let stdout = "";
  let stderr = "";
  child.stdout?.on("data", (some) => {
    stdout += some;
  });
  child.stderr?.on("data", (some) => {
    stderr += some;
  });
  const status = await new Promise<number | null>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", resolve);
  });
  return { status, stdout, stderr };
}
