import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { Refusal } from "../errors.ts";
import { readFile } from "./files.ts";

// Loaded when git is run and not before: it costs milliseconds of every start, and verifying runs nothing.
const childProcess = (): typeof import("node:child_process") =>
  process.getBuiltinModule("node:child_process");

/** How much of a git configuration is read: it is a list of remotes and branches. */
const MAX_CONFIG_BYTES = 1024 * 1024;

/**
 * Reads the URL of the remote `origin` from the checkout's own configuration, or null where there is none.
 *
 * Git is not started for this: a checkout's configuration may name programs for git to run, and a verifier must run
 * nothing that the tree it judges has named. `include` and `insteadOf` are therefore not followed.
 * @param gitTop the folder that holds `.git`.
 */
export function readOriginUrl(gitTop: string): string | null {
  const config = readSmall(join(commonFolder(join(gitTop, ".git")), "config"));
  return config === undefined ? null : parseOrigin(config);
}

/** A worktree's `.git` is a file that names its folder, and that folder names the one that all worktrees share. */
function commonFolder(dotGit: string): string {
  const target = /^gitdir: (.+)$/m.exec(readSmall(dotGit) ?? "")?.[1];
  const folder = target === undefined ? dotGit : resolve(dotGit, "..", target.trim());
  const common = readSmall(join(folder, "commondir"));
  return common === undefined ? folder : resolve(folder, common.trim());
}

/** What cannot be read is as good as not there: a checkout without a remote is judged all the same. */
function readSmall(path: string): string | undefined {
  try {
    return Buffer.from(readFile(path, MAX_CONFIG_BYTES)).toString();
  } catch (error) {
    if (error instanceof Refusal) return undefined;
    throw error;
  }
}

/**
 * Takes the first URL, which is the one that git fetches from. Values over several lines are not read.
 * @see https://git-scm.com/docs/git-config#_syntax
 */
function parseOrigin(config: string): string | null {
  let inOrigin = false;
  for (const line of config.split(/\r?\n/)) {
    const [header = "", section] = /^\s*\[\s*([^\]]*?)\s*\]/.exec(line) ?? [];
    // The first word may be in any case, the name of a remote is what it is.
    if (section !== undefined) inOrigin = /^[Rr][Ee][Mm][Oo][Tt][Ee]\s+"origin"$/.test(section);
    if (!inOrigin) continue;
    const value = /^\s*url\s*=\s*(.*)$/i.exec(line.slice(header.length))?.[1];
    const [, quoted, plain = ""] =
      /^(?:"([^"\\]*)"|([^"#;\\]*))\s*(?:[#;].*)?$/.exec(value ?? "") ?? [];
    const url = quoted ?? plain.trim();
    if (url !== "") return url;
  }
  return null;
}

/** Says whether git ignores a path; null where that cannot be told. Runs git, so only on a tree of one's own. */
export function isIgnored(gitTop: string, path: string): boolean | null {
  try {
    childProcess().execFileSync("git", ["-C", gitTop, "check-ignore", "-q", "--", path], {
      stdio: "ignore",
      timeout: 5000,
    });
    return true;
  } catch (error) {
    return error instanceof Error && "status" in error && error.status === 1 ? false : null;
  }
}

/** How many commits back the signed bytes are looked for when a lock has changed. */
const MAX_COMMITS = 100;

/** An explanation that takes longer is worth less than an end of the run. */
const MAX_SEARCH_MS = 10_000;

/**
 * Looks in the history of a file for bytes that satisfy a test, newest first: what a lock was when it was signed.
 * Serves explanations only, never a verdict. Gives nothing where git is missing, slow or knows no such bytes.
 */
export function findInHistory(
  gitTop: string,
  name: string,
  maxBytes: number,
  isWanted: (bytes: Uint8Array) => boolean,
): Uint8Array | undefined {
  if (!existsSync(join(gitTop, ".git"))) return undefined;
  const end = performance.now() + MAX_SEARCH_MS;
  try {
    for (const commit of git(
      gitTop,
      ["rev-list", `--max-count=${MAX_COMMITS}`, "HEAD", "--", name],
      65536,
    )
      .toString()
      .split("\n")) {
      if (performance.now() > end) return undefined;
      const bytes = commit === "" ? undefined : readBlob(gitTop, `${commit}:${name}`, maxBytes);
      if (bytes !== undefined && isWanted(bytes)) return bytes;
    }
  } catch {
    // No git, no commit, a shallow clone: there is no explanation then, and the verdict stands without it.
  }
  return undefined;
}

/** A commit that took the file away has no such blob, and older ones may have. */
function readBlob(gitTop: string, blob: string, maxBytes: number): Buffer | undefined {
  try {
    return git(gitTop, ["cat-file", "blob", blob], maxBytes);
  } catch {
    return undefined;
  }
}

/**
 * Reads which commit is checked out, and whether every tracked file is still as it is there. Null where git is missing, slow or
 * knows no commit. Runs git, so only on a tree of one's own.
 */
export function readHead(
  gitTop: string,
): { readonly commit: string; readonly isClean: boolean } | null {
  try {
    const commit = git(gitTop, ["rev-parse", "--verify", "HEAD"], 1024).toString().trim();
    const changed = git(gitTop, ["status", "--porcelain", "--untracked-files=no"], 1024 * 1024);
    return /^[0-9a-f]{40,64}$/.test(commit) ? { commit, isClean: changed.length === 0 } : null;
  } catch {
    return null;
  }
}

function git(gitTop: string, args: readonly string[], maxBuffer: number): Buffer {
  // What a checkout may name for git to run is switched off: it is the tree that is being judged.
  const safe = [
    "-C",
    gitTop,
    "-c",
    "core.fsmonitor=false",
    "-c",
    "core.hooksPath=/dev/null",
    "--no-optional-locks",
    "--literal-pathspecs",
  ];
  const env = { ...process.env, GIT_NO_LAZY_FETCH: "1" };
  return childProcess().execFileSync("git", [...safe, ...args], {
    env,
    stdio: ["ignore", "pipe", "ignore"],
    timeout: 5000,
    maxBuffer,
  });
}
