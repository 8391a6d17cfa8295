import { posix, relative, sep } from "node:path";
import { Refusal } from "../errors.ts";
import { type ExitCode, exitCodeOf } from "../exit-code.ts";
import { type Finding, findingOfRefusal } from "../finding.ts";
import { isThere, readFile } from "../io/files.ts";
import { locateFile, type Root } from "../io/root.ts";
import { MAX_POLICY_BYTES } from "../policy/policy.ts";
import { type PolicyClosure, readPolicyClosure } from "../policy/policy-closure.ts";
import { checkPolicy } from "./check-policy.ts";
import { judgeIndexes } from "./doctor-indexes.ts";
import { judgeKeys } from "./doctor-keys.ts";
import { judgeClock, judgeNode, judgeRoots } from "./doctor-machine.ts";
import {
  judgeAttributes,
  judgeBase,
  judgeGit,
  judgeOwners,
  judgeWorkflow,
  noCheckout,
} from "./doctor-repository.ts";
import { headOf } from "./look-around.ts";
import { repositoryOf } from "./open-lock.ts";
import { TOOL_LOCK_NAME } from "./open-tool-lock.ts";
import { locatePolicy, POLICY_NAME, readerOfFolder } from "./policy-files.ts";
import { suggestBase } from "./suggest-base.ts";
import { surveyLocks } from "./survey-locks.ts";
import { surveyWorkflows } from "./survey-workflows.ts";

/** What to look at. */
export interface DoctorOptions {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly now: Date;
  /** The version of Node that this runs on. */
  readonly node: string;
  /** The folder of the machine's own settings; default: `/etc`. */
  readonly system?: string | undefined;
}

/** What was found: `passed` for what is well, `noted` for what nobody could tell from here. */
export interface DoctorReport {
  readonly findings: readonly Finding[];
  readonly exitCode: ExitCode;
  /** How many of each. */
  readonly states: Readonly<Record<"ok" | "warn" | "fail" | "cannot tell", number>>;
}

/**
 * Looks for what would make verifying worth less on this machine and in this checkout: Node, clock, trust roots, settings of
 * pip, uv and git, keys, policy, base, owners, attributes, workflow. Changes nothing, asks nobody, and verifies no signature.
 */
export async function doctor(options: DoctorOptions): Promise<DoctorReport> {
  const { cwd, env, now, node, system = "/etc" } = options;
  const located = locateFile(POLICY_NAME, cwd, undefined);
  const { gitTop } = located.root;
  const closure = readClosure(cwd);
  const folders = [...new Set([cwd, ...(gitTop === null ? [] : [gitTop])])];
  const findings: Finding[] = [
    judgeNode(node),
    judgeClock(now, gitTop),
    ...(await judgeRoots(closure, cwd, env, now)),
    ...judgeIndexes({ env, system, folders }),
    ...(await judgePolicy(cwd, now)),
    ...(gitTop === null || !isThere(gitTop)
      ? [noCheckout(cwd)]
      : await judgeCheckout({ path: gitTop, gitTop }, closure, options)),
  ];
  const count = (verdict: Finding["verdict"]): number =>
    findings.filter((finding) => finding.verdict === verdict).length;
  return {
    findings,
    exitCode: exitCodeOf(findings),
    states: {
      ok: count("passed"),
      warn: count("warned"),
      fail: count("refused"),
      "cannot tell": count("noted"),
    },
  };
}

async function judgeCheckout(
  root: Root & { readonly gitTop: string },
  closure: PolicyClosure | undefined,
  { cwd, env, now }: DoctorOptions,
): Promise<readonly Finding[]> {
  const { gitTop } = root;
  const commit = headOf(gitTop);
  const located = locateFile(POLICY_NAME, cwd, undefined);
  const repository = repositoryOf(located);
  const { locks } = surveyLocks(root, gitTop, commit);
  const here = posix.dirname(located.name);
  const folder = policyFolder(cwd, gitTop);
  const named = [...(closure?.files.keys() ?? [])].map((name) => posix.join(folder, name));
  const signed = [
    ...(closure === undefined ? [] : [posix.join(folder, POLICY_NAME)]),
    ...[TOOL_LOCK_NAME].filter((name) => isThere(`${gitTop}/${name}`)),
    ...locks
      .filter(({ pins }) => pins !== null)
      .flatMap(({ path }) => [path, `${path}.sigstore.json`]),
  ];
  const guarded = [
    ...new Set([
      ...named,
      ...(named.length === 0 ? [] : [posix.join(folder, ".lockseal/approvals")]),
    ]),
  ];
  const workflows = surveyWorkflows(root, repository);
  return [
    ...judgeKeys(root, gitTop, commit),
    judgeBase(await suggestBase(gitTop, here === "." ? "" : here, { cwd, env, now })),
    ...(guarded.length === 0
      ? []
      : judgeOwners(root, guarded, workflows.service ?? "github", ownerOf(repository))),
    ...judgeWorkflow(workflows, root, repository),
    ...judgeGit(gitTop, env),
    ...(signed.length === 0 ? [] : [judgeAttributes(gitTop, signed, env)]),
  ];
}

/** All that `policy check` says, but for what it merely notes. */
async function judgePolicy(cwd: string, now: Date): Promise<readonly Finding[]> {
  try {
    // Here a note is what nobody can tell.
    const { findings } = await checkPolicy({ cwd, now });
    return findings.filter(({ verdict }) => verdict !== "noted");
  } catch (error) {
    if (error instanceof Refusal) return [findingOfRefusal(error, POLICY_NAME)];
    throw error;
  }
}

/** What is wrong with it is said by `judgePolicy`. */
function readClosure(cwd: string): PolicyClosure | undefined {
  try {
    const file = locatePolicy(cwd, undefined);
    if (file === undefined) return undefined;
    const bytes = readFile(file.path, MAX_POLICY_BYTES);
    return readPolicyClosure(bytes, POLICY_NAME, readerOfFolder(file.root));
  } catch (error) {
    if (error instanceof Refusal) return undefined;
    throw error;
  }
}

function policyFolder(cwd: string, gitTop: string): string {
  const file = locatePolicy(cwd, undefined);
  return file === undefined ? "" : folderBelow(file.root.path, gitTop);
}

function folderBelow(folder: string, gitTop: string): string {
  return relative(gitTop, folder).split(sep).join("/");
}

/** On a forge the first part of the path; of a group within a group nobody could say whom to ask. */
function ownerOf(repository: string | null): string | null {
  return /^git\+https:\/\/[^/]+\/([A-Za-z0-9_.-]+)\/[^/]+$/.exec(repository ?? "")?.[1] ?? null;
}
