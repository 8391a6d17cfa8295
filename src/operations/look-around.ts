import { relative, sep } from "node:path";
import { Refusal } from "../errors.ts";
import { isThere } from "../io/files.ts";
import { resolveCommit } from "../io/git-history.ts";
import { locateFile, type Root } from "../io/root.ts";
import { repositoryOf } from "./open-lock.ts";
import { locatePolicy, POLICY_NAME } from "./policy-files.ts";
import { type SuggestedBase, suggestBase } from "./suggest-base.ts";
import { type LockSurvey, surveyLocks } from "./survey-locks.ts";
import { surveyWorkflows, type WorkflowSurvey } from "./survey-workflows.ts";

/** What there is in a checkout that a first run goes by. */
export interface LookedAt {
  readonly root: Root;
  readonly gitTop: string;
  readonly base: SuggestedBase;
  readonly locks: LockSurvey;
  readonly workflows: WorkflowSurvey;
  /** The folder of a policy that is there, relative to the top; null where there is none. */
  readonly policyFolder: string | null;
  readonly repository: string | null;
}

/**
 * Looks around in a checkout. Judges nothing.
 * @throws Refusal `GIT_CHECKOUT_NONE`
 */
export async function lookAround(
  cwd: string,
  env: Readonly<Record<string, string | undefined>>,
  now: Date,
): Promise<LookedAt> {
  const located = locateFile(POLICY_NAME, cwd, undefined);
  const { gitTop } = located.root;
  if (gitTop === null || !isThere(gitTop)) throw noCheckout(cwd);
  const root: Root = { path: gitTop, gitTop };
  const repository = repositoryOf(located);
  const policy = locatePolicy(cwd, undefined);
  return {
    root,
    gitTop,
    repository,
    base: await suggestBase(gitTop, "", { cwd, env, now }),
    locks: surveyLocks(root, gitTop, headOf(gitTop)),
    workflows: surveyWorkflows(root, repository),
    policyFolder:
      policy === undefined ? null : relative(gitTop, policy.root.path).split(sep).join("/"),
  };
}

/** Gives the commit that is checked out; undefined where there is none yet. */
export function headOf(gitTop: string): string | undefined {
  try {
    return resolveCommit(gitTop, "HEAD");
  } catch (error) {
    // There is no commit yet, or no git: the disk alone is looked at.
    if (error instanceof Refusal) return undefined;
    throw error;
  }
}

function noCheckout(cwd: string): Refusal {
  return new Refusal(
    "GIT_CHECKOUT_NONE",
    `${cwd}: expected a checkout of git, found none around it`,
    { path: cwd },
    { hint: "begin one: git init; what a gate compares with is in git" },
  );
}
