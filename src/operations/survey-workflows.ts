import { Refusal } from "../errors.ts";
import { isThere } from "../io/files.ts";
import { listNames } from "../io/list-names.ts";
import { type Root, readUnderRoot } from "../io/root.ts";
import { findDownloads, type ScriptedDownload } from "../tool/scripted-download.ts";

/** What runs in a build, and what it downloads. */
export interface WorkflowSurvey {
  readonly service: "github" | "gitlab" | null;
  /** The file that runs this program already, or null. */
  readonly runsLockseal: string | null;
  readonly downloads: readonly FoundDownload[];
  /** Files that could not be read as text. */
  readonly unread: readonly string[];
}

/** A download, and the file that makes it. */
export interface FoundDownload extends ScriptedDownload {
  readonly file: string;
}

/** More files than a repository builds by. */
const MAX_FILES = 500;
const MAX_BYTES = 1024 * 1024;
const WORKFLOWS = ".github/workflows";
const GITLAB = ".gitlab-ci.yml";
const SCRIPTS =
  /(?:^|\/)(?:Makefile|Dockerfile[^/]*|Containerfile|Jenkinsfile|[^/]+\.(?:sh|bash|mk)|azure-pipelines\.yml|[^/]+\.gitlab-ci\.yml)$/;
/** A command, the action of GitHub, or the component of GitLab. */
const RUNS =
  /^(?!\s*#).*(?:(?:^|[\s"'/=&;|(])lockseal(?:@[0-9][0-9A-Za-z.-]*)?["']?\s+(?:gate|verify)\b|\b(?:uses|component):\s*["']?[^\s"'#]+\/lockseal@)/m;
/** What a pipeline takes in from beside it, in each of the ways of YAML. */
const INCLUDED = /^(?!\s*#).*\b(?:local|include):\s*["']?\/?([^\s"'#]+\.ya?ml)/gm;

/**
 * Looks at workflows and scripts for downloads, and for a step that runs this program. Reads text line by line, and no
 * YAML: what nobody could parse is looked at all the same, and what is built at run time is not seen.
 * @param repository as `git+https://host/path`, or null.
 */
export function surveyWorkflows(root: Root, repository: string | null): WorkflowSurvey {
  const workflows = isThere(`${root.path}/${WORKFLOWS}`)
    ? listNames(`${root.path}/${WORKFLOWS}`, MAX_FILES).names.filter((name) =>
        /^[^/]+\.ya?ml$/.test(name),
      )
    : [];
  const all = [
    ...workflows.map((name) => `${WORKFLOWS}/${name}`),
    ...[GITLAB].filter((name) => isThere(`${root.path}/${name}`)),
    ...includedBy(root),
    ...listNames(root.path).names.filter((name) => SCRIPTS.test(name)),
  ];
  const names = [...new Set(all)].slice(0, MAX_FILES);
  const downloads: FoundDownload[] = [];
  const unread: string[] = [];
  let runsLockseal: string | null = null;
  for (const file of names) {
    const text = readText(root, file);
    if (text === undefined) {
      unread.push(file);
      continue;
    }
    if (RUNS.test(text)) runsLockseal ??= file;
    downloads.push(...findDownloads(text).map((one) => ({ ...one, file })));
  }
  const hasGitlab = isThere(`${root.path}/${GITLAB}`);
  return {
    service: serviceOf(workflows.length > 0, hasGitlab, repository),
    runsLockseal,
    downloads,
    unread,
  };
}

/** By what lies there; where both or neither do, by where the repository is. */
function serviceOf(
  hasGithub: boolean,
  hasGitlab: boolean,
  repository: string | null,
): WorkflowSurvey["service"] {
  if (hasGithub !== hasGitlab) return hasGithub ? "github" : "gitlab";
  const host = repository === null ? "" : new URL(repository.slice("git+".length)).hostname;
  if (/(?:^|\.)github\./.test(host)) return "github";
  if (/(?:^|\.)gitlab\./.test(host)) return "gitlab";
  return hasGithub ? "github" : null;
}

/** Hidden folders are not listed, and what a pipeline takes in often lies in one. */
function includedBy(root: Root): readonly string[] {
  const text = isThere(`${root.path}/${GITLAB}`) ? readText(root, GITLAB) : undefined;
  const names = [...(text ?? "").matchAll(INCLUDED)].map(([, name = ""]) => name);
  return [...new Set(names)].filter((name) => isThere(`${root.path}/${name}`));
}

function readText(root: Root, name: string): string | undefined {
  try {
    const bytes = readUnderRoot(root, name, MAX_BYTES);
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch (error) {
    if (error instanceof Refusal || error instanceof TypeError) return undefined;
    throw error;
  }
}
