import { Refusal } from "../errors.ts";

/** What a program writes is a token: more is something else. */
const MAX_OUTPUT_BYTES = 65_536;
const TIMEOUT_MS = 30_000;

/**
 * Runs a program without a shell and gives what it writes to standard output.
 *
 * @param env all that the program sees of the environment.
 * @throws Refusal `PROGRAM_FAILED` — it is not there, ends otherwise than with 0, writes too much or takes too long.
 */
export async function runProgram(
  program: string,
  args: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): Promise<string> {
  const { execFile } = await import("node:child_process");
  return new Promise((resolve, reject) => {
    const options = { env: { ...env }, timeout: TIMEOUT_MS, maxBuffer: MAX_OUTPUT_BYTES };
    execFile(program, [...args], options, (cause, stdout, stderr) => {
      if (cause === null) return resolve(stdout);
      const said = stderr.trim().split("\n").at(-1) || cause.message;
      const message = `${program}: expected exit code 0, found ${cause.code ?? "none"}, ${JSON.stringify(said.slice(0, 512))}`;
      reject(new Refusal("PROGRAM_FAILED", message, { program }, { cause }));
    });
  });
}
