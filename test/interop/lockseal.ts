import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Outcome } from "./environment.ts";

/** The program as it is shipped. */
export const PROGRAM: string = join(import.meta.dirname, "../../dist/bin/lockseal.js");

/** Tells whether the program was built. */
export function isBuilt(): boolean {
  return existsSync(PROGRAM);
}

/** Runs the program as users do: the built one, in a process of its own, with nothing in its environment but the path. */
export function runLockseal(
  args: readonly string[],
  env: NodeJS.ProcessEnv = {},
  cwd: string = process.cwd(),
): Outcome {
  const { PATH } = process.env;
  const { status, stdout, stderr } = spawnSync(process.execPath, [PROGRAM, ...args], {
    cwd,
    env: { PATH, ...env },
    encoding: "utf8",
    timeout: 60_000,
    // Nobody answers: what asks for a password fails instead of waiting.
    input: "",
  });
  return { status, output: `${stdout}${stderr}` };
}
