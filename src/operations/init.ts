import { type ExitCode, exitCodeOf } from "../exit-code.ts";
import { type Finding, refused } from "../finding.ts";
import { createFiles, refuseLinks } from "../io/create-files.ts";
import { isThere } from "../io/files.ts";
import { policyDraftOf } from "./init-draft.ts";
import {
  attributesFile,
  type InitFile,
  ignoreFiles,
  policyFiles,
  workflowFiles,
} from "./init-files.ts";
import { sayDownload, sayLeft, sayLock, sayService } from "./init-findings.ts";
import { type InitPlace, nextCommands } from "./init-next.ts";
import { type LookedAt, lookAround } from "./look-around.ts";
import { TOOL_LOCK_NAME } from "./open-tool-lock.ts";
import { findOwnKey, type OwnPublicKey } from "./own-public-key.ts";
import { POLICY_NAME } from "./policy-files.ts";

/** Where to begin. */
export interface InitOptions extends InitPlace {
  /** Write nothing. */
  readonly isDry: boolean;
}

/** What was found, what was written, and what to type next. */
export interface InitReport {
  readonly findings: readonly Finding[];
  readonly exitCode: ExitCode;
  readonly files: readonly {
    /** Relative to the top of the checkout. */
    readonly path: string;
    readonly action: "wrote" | "would write" | "kept";
    readonly text: string;
  }[];
  /** Command lines, for the folder that this ran in. */
  readonly next: readonly string[];
}

/**
 * Begins in a checkout: looks at its requirements files, workflows and remote, and writes the policy, the attributes and the
 * workflow that are not there yet, all of them or none. What is there is never changed. Signs nothing, asks nobody.
 * @throws Refusal `GIT_CHECKOUT_NONE`, `INIT_KEY_UNCLEAR`, `PATH_OUTSIDE_ROOT`, `FILE_EXISTS`, `FILE_UNWRITABLE`; `KEY_UNREADABLE`, … of a key that is named.
 */
export async function initialise(options: InitOptions): Promise<InitReport> {
  const { cwd, env } = options;
  const found = await lookAround(cwd, env, options.now);
  const { locks, workflows, policyFolder, root } = found;
  const isNew = policyFolder === null;
  const findings: Finding[] = [
    ...locks.locks.map((lock) => sayLock(lock, isNew)),
    ...sayLeft(locks, workflows.unread),
    ...workflows.downloads.map(sayDownload),
    ...sayService(workflows),
  ];
  const isEmpty =
    locks.locks.length + workflows.downloads.length === 0 &&
    !isThere(`${root.path}/${TOOL_LOCK_NAME}`);
  if (isEmpty && isNew) {
    const all = [...findings, nothingFound()];
    return { findings: all, exitCode: exitCodeOf(all), files: [], next: [] };
  }
  // Where a policy is there, it says whose key counts.
  const key = isNew ? findOwnKey(options.key, root, { cwd, env }) : null;
  const wanted = await filesOf(found, key, options);
  const missing = wanted.filter(({ name }) => !isThere(`${root.path}/${name}`));
  for (const { name } of wanted) refuseLinks(root.path, name);
  if (!options.isDry) createFiles(root.path, missing);
  const action = options.isDry ? "would write" : "wrote";
  findings.push(
    ...(isNew ? [] : [keptPolicy(policyFolder)]),
    ...wanted.map((file) => sayFile(file, missing.includes(file) ? action : "kept")),
  );
  return {
    findings,
    exitCode: exitCodeOf(findings),
    files: wanted.map((file) => ({
      path: file.name,
      action: missing.includes(file) ? action : "kept",
      text: file.bytes,
    })),
    next: nextCommands(found, key, wanted, options),
  };
}

async function filesOf(
  found: LookedAt,
  key: OwnPublicKey | null,
  options: InitOptions,
): Promise<readonly InitFile[]> {
  const { root, gitTop, locks, workflows, base, policyFolder } = found;
  const branch = (base.kind === "none" ? null : base.branch) ?? "main";
  const draft = {
    branch: /^[A-Za-z0-9][A-Za-z0-9._/-]*$/.test(branch) ? branch : "main",
    folder: policyFolder ?? "",
  };
  return [
    ...(key === null ? [] : policyFiles(await policyDraftOf(found, key, options), key)),
    attributesFile(locks.patterns, root),
    ...workflowFiles(workflows, draft, root),
    ...(key === null ? [] : ignoreFiles(root, gitTop, key)),
  ];
}

function sayFile({ name, byHand }: InitFile, action: "wrote" | "would write" | "kept"): Finding {
  const base = { subject: name };
  if (action === "wrote")
    return { ...base, rule: "INIT_WROTE", verdict: "passed", message: "wrote it" };
  if (action === "would write")
    return { ...base, rule: "INIT_WOULD_WRITE", verdict: "noted", message: "would write it" };
  return {
    ...base,
    rule: "INIT_KEPT",
    verdict: byHand === null ? "noted" : "warned",
    message:
      byHand === null && name === ".gitattributes"
        ? "is there, and has what it needs"
        : "is there, and left as it is",
    ...(byHand === null ? {} : { help: byHand }),
  };
}

function keptPolicy(folder: string): Finding {
  return {
    rule: "INIT_KEPT",
    verdict: "noted",
    subject: folder === "" ? POLICY_NAME : `${folder}/${POLICY_NAME}`,
    message: "is there, and left as it is",
    help: "look for what is wrong with it: lockseal policy check",
  };
}

function nothingFound(): Finding {
  return refused(
    "INIT_NOTHING",
    "checkout",
    "a requirements file, or a tool that a workflow downloads",
    "neither: there is nothing to protect yet",
    "lock what is installed: uv pip compile --generate-hashes requirements.in -o requirements.txt",
  );
}
