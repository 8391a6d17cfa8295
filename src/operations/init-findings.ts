import type { Finding } from "../finding.ts";
import { EXEMPT_DAYS } from "../policy/draft-policy.ts";
import { quoteForShell, quoteWord } from "../shell-word.ts";
import { findKnownBad } from "../tool/known-bad.ts";
import type { ScriptedTool } from "../tool/scripted-download.ts";
import type { LockSurvey, SurveyedLock } from "./survey-locks.ts";
import type { FoundDownload, WorkflowSurvey } from "./survey-workflows.ts";

/** Says of each requirements file what it is, and what to do. */
export function sayLock(lock: SurveyedLock, isNewPolicy: boolean): Finding {
  const { path, pins, problem, sha256 } = lock;
  if (pins !== null)
    return { rule: "INIT_LOCK", verdict: "passed", subject: path, message: `hash-locked: ${pins}` };
  const meanwhile =
    isNewPolicy && sha256 !== null
      ? `; these very bytes pass for ${EXEMPT_DAYS} days, and every report says so`
      : "";
  return {
    rule: "INIT_UNLOCKED",
    verdict: "warned",
    subject: path,
    message: `expected a hash-locked file, found ${problem ?? "another"}${meanwhile}`,
    expected: "a hash-locked file",
    found: problem ?? "another",
    help: lockIt(lock),
  };
}

function lockIt({ path, source, sha256 }: SurveyedLock): string {
  if (sha256 === null)
    return `put a file in its place, or take it away: git rm ${quoteForShell(path)}`;
  const from = source ?? path.replace(/\.txt$/i, ".in");
  const [file, input] = [path, from].map(quoteForShell);
  const compile = `uv pip compile --generate-hashes ${input} -o ${file}`;
  return source === null ? `lock it: git mv ${file} ${input} && ${compile}` : `lock it: ${compile}`;
}

/** What is there and is not looked at. */
export function sayLeft(
  { left, links, others }: Pick<LockSurvey, "left" | "links" | "others">,
  unread: readonly string[],
): readonly Finding[] {
  return [
    ...left.map(
      (path): Finding => ({
        rule: "INIT_LEFT_OUT",
        verdict: "warned",
        subject: path,
        message: "is in no [[lock]]: its name is none that a policy can say, or there are too many",
        help: "rename it, or add a [[lock]] whose pattern matches it",
      }),
    ),
    ...links.map(
      (path): Finding => ({
        rule: "INIT_LEFT_OUT",
        verdict: "warned",
        subject: path,
        message: "is in no [[lock]]: it is a symbolic link, and a gate compares files",
        help: "install from the file that it leads to; or put a copy in its place, and begin anew",
      }),
    ),
    ...others.map(
      (path): Finding => ({
        rule: "INIT_LOCK_OTHER",
        verdict: "noted",
        subject: path,
        message:
          "is a lock of a format that is not signed; what is installed from it nobody judges",
        help: exportIt(path),
      }),
    ),
    ...unread.map(
      (path): Finding => ({
        rule: "INIT_UNREAD",
        verdict: "warned",
        subject: path,
        message:
          "expected text of at most 1 MiB below the checkout, found something else: nobody looked for downloads in it",
        help: "look at it by hand for what it downloads",
      }),
    ),
  ];
}

function exportIt(path: string): string {
  if (path.endsWith("uv.lock"))
    return "export it: uv export --format requirements-txt -o requirements.txt";
  if (path.endsWith("poetry.lock"))
    return "export it: poetry export -f requirements.txt -o requirements.txt";
  if (path.endsWith("Pipfile.lock"))
    return "export it: pipenv requirements --hash > requirements.txt";
  return "export it as a requirements file with hashes, and sign that";
}

/** Says what a build downloads past any pin, and how it is pinned. */
export function sayDownload(download: FoundDownload): Finding {
  const { file, line, tool, isPiped, url } = download;
  const where = { file, line };
  const bad = tool?.version == null ? undefined : findKnownBad(tool.name, tool.version);
  const base = { subject: file, where, verdict: "warned" } as const;
  if (bad !== undefined)
    return {
      ...base,
      rule: "TOOL_KNOWN_BAD",
      message: `downloads ${bad.tool} ${bad.version}, which is known to be bad: ${bad.advisory}, ${bad.what}`,
      help: "take it out now, and change every secret that a build with it has seen",
    };
  if (isPiped)
    return {
      ...base,
      rule: "INIT_DOWNLOAD_PIPED",
      message: `runs what ${url} serves at that moment: nobody has seen it, and nobody will have`,
      help: "pin a release of the tool instead: lockseal tool add NAME --version V --url TEMPLATE --platform linux-x64",
    };
  const version = tool?.version ?? null;
  return {
    ...base,
    rule: "INIT_DOWNLOAD",
    message: `downloads ${tool?.name ?? url}${version === null ? "" : ` ${version}`}, which no lockseal-tools.lock pins`,
    help: tool === null ? "pin it: lockseal tool add --help" : addTool(tool),
  };
}

function addTool(tool: ScriptedTool): string {
  return `pin it: ${addLine(tool)}, and say who signs it: --repository, --workflow and --ref, or --key`;
}

function addLine({ name, version, template, platform }: ScriptedTool): string {
  return [
    `lockseal tool add ${name} --version ${version ?? "VERSION"}`,
    `--url ${quoteWord(template)}`,
    `--platform ${platform === null ? "linux-x64" : quoteWord(`${platform.ours}=${platform.theirs}`)}`,
  ].join(" ");
}

/** Gives the command that pins the first download that may be pinned; without a signer, it says who has signed what it found. */
export function pinLine(downloads: readonly FoundDownload[]): string {
  const tools = downloads.flatMap(({ tool, isPiped }) => (tool === null || isPiped ? [] : [tool]));
  const tool = tools.find(
    ({ name, version }) => version !== null && findKnownBad(name, version) === undefined,
  );
  return tool === undefined ? "lockseal tool add --help" : addLine(tool);
}

/** Says what is known of where builds run. */
export function sayService({ service, runsLockseal }: WorkflowSurvey): readonly Finding[] {
  if (runsLockseal !== null)
    return [
      {
        rule: "INIT_WORKFLOW",
        verdict: "passed",
        subject: runsLockseal,
        message: "runs lockseal already",
      },
    ];
  if (service !== null) return [];
  return [
    {
      rule: "INIT_SERVICE_NONE",
      verdict: "noted",
      subject: "builds",
      message:
        "expected workflows of GitHub or GitLab, or a remote there, found neither: no workflow is written",
      help: "run lockseal gate --base BRANCH in your builds, before anything is installed",
    },
  ];
}
