import { spawnSync } from "node:child_process";

const TELL = "process.on('exit',()=>process.stderr.write('\\n'+process.resourceUsage().maxRSS))";

/**
 * Runs Node, and asks it as it ends for the most memory that it ever held.
 * @returns megabytes.
 * @throws Error when it ends otherwise than expected: what was measured would be something else.
 */
export function peakOf(args: readonly string[], exitCode = 0): number {
  const watched = ["--import", `data:text/javascript,${TELL}`, ...args];
  // Linux counts what whoever started a program held before; between the two is a shell, which holds little.
  const script = '"$@"; exit "$?"';
  const { status, stdout, stderr } = spawnSync(
    "sh",
    ["-c", script, "sh", process.execPath, ...watched],
    { encoding: "utf8" },
  );
  if (status !== exitCode)
    throw new Error(
      `${args.join(" ")}: expected exit ${exitCode}, found ${status}: ${stdout}${stderr}`,
    );
  return (Number(stderr.split("\n").at(-1)) * 1024) / 1e6;
}
