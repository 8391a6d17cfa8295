import type { ChildProcess } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Readable } from "node:stream";
import { Refusal } from "../errors.ts";
import { codeOf } from "./files.ts";

/** What came of a command in a jail. */
export interface JailedRun {
  /** 128 and more where a signal ended it. */
  readonly exitCode: number;
  /** Whether it was ended because it took too long. */
  readonly timedOut: boolean;
  /** The beginning of what it wrote. */
  readonly output: string;
}

/** What a jail keeps from a command, in words. */
export const JAIL_WORDS =
  "in namespaces of its own: no network, no environment, no other process, of this system only /usr and its like to read";

/** What a machine offers to build a jail with. */
export interface JailMachine {
  /** The program that makes namespaces, looked for among those of the system alone. */
  readonly unshare: string;
  /** Where the kernel's settings are. */
  readonly settings: string;
}

const OWN_MACHINE: JailMachine = { unshare: "unshare", settings: "/proc/sys" };

/** Settings that keep users from making namespaces, each with the value by which it does. */
const SWITCHES: readonly (readonly [path: string, off: string])[] = [
  // Ubuntu since 23.10: only programs that a profile of AppArmor allows it.
  ["kernel/apparmor_restrict_unprivileged_userns", "1"],
  // Debian's own.
  ["kernel/unprivileged_userns_clone", "0"],
  ["user/max_user_namespaces", "0"],
];

const MAX_OUTPUT = 65_536;

/** Programs of the system alone: what a user has put before them may be anybody's. */
const PATH = "/usr/bin:/bin:/usr/sbin:/sbin";

/**
 * Builds a root of its own: programs and libraries of the system to read, four devices, /proc of its own processes, an empty
 * /tmp, and the one folder that is handed in. Then it gives up every capability, and runs the command.
 */
const SCRIPT = `set -eu
root=$1 work=$2; shift 2
mount -t tmpfs -o size=64m,mode=755 tmpfs "$root"
cd "$root"
for part in usr bin sbin lib lib32 lib64; do
  if [ -L "/$part" ]; then ln -s "$(readlink "/$part")" "$part"
  elif [ -d "/$part" ]; then mkdir "$part"; mount --bind "/$part" "$part"; mount -o remount,bind,ro "$part"; fi
done
mkdir etc dev proc tmp work old
if [ -f /etc/ld.so.cache ]; then : > etc/ld.so.cache; mount --bind /etc/ld.so.cache etc/ld.so.cache; fi
if [ -d /etc/alternatives ]; then mkdir etc/alternatives; mount --bind /etc/alternatives etc/alternatives; fi
for part in null zero random urandom; do : > "dev/$part"; mount --bind "/dev/$part" "dev/$part"; done
# In some containers nobody may mount it; without it a command sees even less.
mount -t proc proc proc 2>/dev/null || true
mount -t tmpfs -o size=64m,mode=1777 tmpfs tmp
mount --bind "$work" work
pivot_root . old
umount -l old
rmdir old
mount -o remount,bind,ro /
cd /work
ulimit -c 0
echo ready >&3
exec 3>&-
exec setpriv --no-new-privs --bounding-set=-all --inh-caps=-all --ambient-caps=-all -- "$@"
`;

const NAMESPACES = [
  "--user",
  "--map-root-user",
  "--mount",
  "--net",
  "--pid",
  "--ipc",
  "--uts",
  "--cgroup",
  "--fork",
  "--kill-child",
];

/**
 * Runs a command of somebody else's in a jail: without network, environment, terminal or any file but those of one folder,
 * which is its own to change, and the system's programs. Needs Linux with user namespaces, and util-linux.
 * Does not hold against a hole in the kernel, and does not limit memory.
 *
 * @param folder absolute; a copy, for the command may do in it what it wants.
 * @throws Refusal `ISOLATION_UNAVAILABLE` — such a jail cannot be built here: then nothing was run.
 */
export async function runJailed(
  command: readonly string[],
  folder: string,
  timeoutMs: number,
  machine: JailMachine = OWN_MACHINE,
): Promise<JailedRun> {
  if (process.platform !== "linux") throw unavailable(process.platform, undefined);
  const root = mkdtempSync(join(tmpdir(), "lockseal-jail-"));
  try {
    return await run(["sh", "-c", SCRIPT, "sh", root, folder, ...command], timeoutMs, machine);
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

async function run(
  words: readonly string[],
  timeoutMs: number,
  { unshare, settings }: JailMachine,
): Promise<JailedRun> {
  const { spawn } = await import("node:child_process");
  const child = spawn(unshare, [...NAMESPACES, "--", ...words], {
    cwd: "/",
    env: { PATH, LANG: "C.UTF-8", HOME: "/tmp" },
    stdio: ["ignore", "pipe", "pipe", "pipe"],
  });
  let [output, errors, ready, timedOut] = ["", "", "", false];
  const keep = (chunk: Buffer): void => {
    if (output.length < MAX_OUTPUT) output += chunk.toString().slice(0, MAX_OUTPUT);
  };
  child.stdout?.on("data", keep);
  child.stderr?.on("data", (chunk: Buffer) => {
    errors = (errors + chunk.toString()).slice(-1000);
    keep(chunk);
  });
  const signal = child.stdio[3] as Readable;
  signal.on("data", (chunk: Buffer) => {
    ready += chunk.toString();
  });
  const timer = setTimeout(() => {
    timedOut = true;
    child.kill("SIGKILL");
  }, timeoutMs);
  return await new Promise<JailedRun>((resolve, reject) => {
    child.on("error", (cause) => reject(unavailable(codeOf(cause), cause)));
    child.on("close", (code, name) => {
      if (ready.includes("ready")) resolve({ exitCode: exitCodeOf(code, name), timedOut, output });
      else {
        const said = errors.trim().split("\n").at(-1) || "nothing said";
        reject(unavailable(said, undefined, findSwitch(settings)));
      }
    });
  }).finally(() => {
    clearTimeout(timer);
    endAll(child);
  });
}

function exitCodeOf(code: number | null, signal: NodeJS.Signals | null): number {
  return code ?? (signal === null ? 128 : 137);
}

/** Without its first process the namespace of processes ends, and every process in it. */
function endAll(child: ChildProcess): void {
  if (child.exitCode === null && child.signalCode === null) child.kill("SIGKILL");
}

/** Finds the setting that keeps users from making namespaces; undefined where there is none, or where it cannot be read. */
function findSwitch(settings: string): Switch | undefined {
  for (const [path, off] of SWITCHES) {
    const at = `${settings}/${path}`;
    if (readSetting(at) === off) return { at, off, name: path.replaceAll("/", ".") };
  }
  return undefined;
}

function readSetting(at: string): string | undefined {
  try {
    return readFileSync(at, "utf8").trim();
  } catch {
    // Kernels have some of them and not others; whoever may read none is told less.
    return undefined;
  }
}

interface Switch {
  readonly at: string;
  readonly off: string;
  readonly name: string;
}

function unavailable(found: string, cause: unknown, by?: Switch): Refusal {
  const why = by === undefined ? "" : `, and ${by.off} in ${by.at}`;
  const see = by === undefined ? "" : `, see: sysctl ${by.name}`;
  return new Refusal(
    "ISOLATION_UNAVAILABLE",
    `isolation: expected Linux with user namespaces, unshare and setpriv, found ${found}${why}`,
    { found },
    {
      hint: `run it where such namespaces are allowed${see}; or leave inspections out of the verdict: --skip-inspections`,
      cause,
    },
  );
}
