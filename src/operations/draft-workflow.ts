import { VERSION } from "../version.ts";

/** Where a gate is to run. */
export interface WorkflowDraft {
  /** The branch that changes go to. */
  readonly branch: string;
  /** The policy's folder, relative to the top; empty for the top. */
  readonly folder: string;
}

/** Where the jobs are that a pipeline of GitLab takes in. */
export const GITLAB_JOBS = ".gitlab/lockseal.gitlab-ci.yml";
/** Releases of GitHub's own actions, by the commit that their tag had: v4.2.2 and v4.4.0. */
const CHECKOUT = "actions/checkout@11bd71901bbe5b1630ceea73d27597364c9af683 # v4.2.2";
const SETUP_NODE = "actions/setup-node@49933ea5288caeca8642d1e84afbd3f7d6820020 # v4.4.0";

/** Without scripts, and with a prefix of its own: npm then reads no configuration and runs no program of the change. */
const INSTALL = `npm install --ignore-scripts --no-audit --no-fund lockseal@${VERSION} --prefix`;

/**
 * Writes the workflow that runs the gate on GitHub: no secret, no right but to read, no text of the event in a command, and
 * the program is there before anything of the change is.
 */
export function draftGithubWorkflow({ branch, folder }: WorkflowDraft): string {
  // Each line is quoted as a whole: one that begins with a quote of the shell's would end there for YAML.
  const line = (words: string) => `'"$RUNNER_TEMP/lockseal/node_modules/.bin/lockseal" ${words}'`;
  const where = folder === "" ? "" : `        working-directory: ${quoteYaml(folder)}\n`;
  return `# Require the check "lockseal" for ${branch}: a change could take this file out, and nobody would be asked.
name: lockseal
on:
  pull_request:
    branches: [${quoteYaml(branch)}] # one that is turned to this branch later is asked anew
  merge_group:
  push:
    branches: [${quoteYaml(branch)}]
permissions:
  contents: read
jobs:
  lockseal:
    runs-on: ubuntu-24.04
    timeout-minutes: 10
    steps:
      - uses: ${SETUP_NODE}
        with:
          node-version: "24"
      - run: ${INSTALL} "$RUNNER_TEMP/lockseal"
      - uses: ${CHECKOUT}
        with:
          fetch-depth: 0 # approvals and rejects are in the history
          persist-credentials: false
      - name: Every change is approved
        if: github.event_name != 'push'
${where}        run: ${line("gate")}
      - name: Every lock is signed
        if: github.event_name == 'push'
${where}        run: ${line(`gate --release --base refs/remotes/origin/${branch}`)}
`;
}

/** Writes the same as jobs of GitLab. */
export function draftGitlabJobs({ branch, folder }: WorkflowDraft): string {
  const program = "/opt/lockseal/node_modules/.bin/lockseal";
  const enter = folder === "" ? "" : `    - cd ${quoteYaml(folder)}\n`;
  const target = "$CI_MERGE_REQUEST_TARGET_BRANCH_NAME";
  return `# Let only pipelines that succeed be merged, and keep people from pushing to ${branch}.
.lockseal:
  image: node:24
  variables:
    GIT_DEPTH: "0" # approvals and rejects are in the history
  before_script:
    - (cd / && ${INSTALL} /opt/lockseal)
lockseal:
  extends: .lockseal
  rules:
    - if: $CI_PIPELINE_SOURCE == "merge_request_event"
  script:
    - git fetch origin "+refs/heads/${target}:refs/remotes/origin/${target}"
${enter}    - ${program} gate
lockseal-release:
  extends: .lockseal
  rules:
    - if: $CI_COMMIT_BRANCH == ${JSON.stringify(branch)}
  script:
${enter}    - ${program} gate --release --base HEAD
`;
}

/** The lines that take the jobs into a pipeline of GitLab. */
export function includeOfGitlab(path: string): string {
  return `include:\n  - local: ${path}\n`;
}

/** Only plain names are given; quotes keep YAML from taking one for a number or a word of its own. */
function quoteYaml(text: string): string {
  return /^[A-Za-z][A-Za-z0-9._/-]*$/.test(text) ? text : `"${text}"`;
}
