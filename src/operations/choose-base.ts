import { Refusal } from "../errors.ts";
import { findMergeBase, fullNameOf, refuseUnfinished, resolveCommit } from "../io/git-history.ts";

/** Where a change begins, and what it is to become part of. */
export interface ChosenBase {
  /** As it was named. */
  readonly name: string;
  /** The newest commit that head and base have in common. */
  readonly commit: string;
  readonly head: string;
  /** Such as `refs/heads/main`; null for a commit that no branch names. */
  readonly ref: string | null;
  /** Who said so, in words. */
  readonly source: string;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** Variables in which build services name the branch that a change is to go to. */
const TARGET_BRANCHES = [
  "GITHUB_BASE_REF",
  "CI_MERGE_REQUEST_TARGET_BRANCH_NAME",
  "BUILDKITE_PULL_REQUEST_BASE_BRANCH",
  "SYSTEM_PULLREQUEST_TARGETBRANCH",
  "BITBUCKET_PR_DESTINATION_BRANCH",
  "CHANGE_TARGET",
];

/**
 * Finds what a change is compared with: what is named, else the branch that the build service says it is to go to, else the
 * remote's own branch. It is the newest commit that both have in common, so that what happened there since is no part of it.
 * @param given as on the command line.
 * @throws Refusal `GIT_UNFINISHED`, `GIT_COMMIT_UNKNOWN`, `GIT_SHALLOW` — see `refuseUnfinished`, `resolveCommit`, `findMergeBase`.
 */
export function chooseBase(
  gitTop: string,
  given: string | undefined,
  ref: string | undefined,
  env: Environment,
): ChosenBase {
  refuseUnfinished(gitTop);
  const { name, source } = nameBase(gitTop, given, env);
  const head = resolveCommit(gitTop, "HEAD");
  const commit = findMergeBase(gitTop, resolveCommit(gitTop, name), head);
  if (commit === undefined) throw unknown(name, "one that shares nothing with HEAD");
  return { name, commit, head, source, ref: ref ?? branchOf(fullNameOf(gitTop, name)) };
}

function nameBase(
  gitTop: string,
  given: string | undefined,
  env: Environment,
): Pick<ChosenBase, "name" | "source"> {
  if (given !== undefined) return { name: given, source: "--base" };
  for (const variable of TARGET_BRANCHES) {
    const branch = env[variable] ?? "";
    // Azure names it in full, the others by its short name.
    if (branch !== "")
      return {
        name: `refs/remotes/origin/${branch.replace(/^refs\/heads\//, "")}`,
        source: variable,
      };
  }
  const name = fullNameOf(gitTop, "refs/remotes/origin/HEAD");
  if (name !== undefined && name !== "refs/remotes/origin/HEAD")
    return { name, source: "the remote's HEAD" };
  throw unknown("", "none");
}

function unknown(ref: string, found: string): Refusal {
  return new Refusal(
    "GIT_COMMIT_UNKNOWN",
    `base: expected a branch that this change is to become part of, found ${found}`,
    { ref },
    { hint: "name it: --base origin/main; or let git find it: git remote set-head origin --auto" },
  );
}

function branchOf(name: string | undefined): string | null {
  if (name === undefined) return null;
  return name.replace(/^refs\/remotes\/[^/]+\//, "refs/heads/");
}

/** Says whether a build service named the base: then this is a request to merge into it. */
export function isNamedByService({ source }: ChosenBase): boolean {
  return TARGET_BRANCHES.includes(source);
}
