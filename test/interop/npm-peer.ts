import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";

const INSTALL_MS = 5 * 60_000;

/**
 * Gives the folder of an npm package that others wrote, from the cache or installed there, without its scripts.
 * @throws Error — it cannot be had.
 */
export function prepareNpmPeer(name: string, version: string, env: NodeJS.ProcessEnv): string {
  const cache = join(env.XDG_CACHE_HOME || join(homedir(), ".cache"), "lockseal-peers");
  const home = join(cache, `npm-${name.replace(/[@/]/g, "-")}-${version}`);
  const folder = join(home, "node_modules", name);
  if (versionOf(folder) === version) return folder;
  mkdirSync(home, { recursive: true });
  const { status, stderr } = spawnSync(
    "npm",
    [
      "install",
      "--ignore-scripts",
      "--no-save",
      "--no-audit",
      "--prefix",
      home,
      `${name}@${version}`,
    ],
    { cwd: home, encoding: "utf8", timeout: INSTALL_MS },
  );
  if (versionOf(folder) === version) return folder;
  throw new Error(`expected ${name} ${version} from npm, found exit ${status}: ${stderr.trim()}`);
}

function versionOf(folder: string): string | undefined {
  const file = join(folder, "package.json");
  return existsSync(file) ? JSON.parse(readFileSync(file, "utf8")).version : undefined;
}
