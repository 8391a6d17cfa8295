import { Refusal } from "../errors.ts";
import { type Finding, findingOfRefusal, refused } from "../finding.ts";
import { isThere } from "../io/files.ts";
import { listConverted, listLocalSettings } from "../io/git-settings.ts";
import { type Root, readUnderRoot } from "../io/root.ts";
import { parseCodeOwners } from "../policy/code-owners.ts";
import type { Rule } from "../rule.ts";
import { quoteWord } from "../shell-word.ts";
import { GITLAB_JOBS } from "./draft-workflow.ts";
import type { SuggestedBase } from "./suggest-base.ts";
import type { WorkflowSurvey } from "./survey-workflows.ts";

type Environment = Readonly<Record<string, string | undefined>>;

/** Says what a gate would compare with here, and why; or what to tell it. */
export function judgeBase(base: SuggestedBase): Finding {
  if (base.kind === "none") return findingOfRefusal(base.refusal, "base");
  if (base.kind === "found") {
    const { name, source, commit } = base.base;
    return passed("DOCTOR_BASE", "base", `${name} by ${source}, at ${commit.slice(0, 12)}`);
  }
  return {
    rule: "DOCTOR_BASE",
    verdict: "warned",
    subject: "base",
    message:
      "expected a branch that changes go to, or a commit at which every lock is signed, found none: gate asks for it",
    help: `name it: lockseal gate --base ${quoteWord(base.name)}; or let git find it: git remote set-head origin --auto`,
  };
}

/** Each service reads the first of these that is there, and no other. */
const PLACES = {
  github: [".github/CODEOWNERS", "CODEOWNERS", "docs/CODEOWNERS"],
  gitlab: ["CODEOWNERS", "docs/CODEOWNERS", ".gitlab/CODEOWNERS"],
} as const;
const MAX_BYTES = 3 * 1024 * 1024;

/**
 * Judges whether the file of code owners names somebody for each of some paths. Whether the forge asks them is in its settings.
 * @param service whose file it is.
 * @param owner of the repository, for the line that is suggested; null where nobody knows.
 */
export function judgeOwners(
  root: Root,
  paths: readonly string[],
  service: "github" | "gitlab",
  owner: string | null,
): readonly Finding[] {
  const place = PLACES[service].find((name) => isThere(`${root.path}/${name}`));
  const who = `@${owner ?? "OWNERS"}`;
  const lines = (missing: readonly string[]): string =>
    missing.map((path) => `/${path} ${who}`).join("; ");
  if (place === undefined)
    return [
      {
        rule: "DOCTOR_OWNERS",
        verdict: "warned",
        subject: "CODEOWNERS",
        message: "expected owners of the policy and of approvals, found no file of owners",
        help: `write .${service}/CODEOWNERS: ${lines(paths)}`,
      },
    ];
  const text = readText(root, place);
  if (text === undefined)
    return [cannotTell("DOCTOR_OWNERS", place, "it cannot be read", "make it a file of text")];
  const { ownersOf } = parseCodeOwners(text);
  const missing = paths.filter((path) => (ownersOf(path)?.owners.length ?? 0) === 0);
  if (missing.length === 0)
    return [passed("DOCTOR_OWNERS", place, `names owners of ${paths.join(", ")}`)];
  return [
    {
      rule: "DOCTOR_OWNERS",
      verdict: "warned",
      subject: place,
      message: `expected owners of ${missing.join(", ")}, found none`,
      help: `add at its end: ${lines(missing)}`,
    },
  ];
}

/** Says whether a workflow runs the gate; what the forge requires is in its settings, which cannot be seen from here. */
export function judgeWorkflow(
  { runsLockseal, unread, service }: WorkflowSurvey,
  root: Root,
  repository: string | null,
): readonly Finding[] {
  const findings: Finding[] = unread.map((file) =>
    cannotTell("DOCTOR_WORKFLOW", file, "it cannot be read as text", "look at it by hand"),
  );
  if (runsLockseal === null)
    return [
      ...findings,
      {
        rule: "DOCTOR_WORKFLOW",
        verdict: "warned",
        subject: "workflow",
        message: "expected a workflow that runs lockseal gate or verify, found none",
        help: helpWithWorkflow(root, service),
      },
    ];
  return [
    ...findings,
    passed("DOCTOR_WORKFLOW", runsLockseal, "runs lockseal"),
    cannotTell(
      "DOCTOR_REQUIRED",
      "forge",
      "whether it requires that check, and keeps branches from being rewritten, stands in its settings alone",
      `look there: ${settingsOf(repository)}`,
    ),
  ];
}

function helpWithWorkflow(root: Root, service: WorkflowSurvey["service"]): string {
  if (service === null)
    return "run lockseal gate --base BRANCH in your builds, before anything is installed";
  if (service === "gitlab" && isThere(`${root.path}/${GITLAB_JOBS}`))
    return `take its jobs in: add  - local: ${GITLAB_JOBS}  to include: in .gitlab-ci.yml`;
  return "write one: lockseal init";
}

function settingsOf(repository: string | null): string {
  const url = repository?.slice("git+".length);
  if (url === undefined) return "the protection of the branch that changes go to";
  const { hostname } = new URL(url);
  if (/(?:^|\.)github\./.test(hostname))
    return `${url}/settings/branches and ${url}/settings/rules`;
  if (/(?:^|\.)gitlab\./.test(hostname))
    return `${url}/-/settings/repository and ${url}/-/settings/merge_requests`;
  return `the protection of branches of ${url}`;
}

/** Settings that name a program, or let another place decide what git reads. */
const HOSTILE =
  /^(?:core\.(?:fsmonitor|hookspath|sshcommand|gitproxy|pager|editor|attributesfile|worktree|askpass)|filter\.(?!lfs\.).+\.(?:clean|smudge|process)|diff\.(?:external|.+\.(?:command|textconv))|merge\..+\.driver|include(?:if\..+)?\.path|url\..+\.(?:insteadof|pushinsteadof)|credential(?:\..+)?\.helper|gpg(?:\..+)?\.program|protocol\..*|uploadpack\.packobjectshook|remote\..+\.(?:uploadpack|receivepack|vcs|proxy)|alias\..+)$/i;

/** Finds what of a checkout's own configuration runs programs or changes what git shows. The gate itself heeds none of it. */
export function judgeGit(gitTop: string, env: Environment): readonly Finding[] {
  const settings = listLocalSettings(gitTop, env);
  if (settings === undefined)
    return [
      cannotTell(
        "DOCTOR_GIT",
        "git",
        "git does not list its settings",
        "see what it says: git config --local --list",
      ),
    ];
  const found = settings.filter((name) => HOSTILE.test(name));
  const places = ["info/grafts", "refs/replace"].filter((name) =>
    isThere(`${gitTop}/.git/${name}`),
  );
  const findings: Finding[] = found.map((name) => ({
    rule: "DOCTOR_GIT_SETTING",
    verdict: "warned",
    subject: ".git/config",
    message: `${name} runs a program, or changes what git reads, for this checkout alone; lockseal does not heed it`,
    help: `if you did not set it: git config --local --unset-all ${quoteWord(name)}`,
  }));
  for (const name of places)
    findings.push({
      rule: "DOCTOR_GIT_REPLACED",
      verdict: "warned",
      subject: `.git/${name}`,
      message:
        "lets git show another history than the one that was committed; lockseal does not follow it",
      help: "if you did not make it, clone again",
    });
  if (findings.length > 0) return findings;
  return [
    passed("DOCTOR_GIT", "git", "the checkout's own settings run no program and replace nothing"),
  ];
}

/** Judges whether git leaves the line ends of what is signed as they are. */
export function judgeAttributes(
  gitTop: string,
  names: readonly string[],
  env: Environment,
): Finding {
  const converted = listConverted(gitTop, names, env);
  if (converted === undefined)
    return cannotTell(
      "DOCTOR_ATTRIBUTES",
      ".gitattributes",
      "git does not say what it converts",
      "see what it says: git check-attr text lockseal.toml",
    );
  if (converted.length === 0)
    return passed(
      "DOCTOR_ATTRIBUTES",
      ".gitattributes",
      "git changes no line end of what is signed",
    );
  return {
    rule: "DOCTOR_ATTRIBUTES",
    verdict: "warned",
    subject: ".gitattributes",
    message: `expected -text for what is signed, found none for ${converted.join(", ")}: on Windows git may change line ends, and signatures break`,
    help: `add: ${converted.map((name) => `/${name} -text`).join("; ")}`,
  };
}

/** Nothing is known where there is no checkout. */
export function noCheckout(cwd: string): Finding {
  return refused(
    "GIT_CHECKOUT_NONE",
    "checkout",
    "a checkout of git",
    `none around ${cwd}`,
    "run it where the policy is, or begin: git init",
  );
}

function readText(root: Root, name: string): string | undefined {
  try {
    return Buffer.from(readUnderRoot(root, name, MAX_BYTES)).toString("utf8");
  } catch (error) {
    if (error instanceof Refusal) return undefined;
    throw error;
  }
}

function passed(rule: Rule, subject: string, message: string): Finding {
  return { rule, verdict: "passed", subject, message };
}

function cannotTell(rule: Rule, subject: string, why: string, help: string): Finding {
  return { rule, verdict: "noted", subject, message: `cannot tell: ${why}`, help };
}
