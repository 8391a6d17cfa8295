import { quote } from "../bytes/quote.ts";
import { Refusal } from "../errors.ts";
import type { Build } from "../statement/predicate/format-provenance.ts";
import {
  COMMIT,
  HTTP_URL,
  malformedVariable,
  NUMBER,
  PRINTABLE,
  type Variables,
  variablesOf,
} from "./build-variables.ts";

export const GITHUB_BUILD_TYPE = "https://actions.github.io/buildtypes/workflow/v1";

const SERVICE = "GitHub Actions";

/** Those that the build type has; of others, as pull requests, it says that they must not be described by it. */
const EVENTS: readonly string[] = ["create", "release", "push", "workflow_dispatch"];

/**
 * Describes the build that this job of GitHub Actions is, as the build type's document says.
 *
 * @param jobWorkflow the workflow that the job is in, as its identity token names it; null where no token is to be had: then
 * it is the workflow that the run began with, of which the job may be one that it calls.
 * @throws Refusal `BUILD_VARIABLE_MALFORMED` — a variable is missing or not as GitHub sets it.
 * @throws Refusal `BUILD_EVENT_UNSUPPORTED` — the run was started by something that the build type does not describe.
 * @see https://github.com/actions/buildtypes/blob/main/workflow/v1/README.md
 */
export function githubBuild(env: Variables, jobWorkflow: string | null): Build {
  const { required, optional } = variablesOf(SERVICE, env);
  const server = required("GITHUB_SERVER_URL", HTTP_URL, "a URL");
  const name = required("GITHUB_REPOSITORY", /^[A-Za-z0-9._-]+\/[A-Za-z0-9._-]+$/, "owner/name");
  const ref = required("GITHUB_REF", /^refs\/[!-~]+$/, "a ref that begins with refs/");
  const workflow = required("GITHUB_WORKFLOW_REF", PRINTABLE, "repository/path@ref");
  const [before, after] = [`${name}/`, `@${ref}`];
  // Either may have an @ in it: what is known is taken off, and nothing is split.
  if (!workflow.startsWith(before) || !workflow.endsWith(after))
    throw malformedVariable(
      SERVICE,
      "GITHUB_WORKFLOW_REF",
      `${before}PATH${after}`,
      quote(workflow),
    );
  const path = workflow.slice(before.length, -after.length);
  const event = required("GITHUB_EVENT_NAME", /^[a-z_]+$/, "an event");
  if (!EVENTS.includes(event)) throw unsupported(event);
  const repository = `${server}/${name}`;
  const run = required("GITHUB_RUN_ID", NUMBER, "a number");
  const attempt = required("GITHUB_RUN_ATTEMPT", NUMBER, "a number");
  const runner = optional(
    "RUNNER_ENVIRONMENT",
    /^(?:github|self)-hosted$/,
    "github-hosted or self-hosted",
  );
  return {
    buildType: GITHUB_BUILD_TYPE,
    externalParameters: { workflow: { ref, repository, path } },
    internalParameters: {
      github: {
        event_name: event,
        repository_id: required("GITHUB_REPOSITORY_ID", NUMBER, "a number"),
        repository_owner_id: required("GITHUB_REPOSITORY_OWNER_ID", NUMBER, "a number"),
        ...(runner === undefined ? {} : { runner_environment: runner }),
      },
    },
    resolvedDependencies: [
      {
        uri: `git+${repository}@${ref}`,
        digest: new Map([["gitCommit", required("GITHUB_SHA", COMMIT, "a commit")]]),
      },
    ],
    builder: { id: `${server}/${jobWorkflow ?? workflow}`, version: {} },
    metadata: { invocationId: `${repository}/actions/runs/${run}/attempts/${attempt}` },
  };
}

function unsupported(event: string): Refusal {
  return new Refusal(
    "BUILD_EVENT_UNSUPPORTED",
    `GitHub Actions: expected a run started by ${EVENTS.join(", ")}, found ${quote(event)}, which the build type does not describe`,
    { event },
    {
      hint: "build what is released in a workflow that a push, a tag, a release or a person starts",
    },
  );
}
