import type { Finding } from "../finding.ts";
import { readHead } from "../io/git.ts";
import { locateFile } from "../io/root.ts";
import { formatStatement } from "../statement/format-statement.ts";
import { type Build, formatProvenance } from "../statement/predicate/format-provenance.ts";
import { PROVENANCE_V1 } from "../statement/provenance/provenance.ts";
import type { Variables } from "./build-variables.ts";
import { githubBuild } from "./github-build.ts";
import { gitlabBuild } from "./gitlab-build.ts";
import { localBuild } from "./local-build.ts";
import { namedSubjects } from "./named-subjects.ts";
import { repositoryOf } from "./open-lock.ts";

/** Which files a build made, and where it ran. */
export interface CreateProvenanceOptions {
  readonly files: readonly string[];
  readonly cwd: string;
  readonly env: Variables;
  readonly now: Date;
  /** Which workflow a job of GitHub is in; null where nobody could be asked. */
  readonly jobWorkflow: () => Promise<string | null>;
}

/** A statement that is ready to be signed. */
export interface CreatedProvenance {
  readonly payload: Uint8Array;
  readonly build: Build;
  readonly findings: readonly Finding[];
}

/**
 * Fills SLSA provenance, version 1, about files: from GitHub Actions or GitLab where this runs in a job of theirs, else as a build by
 * hand, which says so. **It is the build's own word about itself**: whoever can change the build can change it. Signs nothing.
 *
 * @throws Refusal `BUILD_VARIABLE_MALFORMED`, `BUILD_EVENT_UNSUPPORTED` — see `githubBuild`, `gitlabBuild`.
 * @throws Refusal `FILE_MISSING`, `FILE_UNREADABLE`, `STATEMENT_SUBJECTS_DIFFER` — see `namedSubjects`.
 * @throws RangeError — no file.
 */
export async function createProvenance(
  options: CreateProvenanceOptions,
): Promise<CreatedProvenance> {
  const { files, cwd } = options;
  if (files.length === 0) throw new RangeError("files: expected at least one, found none");
  const subjects = namedSubjects(files, cwd);
  const { build, notes } = await describeBuild(options);
  const payload = formatStatement(subjects, PROVENANCE_V1, formatProvenance(build));
  const findings = files.map(
    (file): Finding => ({
      rule: "PROVENANCE_CREATED",
      verdict: "passed",
      subject: file,
      message: `built by ${build.builder.id}, as this build itself says; not signed yet`,
    }),
  );
  return { payload, build, findings: [...findings, ...notes] };
}

async function describeBuild({
  files,
  cwd,
  env,
  now,
  jobWorkflow,
}: CreateProvenanceOptions): Promise<{
  readonly build: Build;
  readonly notes: readonly Finding[];
}> {
  if (env.GITHUB_ACTIONS === "true") {
    const workflow = await jobWorkflow();
    const build = githubBuild(env, workflow);
    return { build, notes: workflow === null ? [callerNamed(build)] : [] };
  }
  if (env.GITLAB_CI === "true") return { build: gitlabBuild(env), notes: [] };
  const located = locateFile(files[0] ?? "", cwd, undefined);
  const { gitTop } = located.root;
  const head = gitTop === null ? null : readHead(gitTop);
  const commit = head?.isClean === true ? head.commit : null;
  const build = localBuild({ repository: repositoryOf(located), commit }, now);
  return { build, notes: [byHand(build), ...(commit === null ? [noCommit(build, head)] : [])] };
}

function callerNamed({ builder }: Build): Finding {
  return {
    rule: "BUILDER_ASSUMED",
    verdict: "noted",
    subject: builder.id,
    message:
      "the builder is the workflow that the run began with: whether this job is in one that it calls, nobody could be asked",
    help: "add to the job: permissions: { id-token: write }",
  };
}

function byHand({ builder }: Build): Finding {
  return {
    rule: "BUILD_LOCAL",
    verdict: "noted",
    subject: builder.id,
    message:
      "this is no job of GitHub Actions or GitLab: the provenance says that somebody built by hand, and proves nothing about how",
    help: "create it in the job that builds, to name a builder that others know",
  };
}

function noCommit({ builder }: Build, head: { readonly isClean: boolean } | null): Finding {
  return {
    rule: "BUILD_SOURCE_UNKNOWN",
    verdict: "noted",
    subject: builder.id,
    message:
      head === null
        ? "no commit is named: this is no checkout, or git could not be asked"
        : "no commit is named: files of the checkout differ from it",
    help: "build from a clean checkout to name its commit",
  };
}
