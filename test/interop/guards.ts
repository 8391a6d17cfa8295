import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Checks } from "./checks.ts";
import {
  createEnvironment,
  type Environment,
  listInstalled,
  removeEnvironment,
  runLine,
} from "./environment.ts";
import { GUARDS, type Guard, installLine } from "./install-line.ts";
import type { Peer } from "./peers.ts";
import type { Wheelhouse } from "./wheelhouse.ts";

/** A bad thing that one part of the printed line keeps from happening. */
interface Scene {
  readonly guard: Guard;
  /** What happens without it. */
  readonly bad: string;
  readonly lock: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Puts into the environment what the attack needs. */
  readonly prepare?: (place: Environment) => void;
  readonly happened: (place: Environment) => boolean;
  /** What is installed when the whole line has run: without this, a line that always fails would seem safe. */
  readonly installs: readonly string[];
}

/** Shows for each part of the printed line that leaving it out lets something in, and that it keeps that out. */
export async function checkGuards(pip: Peer, wheels: Wheelhouse, checks: Checks): Promise<void> {
  for (const scene of scenes(wheels)) {
    const what = `pip ${pip.version}: ${GUARDS[scene.guard]}`;
    await checks.check(`${what} keeps out: ${scene.bad}`, () => {
      const { happened, installed, output } = play(pip, wheels, scene, undefined);
      if (happened) return "it happened all the same";
      return installed === scene.installs.join() ? undefined : `${installed}: ${output}`;
    });
    await checks.check(`${what} left out lets in: ${scene.bad}`, () => {
      const { happened, output } = play(pip, wheels, scene, scene.guard);
      return happened ? undefined : `nothing happened: ${output}`;
    });
  }
}

/** How a scene ended. */
interface Ending {
  readonly happened: boolean;
  readonly installed: string;
  readonly output: string;
}

function play(pip: Peer, wheels: Wheelhouse, scene: Scene, without: Guard | undefined): Ending {
  const place = createEnvironment(pip);
  try {
    writeFileSync(join(place.folder, "requirements.txt"), scene.lock);
    wheels.tookTrace();
    scene.prepare?.(place);
    const { output } = runLine(place, installLine("requirements.txt", without), scene.env);
    return { happened: scene.happened(place), installed: listInstalled(place).join(), output };
  } finally {
    removeEnvironment(place);
  }
}

function scenes(wheels: Wheelhouse): Scene[] {
  const source = `--no-index\n--find-links ${wheels.folder}\n`;
  const alpha = `${source}${wheels.pin("alpha")}\n`;
  const gammaCame = (place: Environment) => listInstalled(place).includes("gamma-1.0");
  const addFile = (name: string) => (place: Environment) =>
    writeFileSync(join(place.folder, name), `${wheels.pin("gamma")}\n`);

  return [
    {
      guard: "config",
      bad: "a second list named in the configuration of the environment",
      installs: ["alpha-1.0"],
      lock: alpha,
      prepare: (place) => {
        addFile("extra.txt")(place);
        const config = `[install]\nrequirement = ${join(place.folder, "extra.txt")}\n`;
        writeFileSync(join(place.venv, "pip.conf"), config);
      },
      happened: gammaCame,
    },
    {
      guard: "isolated",
      bad: "a second list named in an environment variable",
      installs: ["alpha-1.0"],
      lock: alpha,
      env: { PIP_REQUIREMENT: "extra.txt" },
      prepare: addFile("extra.txt"),
      happened: gammaCame,
    },
    {
      guard: "force",
      bad: "altered files of the same version, installed before",
      installs: ["alpha-1.0"],
      lock: alpha,
      prepare: (place) => {
        runLine(place, installLine("requirements.txt"));
        writeFileSync(join(place.packages, "alpha.py"), "altered");
      },
      happened: (place) => readFileSync(join(place.packages, "alpha.py"), "utf8") === "altered",
    },
    {
      guard: "noDeps",
      // pip refuses a dependency without a hash; a constraint gives it one.
      bad: "a dependency that no line of the lock asks for, let in by a constraint",
      installs: ["beta-1.0"],
      lock: `${source}-c constraints.txt\n${wheels.pin("beta")}\n`,
      prepare: addFile("constraints.txt"),
      happened: gammaCame,
    },
    {
      guard: "hashes",
      bad: "a package without a hash, where a line switches the mode off",
      installs: [],
      lock: `${alpha}--no-require-hashes\ngamma==1.0\n`,
      happened: gammaCame,
    },
    {
      guard: "binary",
      bad: "a source whose setup.py runs",
      installs: [],
      lock: `${source}${wheels.pin("delta")}\n`,
      happened: () => wheels.tookTrace(),
    },
  ];
}
