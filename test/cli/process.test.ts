import { spawn, spawnSync } from "node:child_process";
import { openSync, readdirSync, readFileSync, readlinkSync, truncateSync } from "node:fs";
import { join } from "node:path";
import { setImmediate } from "node:timers/promises";
import { describe, expect, test } from "vitest";
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

test.runIf(process.platform === "linux").each(["SIGINT", "SIGTERM"] as const)(
  "an audit that is interrupted by %s ends as by the signal, with its threads, and says nothing",
  async (signal) => {
    // No bytes on the disk, and hours to read.
    const folder = new Folder().write("t/large", "");
    truncateSync(folder.at("t/large"), 2 ** 42);
    const child = spawn(process.execPath, [PROGRAM, "audit", "t"], { cwd: folder.path });
    const isReading = (): boolean =>
      readdirSync(`/proc/${child.pid}/fd`).some((fd) => {
        try {
          return readlinkSync(`/proc/${child.pid}/fd/${fd}`) === folder.at("t/large");
        } catch {
          return false;
        }
      });
    while (child.exitCode === null && !isReading()) await setImmediate();
    child.kill(signal);
    const ended = await new Promise<unknown>((resolve) => {
      const said = { stdout: "", stderr: "" };
      child.stdout.on("data", (chunk) => {
        said.stdout += chunk;
      });
      child.stderr.on("data", (chunk) => {
        said.stderr += chunk;
      });
      child.on("close", (_code, by) => resolve({ ...said, by }));
    });
    expect(ended).toEqual({ stdout: "", stderr: "", by: signal });
  },
);

describe("the version of Node", () => {
  const REFUSED = "expected 24.15 or a later 24, or 26 or later, found ";
  const { engines } = JSON.parse(
    readFileSync(join(import.meta.dirname, "../../package.json"), "utf8"),
  ) as { engines: { node: string } };

  test.each([
    ["24.14.9", false],
    ["24.15.0", true],
    ["25.9.0", false],
    ["26.0.0", true],
  ])("%s is what package.json takes: %s", (version, taken) => {
    // What npm reads of it: a later one of that major, or any from that on.
    const [, least = "", from = ""] =
      /^\^(\d+\.\d+)\.0 \|\| >=(\d+)\.0\.0$/.exec(engines.node) ?? [];
    const [major = 0, minor = 0] = version.split(".").map(Number);
    const [sameMajor, leastMinor = 0] = least.split(".").map(Number);
    expect((major === sameMajor && minor >= leastMinor) || major >= Number(from)).toBe(taken);

    const folder = new Folder().write(
      "pretend.cjs",
      `Object.defineProperty(process, "versions", { value: { ...process.versions, node: "${version}" } });`,
    );
    const { status, stderr } = spawnSync(
      process.execPath,
      ["-r", folder.at("pretend.cjs"), PROGRAM, "--version"],
      { encoding: "utf8" },
    );
    expect([status, stderr]).toEqual(
      taken ? [0, ""] : [2, `lockseal: error: node: ${REFUSED}${version}\n`],
    );
  });
});
