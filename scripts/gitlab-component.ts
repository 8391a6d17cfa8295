import { readFileSync } from "node:fs";
import { join } from "node:path";

const CI = join(import.meta.dirname, "../ci");

/** Writes the component for GitLab: it sees no other file of this repository, and so carries its scripts in it. */
export function formatGitlabComponent(version: string, integrity: string): string {
  return `# Written by scripts/pin-release.ts from ci/*.sh.
spec:
  inputs:
    stage:
      description: The stage of the job; it has to come before whatever installs
      default: .pre
    image:
      description: An image with Node 24.15 or newer and git; name it by its digest
      default: node:24
    arguments:
      description: What to run, split at blanks
      default: gate --report gitlab=gl-code-quality-report.json --report junit=lockseal-junit.xml
    version:
      description: The exact version
      default: "${version}"
    integrity:
      description: SHA-512 of that version's tarball, as npm's lock files have it; another version needs its own
      default: ${integrity}
---
lockseal:
  stage: $[[ inputs.stage ]]
  image: $[[ inputs.image ]]
  # Inputs come through the environment alone: in a line of shell they would be part of the program.
  variables:
    # Approvals and rejects are read from every commit between the base and HEAD.
    GIT_DEPTH: "0"
    LOCKSEAL_VERSION:
      value: $[[ inputs.version ]]
      expand: false
    LOCKSEAL_INTEGRITY:
      value: $[[ inputs.integrity ]]
      expand: false
    LOCKSEAL_ARGUMENTS:
      value: $[[ inputs.arguments ]]
      expand: false
  script:
    - |
${indent(`scripts=$(mktemp -d)
cat >"$scripts/install.sh" <<'LOCKSEAL_END'
${script("install.sh")}LOCKSEAL_END
cat >"$scripts/run.sh" <<'LOCKSEAL_END'
${script("run.sh")}LOCKSEAL_END
LOCKSEAL_PROGRAM=$(sh "$scripts/install.sh")
export LOCKSEAL_PROGRAM
sh "$scripts/run.sh"
`)}  artifacts:
    when: always
    reports:
      codequality: gl-code-quality-report.json
      junit: lockseal-junit.xml
`;
}

function script(name: string): string {
  return readFileSync(join(CI, name), "utf8");
}

function indent(text: string): string {
  return text.replace(/^(?=.)/gm, "      ");
}
