import { constants } from "node:os";
import { Refusal } from "../errors.ts";
import { codeOf } from "./files.ts";

/**
 * Runs a program in our place: it has our terminal, our environment and our folder, and its end is ours.
 * @returns its exit code; 128 and the signal's number where a signal ended it, as shells say it.
 * @throws Refusal `PROGRAM_FAILED` — it cannot be started.
 */
export async function runForeground(
  program: string,
  args: readonly string[],
  around: { readonly cwd: string; readonly env: Readonly<Record<string, string | undefined>> },
): Promise<number> {
  const { spawn } = await import("node:child_process");
  // What the terminal sends to all of us is for the program to answer.
  const ignore = (): void => {};
  process.on("SIGINT", ignore);
  try {
    return await new Promise((resolve, reject) => {
      const child = spawn(program, [...args], {
        stdio: "inherit",
        cwd: around.cwd,
        env: { ...around.env },
      });
      child.on("error", (cause) => {
        const message = `${program}: expected a program that starts, found ${codeOf(cause)}`;
        reject(new Refusal("PROGRAM_FAILED", message, { program }, { cause }));
      });
      child.on("exit", (code, signal) =>
        resolve(code ?? 128 + (signal === null ? 0 : constants.signals[signal])),
      );
    });
  } finally {
    process.off("SIGINT", ignore);
  }
}
