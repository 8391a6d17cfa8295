import type { Build } from "../statement/predicate/format-provenance.ts";
import {
  COMMIT,
  HTTP_URL,
  NUMBER,
  PRINTABLE,
  type Variables,
  variablesOf,
} from "./build-variables.ts";

export const GITLAB_BUILD_TYPE = "https://docs.gitlab.com/ci/pipeline_security/slsa/provenance_v1";

/**
 * What GitLab itself sets, and is no secret. The build type has room for all variables of a job, those that are masked without
 * their values; which these are only GitLab knows, so that none of the job's own is taken.
 */
const VARIABLES = [
  "CI_COMMIT_BRANCH",
  "CI_COMMIT_REF_NAME",
  "CI_COMMIT_SHA",
  "CI_COMMIT_TAG",
  "CI_JOB_ID",
  "CI_JOB_URL",
  "CI_PIPELINE_ID",
  "CI_PIPELINE_SOURCE",
  "CI_PIPELINE_URL",
  "CI_PROJECT_ID",
  "CI_PROJECT_PATH",
] as const;

/**
 * Describes the build that this job of GitLab is, as GitLab's build type says.
 *
 * @throws Refusal `BUILD_VARIABLE_MALFORMED` — a variable is missing or not as GitLab sets it.
 * @see https://docs.gitlab.com/ci/pipeline_security/slsa/provenance_v1/
 */
export function gitlabBuild(env: Variables): Build {
  const { required, optional } = variablesOf("GitLab", env);
  const source = required("CI_PROJECT_URL", HTTP_URL, "a URL");
  const job = required("CI_JOB_ID", NUMBER, "a number");
  const runner = required("CI_RUNNER_ID", NUMBER, "a number");
  const commit = required("CI_COMMIT_SHA", COMMIT, "a commit");
  const text = (name: string): string | undefined => optional(name, PRINTABLE, "printable ASCII");
  const architecture = text("CI_RUNNER_EXECUTABLE_ARCH");
  const name = text("CI_RUNNER_DESCRIPTION");
  const revision = text("CI_RUNNER_REVISION");
  const started = optional(
    "CI_JOB_STARTED_AT",
    /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/,
    "a time like 2026-11-24T03:00:00Z",
  );
  const variables = VARIABLES.flatMap((variable) => {
    const value = text(variable);
    return value === undefined ? [] : [[variable, value] as const];
  });
  return {
    buildType: GITLAB_BUILD_TYPE,
    externalParameters: {
      source,
      entryPoint: required("CI_JOB_NAME", PRINTABLE, "the name of a job"),
      variables: Object.fromEntries(variables),
    },
    internalParameters: {
      ...(architecture === undefined ? {} : { architecture }),
      job: Number(job),
      ...(name === undefined ? {} : { name }),
    },
    resolvedDependencies: [{ uri: source, digest: new Map([["gitCommit", commit]]) }],
    builder: {
      id: `${source}/-/runners/${runner}`,
      version: revision === undefined ? {} : { "gitlab-runner": revision },
    },
    metadata: { invocationId: job, ...(started === undefined ? {} : { startedOn: started }) },
  };
}
