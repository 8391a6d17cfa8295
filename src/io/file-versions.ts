import { runGit } from "./run-git.ts";

const TIMEOUT_MS = 60_000;
/** As many names as one command line takes on every system, with room to spare. */
const NAMES_AT_ONCE = 500;
const MAX_BYTES = 256 * 1024 * 1024;

/** What a file was in a commit that changed it. */
export interface FileVersion {
  readonly commit: string;
  /** Relative to the top. */
  readonly path: string;
  /** The id of its content. */
  readonly blob: string;
}

/**
 * Lists what some files were, newest first, along the line of first parents: what a branch had, and not what others had on the
 * way. What is gone, and what is no file, is left out.
 * @param names relative to the top.
 * @param limit of commits that changed any of them.
 * @throws Refusal see `runGit`.
 */
export function listVersions(
  gitTop: string,
  head: string,
  names: readonly string[],
  limit: number,
): readonly FileVersion[] {
  const found: FileVersion[] = [];
  for (let at = 0; at < names.length; at += NAMES_AT_ONCE) {
    const some = names.slice(at, at + NAMES_AT_ONCE);
    const args = [
      ...["log", "--first-parent", "--diff-merges=first-parent", "--root", "--raw", "-z"],
      ...[
        "--no-abbrev",
        "--no-renames",
        "--no-follow",
        "--format=%H",
        `--max-count=${limit}`,
        head,
        "--",
      ],
    ];
    const printed = runGit(gitTop, [...args, ...some], {
      maxBytes: MAX_BYTES,
      timeoutMs: TIMEOUT_MS,
    });
    found.push(...parseVersions(printed.toString()));
  }
  return found;
}

/** @see https://git-scm.com/docs/diff-format#_raw_output_format */
function* parseVersions(printed: string): Generator<FileVersion> {
  let commit = "";
  const words = printed.split("\0").map((word) => word.replace(/^\n/, ""));
  for (let at = 0; at < words.length; at++) {
    const word = words[at] ?? "";
    if (/^[0-9a-f]{40,64}$/.test(word)) commit = word;
    const [, mode, blob] = /^:\d+ (\d+) [0-9a-f]+ ([0-9a-f]+) [A-Z]$/.exec(word) ?? [];
    if (mode === undefined || blob === undefined) continue;
    at += 1;
    const path = words[at] ?? "";
    if (mode.startsWith("100")) yield { commit, path, blob };
  }
}
