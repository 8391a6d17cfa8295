import { execFileSync, spawnSync } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Checks } from "./checks.ts";

const ROOT = join(import.meta.dirname, "../..");
const LOCK = join(ROOT, "testdata/locks/click-pip-compile/requirements.txt");

/** Checks what users get: the tarball as npm packs it, installed elsewhere, on this Node and on an older one. */
export async function checkPackage(checks: Checks): Promise<void> {
  const place = mkdtempSync(join(tmpdir(), "lockseal-package-"));
  try {
    const program = install(place);
    await checks.check("the packed tarball gives a working lockseal", () =>
      signAndVerify(place, program),
    );
    await checks.check("the packed tarball is a library, with types beside it", () =>
      importLibrary(place),
    );
    const old = findOldNode();
    if (old === undefined) checks.skip("an older Node gets one sentence", "there is none here");
    else
      await checks.check("an older Node gets one sentence and exit 2", () => runOn(old, program));
  } finally {
    rmSync(place, { recursive: true, force: true });
  }
}

function install(place: string): string {
  // Packing builds and lints the package; its own words go to standard error.
  const packed = execFileSync("npm", ["pack", "--silent", "--pack-destination", place], {
    cwd: ROOT,
    encoding: "utf8",
    stdio: ["ignore", "pipe", "ignore"],
  });
  const tarball = packed.trim().split("\n").at(-1) ?? "";
  const user = join(place, "user");
  mkdirSync(user);
  execFileSync("npm", ["init", "--yes"], { cwd: user, stdio: "ignore" });
  execFileSync("npm", ["install", "--ignore-scripts", "--omit=dev", join(place, tarball)], {
    cwd: user,
    stdio: "ignore",
  });
  return join(user, "node_modules/lockseal/dist/bin/lockseal.js");
}

function signAndVerify(place: string, program: string): string | undefined {
  copyFileSync(LOCK, join(place, "requirements.txt"));
  for (const line of [
    "--help",
    "keygen -o ../key",
    "sign requirements.txt --key ../key.key",
    "verify requirements.txt --key ../key.pub",
  ]) {
    const args = line.replaceAll("../", `${place}/user/`).split(" ");
    const { status, stderr } = spawnSync(process.execPath, [program, ...args], {
      cwd: place,
      encoding: "utf8",
      env: { ...process.env, LOCKSEAL_PASSWORD: "x" },
    });
    if (status !== 0) return `lockseal ${line}: exit ${status}: ${stderr}`;
  }
  return undefined;
}

function importLibrary(place: string): string | undefined {
  const code =
    'import { verifyLock, Refusal } from "lockseal"; console.log(typeof verifyLock, new Refusal("FILE_MISSING", "x", { path: "x" }).code);';
  const { stdout, stderr } = spawnSync(process.execPath, ["--input-type=module", "-e", code], {
    cwd: join(place, "user"),
    encoding: "utf8",
  });
  return stdout === "function FILE_MISSING\n" ? undefined : `${stdout}${stderr}`;
}

/** The first Node on the path that is too old for the program. */
function findOldNode(): string | undefined {
  const { stdout } = spawnSync("sh", ["-c", "which -a node"], { encoding: "utf8" });
  return [...new Set(stdout.split("\n"))].find((path) => {
    if (path === "") return false;
    const [major = 0, minor = 0] = execFileSync(path, ["-p", "process.versions.node"], {
      encoding: "utf8",
    })
      .split(".")
      .map(Number);
    return major < 24 || (major === 24 && minor < 15);
  });
}

function runOn(node: string, program: string): string | undefined {
  const { status, stdout, stderr } = spawnSync(node, [program, "lint", "requirements.txt"], {
    encoding: "utf8",
  });
  const sentence =
    /^lockseal: error: node: expected 24\.15 or a later 24, or 26 or later, found [0-9.]+\n$/.test(
      stderr,
    );
  return status === 2 && stdout === "" && sentence
    ? undefined
    : `exit ${status}: ${stdout}${stderr}`;
}
