import { spawn } from "node:child_process";
import { openSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { Folder } from "../fakes/checkout.ts";

const PROGRAM = join(import.meta.dirname, "../../bin/lockseal.ts");

/** Runs the program itself, with a standard output that nobody reads or that is full. */
function runInto(
  output: "closed" | "full",
  cwd: string,
): Promise<{ readonly exitCode: number | null; readonly stderr: string }> {
  return new Promise((resolve) => {
    const stdout = output === "full" ? openSync("/dev/full", "w") : "pipe";
    const child = spawn(process.execPath, [PROGRAM, "lint", "r.txt"], {
      cwd,
      stdio: ["ignore", stdout, "pipe"],
    });
    child.stdout?.destroy();
    let stderr = "";
    child.stderr?.on("data", (chunk) => {
      stderr += chunk;
    });
    child.on("close", (exitCode) => resolve({ exitCode, stderr }));
  });
}

// More than a pipe holds: what is written last meets a reader that is gone.
const MANY = Array.from({ length: 3000 }, (_, at) => `name${at}\n`).join("");

test("a reader that stops early changes neither the verdict nor shows a stack", async () => {
  const { exitCode, stderr } = await runInto("closed", new Folder().write("r.txt", MANY).path);
  expect(exitCode).toBe(1);
  expect(stderr).toMatch(/^lockseal: error: lint: refused: \d+ problems\n$/);
});

test.runIf(process.platform === "linux")("a result that is lost is no result", async () => {
  const { exitCode, stderr } = await runInto("full", new Folder().write("r.txt", MANY).path);
  expect(exitCode).toBe(5);
  expect(stderr).not.toContain("    at ");
});
