import { spawnSync } from "node:child_process";

/** What a reader of others says of an archive. */
export type PeerReading =
  | { readonly entries: readonly (readonly [name: string, size: number, sha256: string])[] }
  | { readonly refused: string };

/** A reader of others, and how it is asked of many archives at once. */
export interface ArchivePeer {
  readonly name: string;
  read(paths: readonly string[]): readonly PeerReading[];
}

const TIMEOUT_MS = 10 * 60_000;

/** Tells whether a program can be started. */
export function isThere(program: string, ...args: readonly string[]): boolean {
  return spawnSync(program, args, { timeout: 60_000 }).error === undefined;
}

/** Makes a script of Python a reader. */
export function pythonPeer(name: string, script: string): ArchivePeer {
  return { name, read: (paths) => ask("python3", [script], paths) };
}

/** Makes a program of Go, in one file, a reader. */
export function goPeer(name: string, program: string): ArchivePeer {
  return { name, read: (paths) => ask("go", ["run", program], paths) };
}

function ask(
  program: string,
  args: readonly string[],
  paths: readonly string[],
): readonly PeerReading[] {
  const input = paths.map((path) => `${path}\n`).join("");
  const options = { input, encoding: "utf8", timeout: TIMEOUT_MS, maxBuffer: 2 ** 30 } as const;
  const { stdout, stderr } = spawnSync(program, args, options);
  const answers = stdout.split("\n").filter((line) => line !== "");
  if (answers.length !== paths.length)
    throw new Error(`${program}: ${answers.length} answers of ${paths.length}: ${stderr}`);
  return answers.map((line): PeerReading => JSON.parse(line));
}

/** Asks unzip whether it finds fault with an archive; where it does, with what. */
export function askUnzip(path: string): string | undefined {
  // A password keeps it from asking for one.
  const args = ["-tqq", "-P", "none", path];
  const { status, stdout, stderr } = spawnSync("unzip", args, {
    encoding: "utf8",
    timeout: 60_000,
  });
  return status === 0 ? undefined : `exit ${status}: ${stdout}${stderr}`;
}
