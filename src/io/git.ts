import { existsSync } from "node:fs";
import { join } from "node:path";
import { Refusal } from "../errors.ts";
import { commonFolder, gitFolder, readSmall } from "./git-folder.ts";
import { runGit } from "./run-git.ts";

/**
 * Reads the URL of the remote `origin` from the checkout's own configuration, or null where there is none.
 *
 * Git is not started for this: a checkout's configuration may name programs for git to run, and a verifier must run
 * nothing that the tree it judges has named. `include` and `insteadOf` are therefore not followed.
 * @param gitTop the folder that holds `.git`.
 */
export function readOriginUrl(gitTop: string): string | null {
  const config = readSmall(join(commonFolder(gitTop), "config"));
  return config === undefined ? null : parseOrigin(config);
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

/** Reads the branch that is checked out, or begun and without a commit; null for a commit alone. Git is not started for this. */
export function readBranch(gitTop: string): string | null {
  const head = readSmall(join(gitFolder(gitTop), "HEAD")) ?? "";
  return /^ref: refs\/heads\/(.+)\n?$/.exec(head)?.[1] ?? null;
}

/** Says whether git ignores a path; null where that cannot be told. Runs git, so only on a tree of one's own. */
export function isIgnored(gitTop: string, path: string): boolean | null {
  try {
    // Of all commands this one takes no literal paths; stars stand for themselves in it anyway.
    const words = ["--no-literal-pathspecs", "check-ignore", "-q", "--", path];
    git(gitTop, words, 1024);
    return true;
  } catch (error) {
    const cause = error instanceof Refusal ? error.cause : undefined;
    return cause instanceof Error && "status" in cause && cause.status === 1 ? false : null;
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

function git(gitTop: string, args: readonly string[], maxBytes: number): Buffer {
  return runGit(gitTop, args, { maxBytes, timeoutMs: 5000 });
}
