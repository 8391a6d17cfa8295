import { readForgeEvent, textAt } from "./forge-event.ts";

type Environment = Readonly<Record<string, string | undefined>>;

/** A branch, as git names the remote's, and whose word it is. */
export interface NamedBranch {
  readonly name: string;
  readonly source: string;
}

/** Variables in which build services name the branch that a request is to be merged into, and set in no other job. */
const TARGET_BRANCHES = [
  "GITHUB_BASE_REF",
  "CI_MERGE_REQUEST_TARGET_BRANCH_NAME",
  "CI_EXTERNAL_PULL_REQUEST_TARGET_BRANCH_NAME",
  "BUILDKITE_PULL_REQUEST_BASE_BRANCH",
  "SYSTEM_PULLREQUEST_TARGETBRANCH",
  "BITBUCKET_PR_DESTINATION_BRANCH",
  "CHANGE_TARGET",
  "CI_COMMIT_TARGET_BRANCH",
];

/** Those that are set in jobs for a push as well, and what says that this is none. */
const TARGETS_OF_EVENTS: readonly (readonly [variable: string, event: string, form: RegExp])[] = [
  ["DRONE_TARGET_BRANCH", "DRONE_BUILD_EVENT", /^pull_request$/],
  ["CODEBUILD_WEBHOOK_BASE_REF", "CODEBUILD_WEBHOOK_EVENT", /^PULL_REQUEST_(?!MERGED$|CLOSED$)/],
];

/** Variables in which build services that do not name that branch say that this is a request to merge, and how. */
const REQUESTS: readonly (readonly [variable: string, form?: RegExp])[] = [
  ["APPVEYOR_PULL_REQUEST_NUMBER"],
  ["BITRISE_PULL_REQUEST"],
  ["CI_COMMIT_PULL_REQUEST"],
  ["CIRCLE_PULL_REQUEST"],
  ["CIRRUS_PR"],
  ["CODEBUILD_SOURCE_VERSION", /^pr\//],
  ["CODEBUILD_WEBHOOK_TRIGGER", /^pr\//],
  ["DRONE_PULL_REQUEST"],
  ["SEMAPHORE_GIT_PR_NUMBER"],
  ["TRAVIS_PULL_REQUEST"],
];

/** What build services say of a branch that is built: which one is the default, which one this is, and its commit. */
const PUSHES: readonly (readonly [main: string, branch: string, commit: string])[] = [
  ["CI_DEFAULT_BRANCH", "CI_COMMIT_BRANCH", "CI_COMMIT_SHA"],
  ["CI_REPO_DEFAULT_BRANCH", "CI_COMMIT_BRANCH", "CI_COMMIT_SHA"],
  ["DRONE_REPO_BRANCH", "DRONE_BRANCH", "DRONE_COMMIT_SHA"],
  ["BUILDKITE_PIPELINE_DEFAULT_BRANCH", "BUILDKITE_BRANCH", "BUILDKITE_COMMIT"],
];

/** Variables in which build services name the tag that is built. */
const TAGS = ["BUILDKITE_TAG", "CI_COMMIT_TAG", "CIRCLE_TAG", "DRONE_TAG", "TRAVIS_TAG"];

/** Variables that every job of a build service has. */
const BUILDS = ["CI", "CODEBUILD_BUILD_ID", "JENKINS_URL", "TEAMCITY_VERSION", "TF_BUILD"];

/** GitHub names the branch that a queue of requests merges into in its event alone, and that of a review. */
const EVENTS: readonly (readonly [name: string, ...path: string[]])[] = [
  ["merge_group", "merge_group", "base_ref"],
  ["pull_request", "pull_request", "base", "ref"],
];

/** Finds the branch that a request is to be merged into, where the build service says that this is one; an event's last. */
export function targetOfRequest(env: Environment): NamedBranch | undefined {
  const ofEvents = TARGETS_OF_EVENTS.flatMap(([variable, event, form]) =>
    form.test(env[event] ?? "") ? [variable] : [],
  );
  for (const source of [...TARGET_BRANCHES, ...ofEvents]) {
    const branch = env[source] ?? "";
    // Azure and CodeBuild name it in full, the others by its short name.
    if (branch !== "") return { name: remoteNameOf(branch), source };
  }
  const event = readForgeEvent(env);
  for (const [source, ...path] of EVENTS) {
    const branch = textAt(event, ...path);
    if (branch !== undefined) return { name: remoteNameOf(branch), source };
  }
  return undefined;
}

/** Says whether a source is one of a request to merge. */
export function isOfRequest(source: string): boolean {
  const ofEvents = [...TARGETS_OF_EVENTS, ...EVENTS].map(([name]) => name);
  return TARGET_BRANCHES.includes(source) || ofEvents.includes(source);
}

/** Finds the variable in which a build service says that this is a request to merge. */
export function wordOfRequest(env: Environment): string | undefined {
  const [variable] =
    REQUESTS.find(([name, form = /^(?!false$)./]) => form.test(env[name] ?? "")) ?? [];
  return variable;
}

/**
 * Finds the branch that a job for no request is most likely to become part of: the default one, by the build service. Its
 * checkout rarely says which one that is, and who wrote a branch has written its signed locks, too.
 * @param head what is checked out. A job of the default branch may have fetched another commit than that branch's: one that is
 * begun by a comment builds the request that the comment is of.
 * @returns null where it is the default branch's own commit, or a tag; undefined where nothing is said.
 */
export function defaultBranchOf(env: Environment, head: string): NamedBranch | null | undefined {
  const { GITHUB_REF = "", GITHUB_SHA } = env;
  if (GITHUB_REF.startsWith("refs/tags/") || TAGS.some((tag) => (env[tag] ?? "") !== ""))
    return null;
  for (const [source, branch, commit] of PUSHES) {
    const [main = "", here = ""] = [env[source], env[branch]];
    if (main === "" || here === "") continue;
    if (here === main && env[commit] === head) return null;
    return { name: remoteNameOf(main), source };
  }
  if (GITHUB_REF === "") return undefined;
  const main = textAt(readForgeEvent(env), "repository", "default_branch");
  if (main === undefined) return undefined;
  if (GITHUB_REF === `refs/heads/${main}` && GITHUB_SHA === head) return null;
  return { name: remoteNameOf(main), source: "the default branch of the event" };
}

/** Finds the variable that shows that this is a job of a build service. */
export function wordOfBuild(env: Environment): string | undefined {
  return BUILDS.find((name) => !/^(?:|0|false)$/i.test(env[name] ?? ""));
}

function remoteNameOf(branch: string): string {
  return `refs/remotes/origin/${branch.replace(/^refs\/heads\//, "")}`;
}
