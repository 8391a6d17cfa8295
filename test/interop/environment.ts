import { execFileSync, spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Peer } from "./peers.ts";

/** An environment of Python in which a peer's pip installs, and a home of its own. */
export interface Environment {
  /** Everything of it lies in here, so that one removal ends it. */
  readonly folder: string;
  readonly venv: string;
  readonly packages: string;
}

/** How a command ended, and all that it said. */
export interface Outcome {
  readonly status: number | null;
  readonly output: string;
}

/**
 * Makes a fresh environment in which `pip` is the peer's. Installing pip anew takes seconds each time and so
 * the new environment looks it up where it lies; what it installs goes into its own folder all the same.
 */
export function createEnvironment(pip: Peer): Environment {
  const folder = mkdtempSync(join(tmpdir(), "lockseal-interop-"));
  const venv = join(folder, "venv");
  execFileSync(pip.program, ["-m", "venv", "--without-pip", venv]);
  mkdirSync(join(folder, "home"));
  const packages = sitePackages(venv);
  writeFileSync(join(packages, "peer.pth"), `${sitePackages(join(pip.program, "../.."))}\n`);
  const command = join(venv, "bin/pip");
  writeFileSync(
    command,
    `#!${venv}/bin/python\nimport sys\nfrom pip._internal.cli.main import main\nsys.exit(main())\n`,
  );
  chmodSync(command, 0o755);
  return { folder, venv, packages };
}

/** Removes the environment and all that was put into its folder. */
export function removeEnvironment({ folder }: Environment): void {
  rmSync(folder, { recursive: true, force: true });
}

/**
 * Runs one shell line in the environment: its `pip` comes first on the path, and of the caller's environment
 * nothing but the path is kept, because an index or an option set there would decide the check.
 */
export function runLine(
  { folder, venv }: Environment,
  line: string,
  env: Readonly<Record<string, string>> = {},
): Outcome {
  const clean = {
    PATH: `${join(venv, "bin")}:${process.env.PATH ?? ""}`,
    HOME: join(folder, "home"),
    LANG: "C.UTF-8",
  };
  const { status, stdout, stderr } = spawnSync("sh", ["-c", line], {
    cwd: folder,
    env: { ...clean, ...env },
    encoding: "utf8",
    timeout: 120_000,
  });
  return { status, output: `${stdout}${stderr}` };
}

/** Lists what is installed in the environment, as `name-version`, sorted. */
export function listInstalled({ packages }: Environment): string[] {
  return readdirSync(packages)
    .filter((name) => name.endsWith(".dist-info"))
    .map((name) => name.slice(0, -".dist-info".length))
    .sort();
}

function sitePackages(venv: string): string {
  const lib = join(venv, "lib");
  const [python] = readdirSync(lib);
  return join(lib, python ?? "python3", "site-packages");
}
