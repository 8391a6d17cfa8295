import { appendFileSync } from "node:fs";
import type { Checks } from "./checks.ts";
import { createEnvironment, listInstalled, removeEnvironment, runLine } from "./environment.ts";
import { installLine } from "./install-line.ts";
import type { Peer } from "./peers.ts";
import { type SignedLock, signLock, verifyLock } from "./signed-lock.ts";
import type { Wheelhouse } from "./wheelhouse.ts";

/** Shows the way that a user goes: sign, verify, and run the line that verify prints, unchanged. */
export async function checkInstall(pip: Peer, wheels: Wheelhouse, checks: Checks): Promise<void> {
  const place = createEnvironment(pip);
  const name = `pip ${pip.version}`;
  let signed: SignedLock | undefined;
  try {
    await checks.check(`${name}: a lock is signed`, async () => {
      // The lock names where its packages lie, so that the line runs as it was printed, without a network.
      const source = `--no-index\n--find-links ${wheels.folder}\n`;
      const pins = `${wheels.pin("alpha")}\n${wheels.pin("gamma")}\n`;
      signed = await signLock(place.folder, source + pins);
      return undefined;
    });
    if (signed === undefined) return;
    const { lock } = signed;

    const { status, output } = verifyLock(signed);
    const line = output
      .split("\n")
      .find((each) => each.includes("pip install"))
      ?.trim();
    await checks.check(`${name}: verify accepts it and prints the line`, () => {
      if (status !== 0) return `exit ${status}: ${output}`;
      return line === installLine(lock) ? undefined : `${line}, expected ${installLine(lock)}`;
    });
    await checks.check(`${name}: the line as printed installs what is locked, and no more`, () => {
      const { output: said } = runLine(place, line ?? "false");
      const installed = listInstalled(place).join();
      return installed === "alpha-1.0,gamma-1.0" ? undefined : `${installed}: ${said}`;
    });
    await checks.check(`${name}: verify refuses the lock with a line more, and prints none`, () => {
      appendFileSync(lock, `${wheels.pin("beta")}\n`);
      const { status: code, output: said } = verifyLock(signed as SignedLock);
      return code === 1 && !said.includes("pip install") ? undefined : `exit ${code}: ${said}`;
    });
  } finally {
    removeEnvironment(place);
  }
}
