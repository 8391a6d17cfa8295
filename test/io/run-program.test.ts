import { expect, test } from "vitest";
import { runProgram } from "../../src/io/run-program.ts";

const run = (code: string): Promise<string> =>
  runProgram(process.execPath, ["-e", code], { PATH: process.env.PATH, GIVEN: "given" });

test("gives what a program writes, which sees the given environment alone", async () => {
  const code = "process.stdout.write(process.env.GIVEN + ' ' + process.env.HOME)";
  expect(await run(code)).toBe("given undefined");
});

test.each([
  ["an exit code other than 0", "process.exitCode = 3; process.stderr.write('no token')"],
  ["more than is read", "process.stdout.write('x'.repeat(100_000))"],
])("refuses %s", async (_why, code) => {
  await expect(run(code)).rejects.toMatchObject({ code: "PROGRAM_FAILED" });
});

test("refuses a program that is not there", async () => {
  await expect(runProgram("/nowhere/agent", [], {})).rejects.toMatchObject({
    code: "PROGRAM_FAILED",
    message: expect.stringContaining("/nowhere/agent: expected exit code 0, found ENOENT"),
  });
});
