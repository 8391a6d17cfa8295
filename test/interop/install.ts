import { appendFileSync } from "node:fs";
import { join } from "node:path";
import type { Checks } from "./checks.ts";
import {
  createEnvironment,
  type Environment,
  listInstalled,
  removeEnvironment,
  runLine,
} from "./environment.ts";
import { installLine } from "./install-line.ts";
import type { Peer } from "./peers.ts";
import { signLock, verifyLock } from "./signed-lock.ts";
import type { Wheelhouse } from "./wheelhouse.ts";

/** Shows the way that a user goes: sign, verify, and run the line that verify prints, unchanged. */
export async function checkInstall(pip: Peer, wheels: Wheelhouse, checks: Checks): Promise<void> {
  const place = createEnvironment(pip);
  try {
    await installSigned(place, wheels, checks, `pip ${pip.version}:`);
  } finally {
    removeEnvironment(place);
  }
}

async function installSigned(
  place: Environment,
  wheels: Wheelhouse,
  checks: Checks,
  name: string,
): Promise<void> {
  // The lock names where its packages lie, so that the line runs as it was printed, without a network.
  const source = `--no-index\n--find-links ${wheels.folder}\n`;
  const signed = signLock(
    place.folder,
    `${source}${wheels.pin("alpha")}\n${wheels.pin("gamma")}\n`,
  );
  const copy = join(place.folder, "verified");
  let line = "false";

  await checks.check(`${name} verify accepts a signed lock and prints the line`, () => {
    const { status, output } = verifyLock(signed, ["--copy-to", copy]);
    line = printedLine(output) ?? line;
    const expected = installLine(join(copy, "requirements.txt"));
    if (status !== 0) return `exit ${status}: ${output}`;
    return line === expected ? undefined : `${line}, expected ${expected}`;
  });
  await checks.check(`${name} the line as printed installs what is locked, and no more`, () => {
    const { output } = runLine(place, line);
    const installed = listInstalled(place).join();
    return installed === "alpha-1.0,gamma-1.0" ? undefined : `${installed}: ${output}`;
  });
  await checks.check(`${name} without a copy, the line names the lock itself`, () => {
    const { output } = verifyLock(signed);
    return printedLine(output) === installLine(signed.lock) ? undefined : output;
  });
  await checks.check(`${name} verify refuses the lock with a line more, and prints none`, () => {
    appendFileSync(signed.lock, `${wheels.pin("beta")}\n`);
    const { status, output } = verifyLock(signed, ["--copy-to", `${copy}-again`]);
    return status === 1 && printedLine(output) === undefined
      ? undefined
      : `exit ${status}: ${output}`;
  });
}

function printedLine(output: string): string | undefined {
  return output
    .split("\n")
    .find((line) => line.includes("pip install"))
    ?.trim();
}
