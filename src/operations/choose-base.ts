import { Refusal } from "../errors.ts";
import {
  findMergeBases,
  fullNameOf,
  refuseUnfinished,
  resolveCommit,
  resolveNamed,
} from "../io/git-history.ts";
import { findObjects } from "../io/git-objects.ts";
import { quoteWord } from "../shell-word.ts";
import type { ChosenBase } from "./chosen-base.ts";
import {
  defaultBranchOf,
  isOfRequest,
  type NamedBranch,
  targetOfRequest,
  wordOfBuild,
  wordOfRequest,
} from "./service-branches.ts";

type Environment = Readonly<Record<string, string | undefined>>;

/** Where a change is looked for. */
export interface BaseOptions {
  /** As on the command line. */
  readonly base?: string | undefined;
  readonly ref?: string | undefined;
  readonly cwd: string;
  readonly env: Environment;
  readonly now: Date;
}

/**
 * Finds what a change is compared with: what is named, else the branch that the build service says it is to go to, else the
 * service's default branch where it builds another one, else the remote's own branch. It is the newest commit that both have in common, so that what happened there since is no part of it.
 * Where the remote's own branch has all of it already, or there is none, it is the lock that was signed last: see
 * `findLastSigned`. In a request to merge that one is not asked for: who wrote the request wrote its history. Nor is it in a job of
 * a build service that names no branch, where HEAD is not part of the branch that is the default one nearly everywhere.
 * @param folder relative to the top: of the file that changes, or where the user is.
 * @throws Refusal `GIT_BASES_SEVERAL` — both have several such commits in common.
 * @throws Refusal `GIT_UNFINISHED`, `GIT_COMMIT_UNKNOWN`, `GIT_REF_AMBIGUOUS`, `GIT_SHALLOW` — see `refuseUnfinished`, `resolveNamed`, `findMergeBases`, `findLastSigned`.
 */
export async function chooseBase(
  gitTop: string,
  folder: string,
  options: BaseOptions,
): Promise<ChosenBase> {
  refuseUnfinished(gitTop);
  const named = nameBase(options);
  const head = resolveCommit(gitTop, "HEAD");
  const said = named === undefined ? defaultBranchOf(options.env, head) : undefined;
  const remote = named === undefined ? (said ?? remoteBranch(gitTop)) : undefined;
  const given = named ?? remote;
  const ref = options.ref ?? branchOf(fullNameOf(gitTop, given?.name ?? "HEAD"));
  if (given !== undefined) {
    const { name, source } = given;
    const tip = resolveNamed(gitTop, name);
    const [commit, ...others] = findMergeBases(gitTop, tip, head);
    if (commit === undefined) throw unknown(name, "one that shares nothing with HEAD");
    if (others.length > 0) throw several(name, [commit, ...others]);
    if (named !== undefined || commit !== head) return { name, commit, tip, head, source, ref };
  }
  const { cwd, env, now } = options;
  const request = wordOfRequest(env);
  if (request !== undefined) throw unknown("", `none in a request to merge (${request})`);
  const build = remote === undefined && said === undefined ? wordOfBuild(env) : undefined;
  if (build !== undefined && !isOnUsualBranch(gitTop, head))
    throw unknown("", `none in a job that may be for a request to merge (${build})`);
  const { findLastSigned } = await import("./last-signed.ts");
  const signed = await findLastSigned({ gitTop, head, folder, cwd, env, now });
  if (signed !== undefined)
    return { ...signed, tip: signed.commit, head, ref, source: LAST_SIGNED };
  // Nothing was ever signed, and nothing differs from the remote's own branch.
  if (remote !== undefined) {
    const tip = resolveCommit(gitTop, remote.name);
    return { ...remote, commit: head, tip, head, ref };
  }
  throw unknown("", "none");
}

const LAST_SIGNED = "the last signed lock";

function nameBase({ base, env }: BaseOptions): NamedBranch | undefined {
  if (base !== undefined) return { name: base, source: "--base" };
  const target = targetOfRequest(env);
  if (target === undefined && env.GITHUB_EVENT_NAME === "merge_group")
    throw unknown("", "none in the event of a merge_group");
  return target;
}

const USUAL = ["main", "master", "trunk"].map((name) => `refs/remotes/origin/${name}`);

/** Says whether a commit is part of the remote's default branch, which nobody has named: of each that may be it. */
function isOnUsualBranch(gitTop: string, head: string): boolean {
  const tips = findObjects(
    gitTop,
    USUAL.map((name) => `${name}^{commit}`),
  ).filter((tip) => tip !== undefined);
  return tips.length > 0 && tips.every((tip) => findMergeBases(gitTop, tip, head).includes(head));
}

function remoteBranch(gitTop: string): NamedBranch | undefined {
  const name = fullNameOf(gitTop, "refs/remotes/origin/HEAD");
  if (name === undefined || name === "refs/remotes/origin/HEAD") return undefined;
  return { name, source: "the remote's HEAD" };
}

function unknown(ref: string, found: string): Refusal {
  return new Refusal(
    "GIT_COMMIT_UNKNOWN",
    `base: expected a branch that this change is to become part of, or a commit at which every lock is signed that has to be, found ${found}`,
    { ref },
    {
      hint: "name it: --base origin/main; or let git find it: git remote set-head origin --auto; or sign every lock and commit that: lockseal sign LOCK…",
    },
  );
}

/** What differs from one of them may be as at another: a lock that the base has replaced would seem never to have changed. */
function several(name: string, found: readonly string[]): Refusal {
  const ids = found.map((id) => id.slice(0, 12)).slice(0, 4);
  return new Refusal(
    "GIT_BASES_SEVERAL",
    `base: expected one newest commit that HEAD and ${name} have in common, found ${found.length}: ${ids.join(", ")}`,
    { found },
    { hint: `take the base in, so that it is the one: git merge ${quoteWord(name)}` },
  );
}

function branchOf(name: string | undefined): string | null {
  if (name === undefined) return null;
  return name.replace(/^refs\/remotes\/[^/]+\//, "refs/heads/");
}

/** Says whether a build service named the base: then this is a request to merge into it. */
export function isNamedByService({ source }: ChosenBase): boolean {
  return isOfRequest(source);
}
