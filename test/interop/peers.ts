import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { prepareProgram } from "./stack/programs.ts";

/** A program that others wrote and that we are held against. */
export interface Peer {
  readonly name: string;
  readonly version: string;
  /** What runs it: for a Python package the interpreter of its environment, else the program. */
  readonly program: string;
}

/** A peer that cannot be had here, and why. */
export interface MissingPeer {
  readonly name: string;
  readonly version: string;
  readonly missing: string;
}

/** A distribution, and what its environment of Python is to hold. */
interface PythonPeer {
  readonly name: string;
  readonly version: string;
  readonly installs: readonly string[];
}

// 26.2.1 is the pip that our view is specified by; the other is the newest.
const PYTHON_PEERS: readonly PythonPeer[] = [
  { name: "pip", version: "26.2.1", installs: ["pip==26.2.1"] },
  { name: "pip", version: "26.3", installs: ["pip==26.3"] },
  { name: "uv", version: "0.13.9", installs: ["uv==0.13.9"] },
  { name: "pip-tools", version: "7.6.2", installs: ["pip==26.2.1", "pip-tools==7.6.2"] },
  { name: "hashin", version: "1.0.5", installs: ["hashin==1.0.5"] },
  { name: "sigstore", version: "4.5.1", installs: ["sigstore==4.5.1"] },
  { name: "tuf", version: "7.0.1", installs: ["tuf==7.0.1", "securesystemslib[crypto]==1.6.0"] },
  // Debian has 1.3.1; 2.2.0 is the last that knows keys in files of their own.
  {
    name: "in-toto",
    version: "1.3.1",
    installs: ["in-toto==1.3.1", "securesystemslib[crypto,pynacl]==0.26.0"],
  },
  {
    name: "in-toto",
    version: "2.2.0",
    installs: ["in-toto==2.2.0", "securesystemslib[crypto,pynacl]==0.31.0"],
  },
  { name: "in-toto", version: "3.1.0", installs: ["in-toto==3.1.0"] },
  { name: "pre-commit", version: "4.7.0", installs: ["pre-commit==4.7.0"] },
];

/** The newest, and the last of the version before that still is in wide use. */
const COSIGN_VERSIONS = ["3.1.3", "2.4.3"];

const INSTALL_MS = 5 * 60_000;

/**
 * Makes ready every peer: takes it from the cache when it says the right version, else installs it there.
 * The cache lies outside the checkout, so that a clean one does not build anew what cannot have changed.
 */
export function preparePeers(env: NodeJS.ProcessEnv): (Peer | MissingPeer)[] {
  const cache = join(env.XDG_CACHE_HOME || join(homedir(), ".cache"), "lockseal-peers");
  mkdirSync(cache, { recursive: true });
  return [
    ...PYTHON_PEERS.map((peer) => preparePython(peer, cache)),
    ...COSIGN_VERSIONS.map((version) => prepareCosign(version, env)),
  ];
}

/** Tells whether the peer is there to be asked. */
export function isPresent(peer: Peer | MissingPeer): peer is Peer {
  return "program" in peer;
}

function preparePython(peer: PythonPeer, cache: string): Peer | MissingPeer {
  const { name, version } = peer;
  const folder = join(cache, `${name}-${version}`);
  const program = join(folder, "bin/python");
  const asks = `from importlib.metadata import version; print(version("${name}"))`;
  const isReady = () => answer(program, ["-c", asks]).trim() === version;
  if (existsSync(program) && isReady()) return { name, version, program };

  const made = run("python3", ["-m", "venv", folder], INSTALL_MS);
  if (made !== undefined) return { name, version, missing: made };
  const pip = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check"];
  const installed = run(program, [...pip, ...peer.installs], INSTALL_MS);
  if (installed !== undefined) return { name, version, missing: installed };
  return isReady()
    ? { name, version, program }
    : { name, version, missing: `installed, but does not say that it is ${version}` };
}

function prepareCosign(version: string, env: NodeJS.ProcessEnv): Peer | MissingPeer {
  const name = "cosign";
  try {
    const program = prepareProgram(`${name}-${version}`, env);
    return answer(program, ["version"]).includes(`v${version}`)
      ? { name, version, program }
      : { name, version, missing: `built, but does not say that it is v${version}` };
  } catch (error) {
    return { name, version, missing: error instanceof Error ? error.message : String(error) };
  }
}

function answer(program: string, args: readonly string[]): string {
  const { stdout, stderr } = spawnSync(program, args, { encoding: "utf8", timeout: 60_000 });
  return `${stdout ?? ""}${stderr ?? ""}`;
}

/** Runs a program and says in one line why it failed, if it did. */
function run(program: string, args: readonly string[], timeoutMs: number): string | undefined {
  const options = { encoding: "utf8", timeout: timeoutMs } as const;
  const { error, status, stderr } = spawnSync(program, args, options);
  if (error !== undefined) return `${program} ${args.join(" ")}: ${error.message}`;
  if (status === 0) return undefined;
  const last = stderr.trim().split("\n").at(-1) ?? "";
  return `${program} ${args.join(" ")}: exit ${status}: ${last}`;
}
