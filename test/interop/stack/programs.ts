import { spawnSync } from "node:child_process";
import { join } from "node:path";

/** The services of the stack that are programs of others. */
export interface Programs {
  readonly fulcio: string;
  readonly rekorTiles: string;
  readonly timestampAuthority: string;
}

const BUILD = join(import.meta.dirname, "build.sh");

// A build that began before goes first, and may have others before it.
const WAIT_MS = 35 * 60_000;

/**
 * Builds the services where the cache has them not, or waits for whoever is building them.
 * @throws Error that names what the module proxy does not serve or Go does not build.
 */
export function preparePrograms(env: NodeJS.ProcessEnv): Programs {
  return {
    fulcio: prepareProgram("fulcio-1.8.8", env),
    rekorTiles: prepareProgram("rekor-tiles-2.3.0", env),
    timestampAuthority: prepareProgram("timestamp-authority-2.1.3", env),
  };
}

/**
 * Gives the path of one program, built.
 * @param name with its version, as `build.sh` lists it.
 * @throws Error see `preparePrograms`.
 */
export function prepareProgram(name: string, env: NodeJS.ProcessEnv): string {
  const { status, stdout, stderr, error } = spawnSync("bash", [BUILD, name], {
    encoding: "utf8",
    timeout: WAIT_MS,
    env,
  });
  const path = stdout?.trim().split(" ").slice(1).join(" ") ?? "";
  if (status === 0 && path !== "") return path;
  const last = error?.message ?? stderr.trim().split("\n").at(-1);
  throw new Error(last || `${name}: expected build.sh to know it, found that it does not`);
}
