import { Refusal } from "../errors.ts";
import {
  findMergeBases,
  fullNameOf,
  refuseUnfinished,
  resolveCommit,
  resolveNamed,
} from "../io/git-history.ts";
import { quoteWord } from "../shell-word.ts";
import type { ChosenBase } from "./chosen-base.ts";
import { readForgeEvent, textAt } from "./forge-event.ts";

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

/** Variables in which build services that do not name that branch say that this is a request to merge. */
const REQUESTS = [
  "APPVEYOR_PULL_REQUEST_NUMBER",
  "BITRISE_PULL_REQUEST",
  "CIRCLE_PULL_REQUEST",
  "CIRRUS_PR",
  "SEMAPHORE_GIT_PR_NUMBER",
  "TRAVIS_PULL_REQUEST",
];

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
 * `findLastSigned`. In a request to merge that one is not asked for: who wrote the request wrote its history.
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
  const remote =
    named === undefined ? (defaultBranch(options.env) ?? remoteBranch(gitTop)) : undefined;
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
  const request = REQUESTS.find((variable) => !/^(?:false)?$/.test(options.env[variable] ?? ""));
  const { cwd, env, now } = options;
  const { findLastSigned } = await import("./last-signed.ts");
  const signed =
    request === undefined
      ? await findLastSigned({ gitTop, head, folder, cwd, env, now })
      : undefined;
  if (signed !== undefined)
    return { ...signed, tip: signed.commit, head, ref, source: LAST_SIGNED };
  // Nothing was ever signed, and nothing differs from the remote's own branch.
  if (remote !== undefined && request === undefined) {
    const tip = resolveCommit(gitTop, remote.name);
    return { ...remote, commit: head, tip, head, ref };
  }
  throw unknown("", request === undefined ? "none" : `none in a request to merge (${request})`);
}

const LAST_SIGNED = "the last signed lock";

function nameBase({ base, env }: BaseOptions): Pick<ChosenBase, "name" | "source"> | undefined {
  if (base !== undefined) return { name: base, source: "--base" };
  for (const variable of TARGET_BRANCHES) {
    const branch = env[variable] ?? "";
    // Azure names it in full, the others by its short name.
    if (branch !== "") return { name: remoteNameOf(branch), source: variable };
  }
  return env.GITHUB_EVENT_NAME === QUEUE ? nameOfQueue(env) : undefined;
}

/** GitHub names the branch that a queue of requests merges into in its event alone. */
const QUEUE = "merge_group";

function nameOfQueue(env: Environment): Pick<ChosenBase, "name" | "source"> {
  const ref = textAt(readForgeEvent(env), QUEUE, "base_ref");
  if (ref === undefined) throw unknown("", `none in the event of a ${QUEUE}`);
  return { name: remoteNameOf(ref), source: QUEUE };
}

function remoteNameOf(branch: string): string {
  return `refs/remotes/origin/${branch.replace(/^refs\/heads\//, "")}`;
}

/**
 * Finds the branch that a job of a forge for another branch is most likely to become part of: its checkout rarely says which
 * one that is, and who wrote the branch has written its signed locks, too. Of that branch itself, and of tags, it says nothing.
 */
function defaultBranch(env: Environment): Pick<ChosenBase, "name" | "source"> | undefined {
  const { CI_COMMIT_BRANCH = "", CI_DEFAULT_BRANCH = "", GITHUB_REF = "" } = env;
  if (CI_COMMIT_BRANCH !== "" && CI_DEFAULT_BRANCH !== "")
    return CI_COMMIT_BRANCH === CI_DEFAULT_BRANCH
      ? undefined
      : { name: remoteNameOf(CI_DEFAULT_BRANCH), source: "CI_DEFAULT_BRANCH" };
  if (!GITHUB_REF.startsWith("refs/heads/")) return undefined;
  const branch = textAt(readForgeEvent(env), "repository", "default_branch");
  if (branch === undefined || GITHUB_REF === `refs/heads/${branch}`) return undefined;
  return { name: remoteNameOf(branch), source: "the default branch of the event" };
}

function remoteBranch(gitTop: string): Pick<ChosenBase, "name" | "source"> | undefined {
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
  return source === QUEUE || TARGET_BRANCHES.includes(source);
}
