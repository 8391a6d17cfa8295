import { Refusal } from "../errors.ts";
import { quoteForShell } from "../shell-word.ts";
import type { GitMemory } from "./git-memory.ts";

// Loaded when git is run and not before: it costs milliseconds of every start, and verifying runs nothing.
const childProcess = (): typeof import("node:child_process") =>
  process.getBuiltinModule("node:child_process");

/** How git is run. */
export interface GitOptions {
  readonly input?: Uint8Array | string;
  /** Of what it prints. */
  readonly maxBytes: number;
  readonly timeoutMs: number;
  /** Paths are patterns of git's: only ever constants, never a name that anybody gave. */
  readonly isPattern?: boolean;
  /** In place of this process's own. */
  readonly env?: Readonly<Record<string, string | undefined>>;
}

/**
 * What a checkout's configuration may name for git to run, or to take for the truth, is switched off: it is the tree
 * that is being judged. A commit graph is a cache that says which commit has which parents.
 */
const SAFE = [
  "core.fsmonitor=false",
  "core.hooksPath=/dev/null",
  "core.commitGraph=false",
  "core.attributesFile=/dev/null",
  "core.sshCommand=false",
  "core.pager=cat",
  "protocol.allow=never",
  "log.showSignature=false",
  "submodule.recurse=false",
  "advice.graftFileDeprecated=false",
].flatMap((setting) => ["-c", setting]);

/** What is said to git by its user, and not by a tree or by a hook that this runs in. */
const KEPT = /^GIT_(?:EXEC_PATH|CONFIG_(?:GLOBAL|SYSTEM|NOSYSTEM|COUNT|KEY_\d+|VALUE_\d+))$/;

/**
 * Runs git in a checkout, without a shell, and gives what it prints. Runs no hook, monitor, filter, helper or transport
 * that the checkout names, follows no replacement and no graft, and fetches nothing. Commands that convert the content of
 * files (`status`, `diff`, `checkout`) still run the checkout's filters: do not ask for them on a tree that is judged.
 *
 * @throws Refusal `GIT_MISSING` — there is no git.
 * @throws Refusal `GIT_OWNER` — the checkout belongs to somebody else.
 * @throws Refusal `GIT_SHALLOW` — an object was left out of the clone.
 * @throws Refusal `GIT_TOO_MUCH` — it prints more than is taken.
 * @throws Refusal `GIT_FAILED` — it ends otherwise than with 0, or takes too long.
 */
export function runGit(gitTop: string, args: readonly string[], options: GitOptions): Buffer {
  const memory = MEMORIES.get(gitTop);
  if (memory === undefined) return startGit(gitTop, args, options);
  return memory.ask({ args, ...options }, (input) =>
    startGit(gitTop, args, input === undefined ? options : { ...options, input }),
  );
}

const MEMORIES = new Map<string, GitMemory>();

/** Lets answers about a repository that nobody else writes to be remembered for the time of a use. */
export async function withMemory<Value>(
  gitTop: string,
  memory: GitMemory,
  use: () => Promise<Value>,
): Promise<Value> {
  MEMORIES.set(gitTop, memory);
  try {
    return await use();
  } finally {
    MEMORIES.delete(gitTop);
  }
}

function startGit(gitTop: string, args: readonly string[], options: GitOptions): Buffer {
  const literal = options.isPattern === true ? [] : ["--literal-pathspecs"];
  const words = ["-C", gitTop, "--no-pager", "--no-optional-locks", ...literal, ...SAFE];
  try {
    return childProcess().execFileSync("git", [...words, ...args], {
      env: environment(options.env ?? process.env),
      stdio: [options.input === undefined ? "ignore" : "pipe", "pipe", "pipe"],
      ...(options.input === undefined ? {} : { input: options.input }),
      timeout: options.timeoutMs,
      maxBuffer: options.maxBytes,
    });
  } catch (error) {
    throw refusalOf(gitTop, args[0] ?? "", error, options.maxBytes);
  }
}

function environment(given: NonNullable<GitOptions["env"]>): Record<string, string | undefined> {
  const kept = Object.entries(given).filter(
    ([name]) => !name.startsWith("GIT_") || KEPT.test(name),
  );
  return {
    ...Object.fromEntries(kept),
    LC_ALL: "C",
    GIT_ATTR_NOSYSTEM: "1",
    GIT_GRAFT_FILE: "/dev/null",
    GIT_NO_LAZY_FETCH: "1",
    GIT_NO_REPLACE_OBJECTS: "1",
    GIT_TERMINAL_PROMPT: "0",
  };
}

function refusalOf(gitTop: string, command: string, cause: unknown, maxBytes: number): Refusal {
  const code = cause instanceof Error && "code" in cause ? cause.code : undefined;
  if (code === "ENOENT")
    return new Refusal(
      "GIT_MISSING",
      "git: expected the program git, found none",
      { found: "none" },
      { hint: "install git, and see that it is in PATH", cause },
    );
  if (code === "ENOBUFS")
    return new Refusal(
      "GIT_TOO_MUCH",
      `git ${command}: expected at most ${maxBytes} bytes, found more`,
      { found: maxBytes + 1, limit: maxBytes },
      {
        hint: "name a base that is nearer: --base REF; and take out of the checkout what does not belong there",
        cause,
      },
    );
  const stderr = cause instanceof Error && "stderr" in cause ? String(cause.stderr) : "";
  if (stderr.includes("dubious ownership"))
    return new Refusal(
      "GIT_OWNER",
      `${gitTop}: expected a checkout of this user, found one of another, which git refuses`,
      { path: gitTop },
      {
        hint: `if it is to be trusted: git config --global --add safe.directory ${quoteForShell(gitTop)}`,
        cause,
      },
    );
  if (/promisor remote|lazy fetching disabled/.test(stderr)) return partial(gitTop, cause);
  const said = /^(?:fatal|error): (.+)$/m.exec(stderr)?.[1] ?? String(code ?? "no reason given");
  return new Refusal(
    "GIT_FAILED",
    `git ${command}: expected exit code 0, found ${JSON.stringify(said.slice(0, 256))}`,
    { command },
    { hint: `see what git says itself: git -C ${quoteForShell(gitTop)} ${command}`, cause },
  );
}

/** Makes the refusal of a clone that lacks objects which its commits name. */
export function partial(gitTop: string, cause?: unknown): Refusal {
  return new Refusal(
    "GIT_SHALLOW",
    `${gitTop}: expected a whole clone, found one without some of its objects`,
    { path: gitTop },
    { hint: "fetch the rest: git fetch --refetch --filter=blob:limit=1g origin", cause },
  );
}
