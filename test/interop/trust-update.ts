import { execFile, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, normalize } from "node:path";
import { promisify } from "node:util";
import { createInstance, trustedRoot, written } from "../fakes/instance.ts";
import { type Loopback, startLoopback } from "../fakes/loopback.ts";
import type { Checks } from "./checks.ts";
import { PROGRAM } from "./lockseal.ts";
import type { Peer } from "./peers.ts";

const SCRIPT = join(import.meta.dirname, "tuf_repository.py");
const CALL_MS = 60_000;

/** The states of the repository, in the order in which they are served, and whether a client may take them. */
const STATES: readonly (readonly [state: string, isTaken: boolean])[] = [
  ["first", true],
  ["second", true],
  ["first", false],
  ["rotated", true],
  ["rolled-back", false],
  ["frozen", false],
  ["rotated", true],
];

/**
 * Updates from a repository that python-tuf makes, through rotations of every kind of key, and holds what comes of it
 * against python-tuf's own client: both take and refuse the same, and have the same trust root afterwards.
 */
export async function checkTrustUpdate(peer: Peer, above: string, checks: Checks): Promise<void> {
  const folder = join(above, "tuf");
  mkdirSync(folder);
  const roots = [createInstance(), createInstance()].map((one) => written(trustedRoot(one)));
  const files = roots.map((root, index) => {
    const file = join(folder, `trusted_root-${index}.json`);
    writeFileSync(file, root);
    return file;
  });
  await run(peer.program, [SCRIPT, "make", folder, ...files]);
  let state = "first";
  await using server = await startLoopback((request, response) => {
    const path = normalize(join(folder, state, request.url ?? ""));
    if (path.startsWith(folder) && existsSync(path)) response.end(readFileSync(path));
    else response.writeHead(404).end();
  });
  const first = join(folder, "first/1.root.json");
  for (const [next, isTaken] of STATES) {
    state = next;
    await checks.check(
      `lockseal and python-tuf ${isTaken ? "take" : "refuse"} the ${state} state`,
      () => compare(peer, server, first, folder, isTaken),
    );
  }
  await checkInterrupted(
    server,
    first,
    folder,
    () => (state = "first"),
    () => (state = "second"),
    checks,
  );
}

async function compare(
  peer: Peer,
  server: Loopback,
  first: string,
  folder: string,
  isTaken: boolean,
): Promise<string | undefined> {
  const before = rootInUse(join(folder, "ours"));
  const theirs = await run(peer.program, [
    SCRIPT,
    "update",
    `${server.url}/`,
    first,
    join(folder, "theirs"),
  ]).then(
    ({ stdout }) => stdout.trim(),
    (error: Error) => error,
  );
  const ours = await updateOurs(server, first, join(folder, "ours"));
  const inUse = rootInUse(join(folder, "ours"));
  if (isTaken) {
    if (theirs instanceof Error) return `python-tuf refuses: ${theirs.message}`;
    if (ours instanceof Error) return `lockseal refuses: ${ours.message}`;
    return inUse === theirs ? undefined : `expected ${theirs}, found ${inUse}`;
  }
  if (!(theirs instanceof Error)) return "python-tuf takes it";
  if (!(ours instanceof Error)) return "lockseal takes it";
  return inUse === before ? undefined : `expected the root of before, found ${inUse}`;
}

/** Gives what standard output holds, or an error with it. */
async function updateOurs(server: Loopback, first: string, home: string): Promise<string | Error> {
  const args = ["trust", "update", "--mirror", server.url, "--root", first, "--name", "acme"];
  const options = { env: { PATH: process.env.PATH, XDG_DATA_HOME: home }, timeout: CALL_MS };
  return promisify(execFile)(process.execPath, [PROGRAM, ...args], options).then(
    ({ stdout }) => stdout,
    (error: Error & { stdout: string }) => new Error(`${error.message} ${error.stdout}`),
  );
}

/** The digest of the trust root that would judge, by the program itself. */
function rootInUse(home: string): string | undefined {
  const { stdout } = spawnSync(process.execPath, [PROGRAM, "trust", "show", "--json"], {
    env: { PATH: process.env.PATH, XDG_DATA_HOME: home },
    encoding: "utf8",
  });
  const { roots } = JSON.parse(stdout) as { roots: { name: string; sha256: string }[] };
  return roots.find(({ name }) => name === "acme")?.sha256;
}

/** System calls of writing, each failing once, and each the last thing that the process does. */
const CALLS = ["mkdir", "fsync", "rename"] as const;
const ENDS = [":error=EIO", ":signal=SIGKILL"] as const;

async function checkInterrupted(
  server: Loopback,
  first: string,
  folder: string,
  older: () => void,
  newer: () => void,
  checks: Checks,
): Promise<void> {
  if (spawnSync("strace", ["--version"], { stdio: "ignore" }).status !== 0) {
    checks.fail("an update whose system calls fail", "expected strace, found none");
    return;
  }
  for (const call of CALLS)
    for (const end of ENDS)
      await checks.check(
        `an update that ends with ${call}${end} keeps what was there`,
        async () => {
          const home = join(folder, `interrupted-${call}-${end.slice(1, 6)}`);
          // The first time a folder has to be made; afterwards there is something to keep.
          if (call !== "mkdir") {
            older();
            const before = await updateOurs(server, first, home);
            if (before instanceof Error) return before.message;
          }
          const kept = join(home, "lockseal/trust/updated/acme.json");
          const before = existsSync(kept) ? readFileSync(kept) : undefined;
          newer();
          const args = [
            "trust",
            "update",
            "--mirror",
            server.url,
            "--root",
            first,
            "--name",
            "acme",
          ];
          const watch = [
            "-f",
            "-qq",
            "-o",
            "/dev/null",
            "-e",
            `trace=${call}`,
            "-e",
            `inject=${call}${end}`,
          ];
          const failed = await promisify(execFile)(
            "strace",
            [...watch, process.execPath, PROGRAM, ...args],
            {
              env: { PATH: process.env.PATH, XDG_DATA_HOME: home },
              timeout: CALL_MS,
            },
          ).then(
            () => false,
            () => true,
          );
          if (!failed) return "the update says that it succeeded";
          const after = existsSync(kept) ? readFileSync(kept) : undefined;
          if (before === undefined ? after !== undefined : !before.equals(after ?? Buffer.of()))
            return "what was kept is another";
          if (before !== undefined && rootInUse(home) === undefined)
            return "nothing judges any more";
          const again = await updateOurs(server, first, home);
          return again instanceof Error ? again.message : undefined;
        },
      );
}

function run(program: string, args: readonly string[]): Promise<{ stdout: string }> {
  return promisify(execFile)(program, [...args], { timeout: CALL_MS });
}
