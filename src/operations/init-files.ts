import { relative, sep } from "node:path";
import { Refusal } from "../errors.ts";
import type { FileToCreate } from "../io/create-files.ts";
import { isThere, readFile } from "../io/files.ts";
import { isIgnored } from "../io/git.ts";
import type { Root } from "../io/root.ts";
import { draftPolicy, type PolicyDraft } from "../policy/draft-policy.ts";
import {
  draftGithubWorkflow,
  draftGitlabJobs,
  GITLAB_JOBS,
  includeOfGitlab,
  type WorkflowDraft,
} from "./draft-workflow.ts";
import { TOOL_LOCK_NAME } from "./open-tool-lock.ts";
import type { OwnPublicKey } from "./own-public-key.ts";
import { POLICY_NAME } from "./policy-files.ts";
import type { WorkflowSurvey } from "./survey-workflows.ts";

/** A file of a first run: to be made, or there already, and what it would need then. */
export interface InitFile extends FileToCreate {
  readonly bytes: string;
  /** What to do by hand where the file is there; null where nothing has to be done. */
  readonly byHand: string | null;
}

const GITHUB_WORKFLOW = ".github/workflows/lockseal.yml";
const GITLAB = ".gitlab-ci.yml";
const ATTRIBUTES = ".gitattributes";
/** git reads no more of it either. */
const MAX_ATTRIBUTES_BYTES = 100 * 1024 * 1024;

/** Gives the policy, and the public key where it does not lie in the checkout. */
export function policyFiles(draft: PolicyDraft, key: OwnPublicKey): readonly InitFile[] {
  const policy = { name: POLICY_NAME, bytes: draftPolicy(draft), byHand: null };
  if (key.inTree !== null) return [policy];
  return [
    policy,
    { name: draft.signer.key, bytes: Buffer.from(key.bytes).toString(), byHand: null },
  ];
}

/** Gives the file that keeps git from changing line ends of what is signed. */
export function attributesFile(patterns: readonly string[], root: Root): InitFile {
  const names = [POLICY_NAME, TOOL_LOCK_NAME, "*.sigstore.json", ".lockseal/**", "*.pub"];
  const own = patterns.map((pattern) =>
    pattern.startsWith("**") ? pattern.slice(1) : `/${pattern}`,
  );
  const lines = [...names, ...own].map((name) => `${quoteAttribute(name)} -text`);
  const there = linesOf(`${root.path}/${ATTRIBUTES}`);
  const lacking = lines.filter((line) => !there.includes(line));
  return {
    name: ATTRIBUTES,
    bytes: `# Signed to the byte: git changes no line end in these.\n${lines.join("\n")}\n`,
    byHand: lacking.length === 0 ? null : `add to it: ${lacking.join("; ")}`,
  };
}

/** Gives the lines of a file with one blank between their words; none where it cannot be read. */
function linesOf(path: string): readonly string[] {
  try {
    const text = Buffer.from(readFile(path, MAX_ATTRIBUTES_BYTES)).toString();
    return text.split("\n").map((line) => line.trim().replace(/[ \t]+/g, " "));
  } catch (error) {
    if (error instanceof Refusal) return [];
    throw error;
  }
}

/** Gives what runs the gate, for the service that builds; nothing where that is not known. */
export function workflowFiles(
  { service, runsLockseal }: WorkflowSurvey,
  draft: WorkflowDraft,
  root: Root,
): readonly InitFile[] {
  if (service === null || runsLockseal !== null) return [];
  if (service === "github")
    return [{ name: GITHUB_WORKFLOW, bytes: draftGithubWorkflow(draft), byHand: null }];
  const include = includeOfGitlab(GITLAB_JOBS);
  const jobs = { name: GITLAB_JOBS, bytes: draftGitlabJobs(draft), byHand: null };
  const byHand = isThere(`${root.path}/${GITLAB}`)
    ? `take the jobs in: add  - local: ${GITLAB_JOBS}  to its include:`
    : null;
  return [jobs, { name: GITLAB, bytes: include, byHand }];
}

/** Gives the file that keeps a private key in the checkout out of git; nothing where there is none to keep out. */
export function ignoreFiles(root: Root, gitTop: string, key: OwnPublicKey): readonly InitFile[] {
  const { privatePath } = key;
  if (privatePath === null) return [];
  const name = relative(root.path, privatePath).split(sep).join("/");
  if (name.startsWith("../") || isIgnored(gitTop, privatePath) === true) return [];
  const line = "*.key";
  return [
    {
      name: ".gitignore",
      bytes: `${line}\n`,
      byHand: `keep ${name} out of git: echo '${line}' >> .gitignore`,
    },
  ];
}

function quoteAttribute(name: string): string {
  return /[\s"]/.test(name) ? JSON.stringify(name) : name;
}
