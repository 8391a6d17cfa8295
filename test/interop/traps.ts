import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Checks } from "./checks.ts";
import { createEnvironment, listInstalled, removeEnvironment, runLine } from "./environment.ts";
import { type Guard, installLine } from "./install-line.ts";
import { runLockseal } from "./lockseal.ts";
import type { Peer } from "./peers.ts";
import type { Wheelhouse } from "./wheelhouse.ts";

/** A lock from which pip installs what its reader does not see. */
interface Trap {
  readonly trick: string;
  readonly lock: string;
  /** Left out of the line, where the trick needs that; the others fool the whole line. */
  readonly without?: Guard;
  readonly installs: readonly string[];
  /** The trick is that code of the package runs. */
  readonly runsSetup?: boolean;
}

/** Shows that pip falls for each trap: that these are no inventions of ours. */
export async function checkTraps(pip: Peer, wheels: Wheelhouse, checks: Checks): Promise<void> {
  for (const trap of traps(wheels)) {
    await checks.check(`pip ${pip.version} falls for ${trap.trick}`, () => {
      const place = createEnvironment(pip);
      try {
        writeFileSync(join(place.folder, "requirements.txt"), trap.lock);
        wheels.tookTrace();
        const line = `${installLine("requirements.txt", trap.without)} --no-index --find-links ${wheels.folder}`;
        const { output } = runLine(place, line);
        const installed = listInstalled(place);
        if (installed.join() !== trap.installs.join()) return `${installed}: ${output}`;
        return wheels.tookTrace() === (trap.runsSetup ?? false) ? undefined : "setup.py";
      } finally {
        removeEnvironment(place);
      }
    });
  }
}

/** Shows that lint refuses each trap, and none of the harmless locks they were made from. */
export async function checkTrapsRefused(
  folder: string,
  wheels: Wheelhouse,
  checks: Checks,
): Promise<void> {
  const lint = (lock: string) => {
    const file = join(folder, "requirements.txt");
    writeFileSync(file, lock);
    return runLockseal(["lint", file]);
  };
  for (const name of ["alpha", "beta", "gamma", "delta"]) {
    await checks.check(`lint accepts a plain pin of ${name}`, () => {
      const { status, output } = lint(`${wheels.pin(name)}\n`);
      return status === 0 ? undefined : `exit ${status}: ${output}`;
    });
  }
  for (const trap of traps(wheels)) {
    await checks.check(`lint refuses ${trap.trick}`, () => {
      const { status, output } = lint(trap.lock);
      return status === 1 ? undefined : `exit ${status}: ${output}`;
    });
  }
}

function traps(wheels: Wheelhouse): Trap[] {
  const alpha = wheels.pin("alpha");
  const gamma = wheels.pin("gamma");
  const gammaFile = join(wheels.folder, "gamma-1.0-py3-none-any.whl");
  const md5 = createHash("md5").update(readFileSync(gammaFile)).digest("hex");
  const both = ["alpha-1.0", "gamma-1.0"];

  return [
    {
      trick: "a line separator in a comment, which starts a line for pip alone",
      lock: `# reviewed\u2028${gamma}\n${alpha}\n`,
      installs: both,
    },
    {
      trick: "a comment that declares UTF-7, in which +AAo- is a line break",
      lock: `# coding: utf-7\n# reviewed +AAo-${gamma.replaceAll("=", "+AD0-")}\n${alpha}\n`,
      installs: both,
    },
    {
      trick: "a shortened option that switches the hash mode off",
      lock: `${alpha}\n--no-req\ngamma==1.0\n`,
      without: "hashes",
      installs: both,
    },
    {
      trick: "a hash lost behind a comment within a continued line",
      lock: `alpha==1.0 \\\n    # the hash follows\n    --hash=sha256:${"0".repeat(64)}\n`,
      without: "hashes",
      installs: ["alpha-1.0"],
    },
    {
      trick: "a hash that makes pip take a range for a pin",
      lock: `alpha>=1.0 --hash=sha256:${wheels.sha256("alpha-2.0-py3-none-any.whl")}\n`,
      installs: ["alpha-2.0"],
    },
    {
      trick: "an option in the file that outdoes --only-binary",
      lock: `--no-binary delta\n${wheels.pin("delta")}\n`,
      installs: ["delta-1.0"],
      runsSetup: true,
    },
    {
      trick: "a broken hash algorithm in a URL, which satisfies the hash mode",
      lock: `${alpha}\ngamma @ ${pathToFileURL(gammaFile)}#md5=${md5}\n`,
      installs: both,
    },
    {
      trick: "a marker behind the hash, which pip drops",
      lock: `${alpha}\n${gamma} ; python_version < "3"\n`,
      installs: both,
    },
  ];
}
