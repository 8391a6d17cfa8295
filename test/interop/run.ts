import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { checkArchives } from "./archives.ts";
import { Checks } from "./checks.ts";
import { checkGuards } from "./guards.ts";
import { checkInstall } from "./install.ts";
import { isBuilt, PROGRAM } from "./lockseal.ts";
import { checkOffline } from "./offline.ts";
import { checkOwnFormats } from "./own-formats.ts";
import { checkPackage } from "./package.ts";
import { isPresent, type Peer, preparePeers } from "./peers.ts";
import { checkLintAccepts, checkPythonReading, checkUvReading, gatherLocks } from "./reading.ts";
import { checkTraps, checkTrapsRefused } from "./traps.ts";
import { Wheelhouse } from "./wheelhouse.ts";

const ANY_LOCK = join(import.meta.dirname, "../../testdata/locks/flask-uv/requirements.txt");
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
  await runGroup("the package", () => checkPackage(checks));
  await runGroup("offline", () =>
    checkOffline(checks, mkdtempSync(join(folder, "offline-")), readFileSync(ANY_LOCK, "utf8")),
  );
  await runGroup("shells", async () => {
    const { checkShells } = await import("./shells.ts");
    await checkShells(checks, mkdtempSync(join(folder, "shells-")));
  });
  await runGroup("readers of reports", async () => {
    const { checkReportReaders } = await import("./report-readers.ts");
    await checkReportReaders(checks, mkdtempSync(join(folder, "reports-")));
  });
  await runGroup("faults of tools", async () => {
    const { checkToolFaults } = await import("./tool-faults.ts");
    await checkToolFaults(checks, mkdtempSync(join(folder, "tools-")));
  });
  await runGroup("audit", async () => {
    const { checkAudit } = await import("./audit.ts");
    await checkAudit(checks, mkdtempSync(join(folder, "audit-")));
  });
  await runGroup("own formats", () => checkOwnFormats(folder, checks));
  await runGroup("commits", async () => {
    const { checkCommits } = await import("./commits.ts");
    await checkCommits(folder, checks);
  });
  await runGroup("archives", () => checkArchives(folder, checks));
  const peers = preparePeers(process.env);
  for (const peer of peers) {
    if (!isPresent(peer)) checks.skip(`${peer.name} ${peer.version}`, peer.missing);
  }
  const present = peers.filter(isPresent);
  const named = (name: string): Peer[] => present.filter((peer) => peer.name === name);
  // The first pip is the one that our view is specified by.
  const [pip] = named("pip");
  if (pip !== undefined) {
    const locks = gatherLocks(folder);
    await runGroup("reading", () => compareReadings(pip, locks, named));
    await runGroup("installing", () => tryInstalls(pip, locks, named("pip")));
    await runGroup("the view of pip", () => compareViews(pip));
  }
  const newest = named("cosign").filter(({ version }) => version.startsWith("3."));
  for (const cosign of newest) await runGroup("cosign", () => askCosign(cosign));
  for (const python of named("sigstore"))
    await runGroup("real roots", async () => {
      const { checkRealRoots } = await import("./real-roots.ts");
      await checkRealRoots(python, checks);
    });
  for (const tuf of named("tuf"))
    await runGroup("trust update", async () => {
      const { checkTrustUpdate } = await import("./trust-update.ts");
      await checkTrustUpdate(tuf, folder, checks);
    });
  for (const preCommit of named("pre-commit"))
    await runGroup("integrations", async () => {
      const { checkIntegrations } = await import("./integrations.ts");
      await checkIntegrations(preCommit, mkdtempSync(join(folder, "integrations-")), checks);
    });
  for (const inToto of named("in-toto"))
    await runGroup("layouts", async () => {
      const { checkLayouts } = await import("./layouts.ts");
      await checkLayouts(inToto, folder, checks);
    });
  await runGroup("tar", async () => {
    const { checkTars } = await import("./tar/check.ts");
    await checkTars(checks, mkdtempSync(join(folder, "tar-")));
  });
  await runGroup("zip", async () => {
    const { checkZips } = await import("./zip/check.ts");
    await checkZips(checks, mkdtempSync(join(folder, "zip-")));
  });
  await runGroup("keyless", async () => {
    const { checkKeyless } = await import("./keyless.ts");
    const table = await checkKeyless(peers, folder, checks);
    process.stdout.write(["", ...table, "", ""].join("\n"));
  });
}

/** Runs a group of checks; one that breaks off has failed, and the others run all the same. */
async function runGroup(name: string, run: () => Promise<void>): Promise<void> {
  try {
    await run();
  } catch (error) {
    checks.fail(name, error instanceof Error ? error.message : String(error));
  }
}

async function compareReadings(
  pip: Peer,
  locks: readonly string[],
  named: (name: string) => Peer[],
): Promise<void> {
  for (const peer of [...named("pip"), ...named("pip-tools")]) {
    await checkPythonReading(peer, locks, checks);
  }
  for (const uv of named("uv")) await checkUvReading(uv, pip, locks, folder, checks);
}

async function tryInstalls(
  pip: Peer,
  locks: readonly string[],
  pips: readonly Peer[],
): Promise<void> {
  const wheels = new Wheelhouse(pip.program, folder);
  for (const peer of pips) {
    await checkTraps(peer, wheels, checks);
    await checkGuards(peer, wheels, checks);
  }
  if (!isBuilt()) throw new Error(`expected the built program at ${PROGRAM}, found none`);
  await checkLintAccepts(locks, checks);
  await checkTrapsRefused(folder, wheels, checks);
  for (const peer of pips) await checkInstall(peer, wheels, checks);
}

async function compareViews(pip: Peer): Promise<void> {
  const { comparePipView } = await import("./pip-view.ts");
  const { passed, failed } = await comparePipView(pip.program, VIEW_CASES, VIEW_SEED);
  const name = `pip ${pip.version} sees what our view of it sees`;
  if (failed.length === 0) checks.pass(`${name}, in ${passed} drawn files`);
  for (const found of failed) checks.fail(name, found);
}

async function askCosign(cosign: Peer): Promise<void> {
  const { checkCosign } = await import("./cosign.ts");
  const { passed, failed } = await checkCosign(cosign.program);
  for (const name of passed) checks.pass(`cosign ${cosign.version}: ${name}`);
  for (const found of failed) checks.fail(`cosign ${cosign.version}`, found);
}
