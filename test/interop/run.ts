import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Checks } from "./checks.ts";
import { checkGuards } from "./guards.ts";
import { checkInstall } from "./install.ts";
import { isBuilt, PROGRAM } from "./lockseal.ts";
import { isPresent, type Peer, preparePeers } from "./peers.ts";
import { checkLintAccepts, checkPythonReading, checkUvReading, gatherLocks } from "./reading.ts";
import { checkTraps, checkTrapsRefused } from "./traps.ts";
import { Wheelhouse } from "./wheelhouse.ts";

// How many drawn files the view is compared on, and the seed: a failure must come again.
const VIEW_CASES = 3000;
const VIEW_SEED = 20261124;

const checks = new Checks((line) => process.stdout.write(`${line}\n`));
const folder = mkdtempSync(join(tmpdir(), "lockseal-interop-"));
try {
  await runAll();
} finally {
  rmSync(folder, { recursive: true, force: true });
}
process.stdout.write(`${checks.total()}\n`);
if (checks.failed > 0) process.exitCode = 1;

async function runAll(): Promise<void> {
  const peers = preparePeers(process.env);
  for (const peer of peers) {
    if (!isPresent(peer)) checks.skip(`${peer.name} ${peer.version}`, peer.missing);
  }
  const present = peers.filter(isPresent);
  const named = (name: string): Peer[] => present.filter((peer) => peer.name === name);
  const [pip] = named("pip");
  if (pip !== undefined) await runWithPip(pip, named);
  for (const cosign of named("cosign")) await runCosign(cosign);
}

/** Runs what needs a pip; `pip` is the one that our view is specified by. */
async function runWithPip(pip: Peer, named: (name: string) => Peer[]): Promise<void> {
  const locks = gatherLocks(folder);
  for (const peer of [...named("pip"), ...named("pip-tools")]) {
    await checkPythonReading(peer, locks, checks);
  }
  for (const uv of named("uv")) await checkUvReading(uv, pip, locks, folder, checks);

  const wheels = new Wheelhouse(pip.program, folder);
  for (const peer of named("pip")) {
    await checkTraps(peer, wheels, checks);
    await checkGuards(peer, wheels, checks);
  }
  if (isBuilt()) {
    await checkLintAccepts(locks, checks);
    await checkTrapsRefused(folder, wheels, checks);
    for (const peer of named("pip")) await checkInstall(peer, wheels, checks);
  } else {
    checks.fail("lockseal", `expected the built program at ${PROGRAM}, found none`);
  }
  await compareViews(pip);
}

async function compareViews(pip: Peer): Promise<void> {
  const { comparePipView } = await import("./pip-view.ts");
  const { passed, failed } = await comparePipView(pip.program, VIEW_CASES, VIEW_SEED);
  const name = `pip ${pip.version} sees what our view of it sees`;
  if (failed.length === 0) checks.pass(`${name}, in ${passed} drawn files`);
  for (const found of failed) checks.fail(name, found);
}

async function runCosign(cosign: Peer): Promise<void> {
  const { checkCosign } = await import("./cosign.ts");
  const { passed, failed } = await checkCosign(cosign.program);
  for (const name of passed) checks.pass(`cosign ${cosign.version}: ${name}`);
  for (const found of failed) checks.fail(`cosign ${cosign.version}`, found);
}
