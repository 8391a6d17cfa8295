import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, statSync } from "node:fs";
import { join, resolve } from "node:path";

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
  const pointer = statSync(dotGit, { throwIfNoEntry: false })?.isFile()
    ? readSmall(dotGit)
    : undefined;
  const target = /^gitdir: (.+)$/m.exec(pointer ?? "")?.[1];
  const folder = target === undefined ? dotGit : resolve(dotGit, "..", target.trim());
  const common = readSmall(join(folder, "commondir"));
  return common === undefined ? folder : resolve(folder, common.trim());
}

function readSmall(path: string): string | undefined {
  const status = statSync(path, { throwIfNoEntry: false });
  if (status === undefined || !status.isFile() || status.size > MAX_CONFIG_BYTES) return undefined;
  return readFileSync(path, "utf8");
}

/** @see https://git-scm.com/docs/git-config#_syntax */
function parseOrigin(config: string): string | null {
  let inOrigin = false;
  let url: string | null = null;
  for (const line of config.split(/\r?\n/)) {
    const section = /^\s*\[\s*([^\]]*?)\s*\]/.exec(line)?.[1];
    if (section !== undefined) inOrigin = /^remote\s+"origin"$/i.test(section);
    else if (inOrigin) url = /^\s*url\s*=\s*"?([^"#;]*?)"?\s*$/i.exec(line)?.[1] ?? url;
  }
  return url === "" ? null : url;
}

/** Says whether git ignores a path; null where that cannot be told. Runs git, so only on a tree of one's own. */
export function isIgnored(gitTop: string, path: string): boolean | null {
  try {
    execFileSync("git", ["-C", gitTop, "check-ignore", "-q", "--", path], {
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
  try {
    for (const commit of git(
      gitTop,
      ["rev-list", `--max-count=${MAX_COMMITS}`, "HEAD", "--", name],
      65536,
    )
      .toString()
      .split("\n")) {
      if (commit === "") continue;
      const bytes = git(gitTop, ["cat-file", "blob", `${commit}:${name}`], maxBytes);
      if (isWanted(bytes)) return bytes;
    }
  } catch {
    // No git, no commit, a shallow clone: there is no explanation then, and the verdict stands without it.
  }
  return undefined;
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
  ];
  const env = { ...process.env, GIT_NO_LAZY_FETCH: "1" };
  return execFileSync("git", [...safe, ...args], {
    env,
    stdio: ["ignore", "pipe", "ignore"],
    timeout: 5000,
    maxBuffer,
  });
}
