import { main } from "../../src/cli/main.ts";
import { Capture, NOW, type Outcome, Terminal } from "./streams.ts";

/** Runs a command line at a terminal where somebody types; its words are parted by single spaces. */
export async function runAtTerminal(
  line: string,
  cwd: string,
  ...typed: readonly string[]
): Promise<Outcome> {
  const [stdout, stderr] = [new Capture(), new Capture()];
  const exitCode = await main(line.split(" "), {
    cwd,
    env: { LOCKSEAL_PASSWORD: "correct horse" },
    now: () => NOW,
    stdin: new Terminal(...typed),
    stdout,
    stderr,
  });
  return { exitCode, stdout: stdout.text, stderr: stderr.text };
}
