import { execFileSync } from "node:child_process";
import { copyFileSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { runAction } from "../fakes/action-runner.ts";
import { type Released, release } from "../fakes/released.ts";
import type { Checks } from "./checks.ts";
import type { Peer } from "./peers.ts";

const ROOT = join(import.meta.dirname, "../..");
const LOCK = join(ROOT, "testdata/locks/click-pip-compile/requirements.txt");

/** Installs the packed package through our action and through pre-commit, as their users do, and runs it there. */
export async function checkIntegrations(
  preCommit: Peer,
  folder: string,
  checks: Checks,
): Promise<void> {
  await using released = await releasePackage(folder);
  const repository = join(folder, "repository");
  mkdirSync(repository);
  execFileSync("git", ["init", "--quiet"], { cwd: repository });
  copyFileSync(LOCK, join(repository, "requirements.txt"));
  const { version } = manifestOfPackage();
  const pinned = { version, integrity: released.integrity };
  await checks.check("the action installs the packed release and lints a lock", async () => {
    const given = { ...pinned, arguments: "lint requirements.txt" };
    const { status, stdout, stderr } = await runAction(released, given, repository);
    return status === 0 && /ok: hash-locked/.test(stdout)
      ? undefined
      : `exit ${status}: ${stdout}${stderr}`;
  });
  await checks.check("the action fails where the lock is none, with an annotation", async () => {
    writeFileSync(join(repository, "bad.txt"), "click>=8\n");
    const given = { ...pinned, arguments: "lint bad.txt" };
    const { status, stdout, stderr } = await runAction(released, given, repository);
    const isShown = /^::error .*file=bad\.txt/m.test(`${stdout}${stderr}`);
    return status === 1 && isShown ? undefined : `exit ${status}: ${stdout}${stderr}`;
  });
  await checkPreCommit(preCommit, released, repository, checks);
}

/** Runs the recipe of the documentation, which has pre-commit install the program. */
async function checkPreCommit(
  { program }: Peer,
  released: Released,
  repository: string,
  checks: Checks,
): Promise<void> {
  writeFileSync(join(repository, ".pre-commit-config.yaml"), recipe());
  // What it takes as the system's is what nodejs names, where there is such a name.
  const own = join(released.folder, "own-node");
  mkdirSync(own);
  for (const name of ["node", "nodejs"]) symlinkSync(process.execPath, join(own, name));
  const path = `${own}:${process.env.PATH ?? ""}`;
  const run = async (): Promise<{ status: number | null; output: string }> => {
    execFileSync("git", ["add", "--all"], { cwd: repository });
    const { status, stdout, stderr } = await released.run(
      [program, "-m", "pre_commit", "run", "--all-files", "--verbose"],
      { PRE_COMMIT_HOME: join(released.folder, "pre-commit"), NO_COLOR: "1", PATH: path },
      repository,
    );
    return { status, output: stdout + stderr };
  };
  await checks.check("pre-commit installs the release and passes a strict lock", async () => {
    const { status, output } = await run();
    return status === 0 && /lockseal lint\.+Passed/.test(output) ? undefined : output;
  });
  await checks.check("pre-commit stops at a lock that pins nothing", async () => {
    writeFileSync(join(repository, "requirements-dev.txt"), "click>=8\n");
    const { status, output } = await run();
    const isNamed = /lockseal lint\.+Failed/.test(output) && /requirements-dev\.txt/.test(output);
    return status === 1 && isNamed ? undefined : output;
  });
}

/** The recipe as readers copy it. */
function recipe(): string {
  const page = readFileSync(join(ROOT, "docs/integrations.md"), "utf8");
  const found = /```yaml\n(repos:\n {2}- repo: local\n[\s\S]*?)```/.exec(page)?.[1];
  if (found === undefined) throw new Error("docs/integrations.md: expected a recipe, found none");
  return found;
}

async function releasePackage(folder: string): Promise<Released> {
  const said = execFileSync("npm", ["pack", "--silent", "--pack-destination", folder], {
    cwd: ROOT,
    encoding: "utf8",
    stdio: ["ignore", "pipe", "ignore"],
  });
  const tarball = readFileSync(join(folder, said.trim().split("\n").at(-1) ?? ""));
  const upstream = execFileSync("npm", ["config", "get", "registry"], { encoding: "utf8" }).trim();
  const place = join(folder, "released");
  mkdirSync(place);
  // Of what npm itself is told where a run of it started this.
  const own = Object.entries(process.env).filter(([name]) => !/^(?:npm_|GITHUB_|CI$)/i.test(name));
  return release(place, tarball, manifestOfPackage(), upstream, Object.fromEntries(own));
}

function manifestOfPackage(): { readonly name: string; readonly version: string } {
  const { devDependencies, scripts, ...manifest } = JSON.parse(
    readFileSync(join(ROOT, "package.json"), "utf8"),
  );
  return manifest;
}
