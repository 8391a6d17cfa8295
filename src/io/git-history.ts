import { existsSync } from "node:fs";
import { join } from "node:path";
import { Refusal } from "../errors.ts";
import { commonFolder, gitFolder, readSmall } from "./git-folder.ts";
import { findObjects, type GitObject, kindOfMode, parseTree, readKnown } from "./git-objects.ts";
import { runGit } from "./run-git.ts";

const TIMEOUT_MS = 60_000;
/** More commits than come between two releases, by far. */
const MAX_COMMITS = 10_000;
/** More approvals than a repository gathers, by far. */
const MAX_FILES = 100_000;
/** With the top of each commit: as many as there are files of approvals and commits. */
const MAX_FOLDERS = 110_000;
const MAX_TREE_BYTES = 64 * 1024 * 1024;

/**
 * Finds the id of a commit.
 * @param ref a branch, a tag, an id, or what else git takes for a commit.
 * @throws Refusal `GIT_COMMIT_UNKNOWN` — git knows none of that name.
 * @throws Refusal see `runGit`.
 */
export function resolveCommit(gitTop: string, ref: string): string {
  if (ref === "" || ref.startsWith("-") || /[\s\0]/.test(ref)) throw unknownCommit(ref);
  const [id] = findObjects(gitTop, [`${ref}^{commit}`]);
  if (id !== undefined) return id;
  if (ref === "HEAD") throw unborn(gitTop);
  throw unknownCommit(ref, isShallow(gitTop));
}

/** The ends by which git names what comes before a commit, or what it was: no name of a ref has them. */
const DERIVED = /(?:[~^:]|@\{).*$/s;

/**
 * Finds what a name stands for, as `resolveCommit` does, and refuses one that stands for several things. Git would take a tag
 * for a branch of the remote: whoever can push one would choose what a change is compared with.
 * @throws Refusal `GIT_REF_AMBIGUOUS` — several branches or tags have the name.
 * @throws Refusal `GIT_COMMIT_UNKNOWN` — git knows none of that name, or none but a tag in the place of a full name.
 * @throws Refusal see `runGit`.
 */
export function resolveNamed(gitTop: string, ref: string): string {
  const name = ref.replace(DERIVED, "");
  const refs = name === "" || name.startsWith("-") ? [] : refsOf(gitTop, name);
  if (name.startsWith("refs/") && !refs.includes(name)) throw unknownCommit(ref, isShallow(gitTop));
  if (name.startsWith("refs/") || refs.length < 2) return resolveCommit(gitTop, ref);
  const [better = ""] = ["refs/remotes/", "refs/heads/", ""].flatMap((kind) =>
    refs.filter((one) => one.startsWith(kind)),
  );
  throw new Refusal(
    "GIT_REF_AMBIGUOUS",
    `base: expected a name that stands for one branch or tag, found ${JSON.stringify(name)} of ${refs.length}: ${refs.join(", ")}`,
    { ref, found: refs },
    { hint: `name it in full: --base ${better}${ref.slice(name.length)}` },
  );
}

/**
 * Lists the refs that a name may stand for.
 * @see https://git-scm.com/docs/gitrevisions#_specifying_revisions
 */
function refsOf(gitTop: string, name: string): readonly string[] {
  const names = ["", "refs/", "refs/tags/", "refs/heads/", "refs/remotes/"]
    .map((before) => `${before}${name}`)
    .concat(`refs/remotes/${name}/HEAD`)
    .filter((one) => one.startsWith("refs/"));
  const found = git(gitTop, ["for-each-ref", "--format=%(refname)", ...names], 1024 * 1024)
    .toString()
    .split("\n");
  return names.filter((one) => found.includes(one));
}

/** A branch on which nothing was committed yet. */
function unborn(gitTop: string): Refusal {
  return new Refusal(
    "GIT_COMMIT_UNKNOWN",
    `${gitTop}: expected a commit that is checked out, found none: nothing was committed yet, or HEAD leads nowhere`,
    { ref: "HEAD" },
    {
      hint: "commit what is here: git add . && git commit; or check a branch out: git switch main",
    },
  );
}

function unknownCommit(ref: string, isCut = false): Refusal {
  const fetched = isCut ? "git fetch --unshallow origin" : "git fetch origin";
  return new Refusal(
    "GIT_COMMIT_UNKNOWN",
    `base: expected a commit that is at hand, found none of the name ${JSON.stringify(ref)}`,
    { ref: ref.slice(0, 256) },
    {
      hint: `fetch it: ${fetched}; in a job that checks out with depth 1: fetch-depth: 0`,
    },
  );
}

/** Finds the full name of what a ref stands for, such as `refs/remotes/origin/main`; undefined for an id. */
export function fullNameOf(gitTop: string, ref: string): string | undefined {
  if (ref.startsWith("-")) return undefined;
  try {
    const name = git(gitTop, ["rev-parse", "--symbolic-full-name", ref, "--"], 4096)
      .toString()
      .split("\n")[0];
    return name?.startsWith("refs/") === true ? name : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Finds the newest commits that two have in common, of which none follows on another: one nearly always, none where they share
 * nothing.
 * @throws Refusal `GIT_SHALLOW` — there is none at hand, and the clone does not reach back to the beginning.
 */
export function findMergeBases(gitTop: string, one: string, other: string): readonly string[] {
  try {
    return git(gitTop, ["merge-base", "--all", one, other], 1024 * 1024)
      .toString()
      .split("\n")
      .filter((id) => id !== "");
  } catch (error) {
    if (isShallow(gitTop)) throw shallow(gitTop);
    const cause = error instanceof Refusal ? error.cause : undefined;
    if (cause instanceof Error && "status" in cause && cause.status === 1) return [];
    throw error;
  }
}

/** Says whether a clone does not reach back to the beginning. */
export function isShallow(gitTop: string): boolean {
  return (readSmall(join(commonFolder(gitTop), "shallow")) ?? "") !== "";
}

/** Makes the refusal of a clone that does not reach back far enough. */
export function shallow(gitTop: string): Refusal {
  return new Refusal(
    "GIT_SHALLOW",
    `${gitTop}: expected the history back to the base, found a shallow clone`,
    { path: gitTop },
    { hint: "fetch the rest: git fetch --unshallow; in a job: fetch-depth: 0" },
  );
}

const UNFINISHED: readonly (readonly [string, string])[] = [
  ["MERGE_HEAD", "merge"],
  ["rebase-merge", "rebase"],
  ["rebase-apply", "rebase"],
  ["CHERRY_PICK_HEAD", "cherry-pick"],
  ["REVERT_HEAD", "revert"],
];

/**
 * Refuses a checkout that is between two states: what lies there is of neither side.
 * @throws Refusal `GIT_UNFINISHED`
 */
export function refuseUnfinished(gitTop: string): void {
  const folder = gitFolder(gitTop);
  const [, what] = UNFINISHED.find(([name]) => existsSync(join(folder, name))) ?? [];
  if (what === undefined) return;
  throw new Refusal(
    "GIT_UNFINISHED",
    `${gitTop}: expected a checkout at rest, found a ${what} under way`,
    { what },
    { hint: `finish it: git ${what} --continue; or give it up: git ${what} --abort` },
  );
}

/**
 * Reads files as they are in a commit. Undefined for what is not there, and for what is no file but a link or a folder.
 * @param names relative to the top, with `/`.
 * @param maxBytes of each.
 * @throws Refusal `INPUT_TOO_LARGE`; otherwise see `runGit`.
 */
export function readAt(
  gitTop: string,
  commit: string,
  names: readonly string[],
  maxBytes: number,
): readonly (Uint8Array | undefined)[] {
  const listed = git(gitTop, ["ls-tree", "-z", "--full-tree", commit, "--", ...names], 1024 * 1024)
    .toString()
    .split("\0");
  const ids = new Map(
    listed.flatMap((line): [string, string][] => {
      const [, mode = "", id = "", name = ""] = /^(\d+) \w+ ([0-9a-f]+)\t(.*)$/s.exec(line) ?? [];
      return kindOfMode(mode) === "file" ? [[name, id]] : [];
    }),
  );
  const wanted = names.map((name) => ids.get(name));
  const known = [...new Set(wanted.filter((id) => id !== undefined))];
  const objects = new Map(readKnown(gitTop, known, maxBytes).map((object) => [object.id, object]));
  return wanted.map((id) => (id === undefined ? undefined : objects.get(id)?.bytes));
}

/**
 * Lists the newest commits that changed a bundle of signatures, along the line of first parents; approvals and records are none.
 * Looks at the newest `MAX_COMMITS` of that line.
 * @throws Refusal see `runGit`.
 */
export function listBundleCommits(gitTop: string, head: string, limit: number): readonly string[] {
  const line = ["rev-list", "--first-parent"];
  const list = (args: readonly string[], isPattern: boolean): readonly string[] =>
    runGit(gitTop, [...line, ...args], {
      maxBytes: 128 * (MAX_COMMITS + 2),
      timeoutMs: TIMEOUT_MS,
      isPattern,
    })
      .toString()
      .split("\n")
      .filter((id) => id !== "");
  const all = list([`--max-count=${MAX_COMMITS + 1}`, head, "--"], false);
  const last = all.length > MAX_COMMITS ? [`^${all.at(-1)}`] : [];
  const patterns = [":(top,glob)**/*.sigstore.json", ":(top,exclude,glob)**/.lockseal/**"];
  return list([`--max-count=${limit}`, head, ...last, "--", ...patterns], true);
}

/** Gives what says whether what lies behind a commit was not fetched. */
export function isCutOff(gitTop: string): (commit: string) => boolean {
  const cut = new Set((readSmall(join(commonFolder(gitTop), "shallow")) ?? "").split("\n"));
  return (commit) => cut.has(commit);
}

/**
 * Lists those of the commits that a head has and a base has not which changed one of some files, a merge too where it took
 * them from neither side.
 * @param names relative to the top.
 * @throws Refusal see `runGit`.
 */
export function listCommitsTo(
  gitTop: string,
  base: string,
  head: string,
  names: readonly string[],
): readonly string[] {
  return git(
    gitTop,
    ["rev-list", "--full-history", head, `^${base}`, "--", ...names],
    128 * (MAX_COMMITS + 1) + 4096,
  )
    .toString()
    .split("\n")
    .filter((line) => line !== "");
}

/** A file of a folder, as one or several commits have it. */
export interface HistoricFile {
  /** Relative to the top. */
  readonly path: string;
  /** The id of its content. */
  readonly blob: string;
  /** One of the commits that have it. */
  readonly commit: string;
}

/**
 * Lists every file that a folder has in any of these commits, each content once a path; of the top where it has no name. Looks at each commit's own tree:
 * git's way to leave out commits that seem to change nothing leaves out what a merge has dropped.
 * @throws Refusal `GIT_TOO_MUCH` — more than `MAX_FILES`; otherwise see `runGit`.
 */
export function listFiles(
  gitTop: string,
  commits: readonly string[],
  folder: string,
  limit: number = MAX_FILES,
): readonly HistoricFile[] {
  const tops = findObjects(
    gitTop,
    commits.map((commit) => `${commit}:${folder}`),
  );
  const found = new Map<string, HistoricFile>();
  const folders = new Set<string>();
  const trees = new Map<string, GitObject>();
  let level: { readonly id: string; readonly path: string; readonly commit: string }[] = [];
  // Counted as they are met: a folder may name another a thousand times, and that the next.
  const meet = (one: (typeof level)[number], key: string): void => {
    if (folders.has(key)) return;
    folders.add(key);
    level.push(one);
  };
  for (const [index, id] of tops.entries()) {
    const commit = commits[index];
    if (id !== undefined && commit !== undefined) meet({ id, path: folder, commit }, id);
  }
  while (level.length > 0) {
    const here = level;
    level = [];
    const missing = [...new Set(here.map(({ id }) => id))].filter((id) => !trees.has(id));
    for (const tree of readKnown(gitTop, missing, MAX_TREE_BYTES)) trees.set(tree.id, tree);
    for (const { id, path, commit } of here) {
      const tree = trees.get(id);
      if (tree?.type !== "tree") continue;
      for (const entry of parseTree(tree)) {
        const below = path === "" ? entry.name : `${path}/${entry.name}`;
        const key = `${below} ${entry.id}`;
        const kind = kindOfMode(entry.mode);
        if (kind === "folder") meet({ id: entry.id, path: below, commit }, key);
        else if (kind === "file" && !found.has(key))
          found.set(key, { path: below, blob: entry.id, commit });
        if (found.size > limit || folders.size > MAX_FOLDERS)
          throw tooMuch(`files in ${folder === "" ? "the checkout" : folder}`, limit + 1, limit);
      }
    }
  }
  return [...found.values()];
}

/** Lists the ids of all files and folders that a folder ever had up to a commit. May take a walk through the whole history. */
export function listObjectsEver(gitTop: string, commit: string, folder: string): readonly string[] {
  const lines = git(
    gitTop,
    ["rev-list", "--full-history", "--objects", "--in-commit-order", commit, "--", folder],
    256 * 1024 * 1024,
  )
    .toString()
    .split("\n");
  return lines.flatMap((line) => {
    const [, id, path = ""] = /^([0-9a-f]{40,64}) (.+)$/.exec(line) ?? [];
    return id !== undefined && path.startsWith(`${folder}/`) ? [id] : [];
  });
}

/** A commit, and who made it, as its author text says, which anybody can write. */
export interface CommitText {
  readonly id: string;
  /** The object, without git's own header before it. */
  readonly bytes: Uint8Array;
  readonly people: readonly { readonly name: string; readonly email: string }[];
}

/** Reads who is named as author, committer and co-author of commits. */
export function readCommits(gitTop: string, commits: readonly string[]): readonly CommitText[] {
  return readKnown(gitTop, commits, 1024 * 1024).flatMap((object) => {
    if (object.type !== "commit") return [];
    const text = Buffer.from(object.bytes).toString("utf8");
    const lines = [
      ...text.matchAll(/^(?:author|committer) (.*) <(.*)> \d+ [+-]\d{4}$/gm),
      ...text.matchAll(/^co-authored-by: *(.*) <(.*)> *$/gim),
    ];
    return [
      {
        id: object.id,
        bytes: object.bytes,
        people: lines.map(([, name = "", email = ""]) => ({ name, email })),
      },
    ];
  });
}

/** Makes the refusal of a history that is too long to be looked at. */
export function tooMuch(what: string, found: number, limit: number): Refusal {
  return new Refusal(
    "GIT_TOO_MUCH",
    `git: expected at most ${limit} ${what}, found ${found > limit + 1 ? found : "more"}`,
    { found, limit },
    { hint: "name a base that is nearer: --base REF; and take out of the folder what has served" },
  );
}

function git(gitTop: string, args: readonly string[], maxBytes: number): Buffer {
  return runGit(gitTop, args, { maxBytes, timeoutMs: TIMEOUT_MS });
}
