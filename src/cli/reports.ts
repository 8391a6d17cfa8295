import { resolve } from "node:path";
import { Refusal } from "../errors.ts";
import { nearest } from "../nearest.ts";
import { addToSummary, writeReport } from "../operations/write-report.ts";
import { formatAnnotations } from "../report/github.ts";
import { formatGitlab } from "../report/gitlab.ts";
import { formatHtml } from "../report/html.ts";
import { formatJsonReport } from "../report/json.ts";
import { formatJunit } from "../report/junit.ts";
import { formatMarkdown, formatUpTo } from "../report/markdown.ts";
import type { Reported } from "../report/reported.ts";
import { formatSarif } from "../report/sarif.ts";
import { formatTextReport } from "../report/text.ts";
import { VERSION } from "../version.ts";
import { type Arguments, type CommandSpec, type Outcome, UsageError } from "./command.ts";
import { say } from "./say.ts";
import type { Output, Streams } from "./streams.ts";

const FORMATS = {
  text: formatTextReport,
  json: formatJsonReport,
  sarif: formatSarif,
  github: formatAnnotations,
  summary: formatMarkdown,
  gitlab: formatGitlab,
  junit: formatJunit,
  markdown: formatMarkdown,
  html: formatHtml,
} as const satisfies Readonly<Record<string, (reported: Reported) => Iterable<string>>>;

type Kind = keyof typeof FORMATS;

/** Those that have room for what a rule is about; the texts are loaded for no other. */
const EXPLAINS: readonly Kind[] = ["sarif", "html"];

interface Wanted {
  readonly kind: Kind;
  /** `-` is standard output. */
  readonly file: string;
}

/** The reports of one run, besides what it prints. */
export interface Reports {
  /** The command's words, to which the outcome comes back. */
  readonly args: Arguments;
  /** Writes them, and gives the exit code: that of the verdict, or 5 where it was 0 and a report could not be written. */
  write(exitCode: number): number;
  /** Says what was found where the command itself did not come to say it. */
  keep(outcome: Outcome): void;
}

/**
 * Makes ready for the reports that a command line asks for, and for those that GitHub Actions shows by itself.
 * @throws UsageError — a kind that there is not, a file named twice, or one that the command reads.
 */
export async function prepareReports(
  command: CommandSpec,
  given: Arguments,
  streams: Streams,
): Promise<Reports> {
  const wanted = given.many("report").map((text) => parseWanted(command.name, text));
  checkFiles(command.name, given, wanted, streams.cwd);
  if (given.flag("json") && wanted.some(({ file }) => file === "-"))
    throw new UsageError(
      `${command.name}: expected --json or a report to standard output, found both`,
    );
  let outcome: Outcome | undefined;
  const keep = (found: Outcome): void => {
    outcome = found;
  };
  const explain = wanted.some(({ kind }) => EXPLAINS.includes(kind))
    ? (await import("../explain/find-rule.ts")).explanationOf
    : () => undefined;
  const isPrintedAsReport = wanted.some(({ file }) => file === "-");
  return {
    args: { ...given, keep, isPrintedAsReport },
    keep,
    write(exitCode) {
      if (outcome === undefined) return exitCode;
      const { findings, fields } = outcome;
      const reported = {
        command: command.name,
        exitCode,
        version: VERSION,
        findings,
        fields,
        explain,
      };
      return writeAll(reported, [...wanted, ...byThemselves(wanted, streams)], streams);
    },
  };
}

function parseWanted(command: string, text: string): Wanted {
  const [, name = text, file = ""] = /^([^=]*)=(.*)$/s.exec(text) ?? [];
  const kinds = Object.keys(FORMATS);
  const kind = kinds.find((one): one is Kind => one === name);
  if (kind === undefined) {
    const near = nearest(name, kinds);
    throw new UsageError(
      `${command}: expected --report ${kinds.join("|")}=FILE, found ${text}`,
      near === undefined ? undefined : `did you mean --report ${near}=${file}?`,
    );
  }
  if (file !== "") return { kind, file };
  throw new UsageError(
    `${command}: expected --report ${kind}=FILE, found no file`,
    `--report ${kind}=- writes it to standard output`,
  );
}

function checkFiles(
  command: string,
  given: Arguments,
  wanted: readonly Wanted[],
  cwd: string,
): void {
  const inputs = new Set(
    [...given.positionals, ...given.many("key")].map((file) => resolve(cwd, file)),
  );
  const seen = new Set<string>();
  for (const { file, kind } of wanted) {
    const path = file === "-" ? file : resolve(cwd, file);
    if (inputs.has(path))
      throw new UsageError(
        `${command}: expected --report ${kind}=FILE to be another file, found ${file}, which the command reads`,
      );
    if (seen.has(path))
      throw new UsageError(`${command}: expected a file for each --report, found ${file} twice`);
    seen.add(path);
  }
}

/** What GitHub Actions shows without being asked: annotations, and the summary of the step. */
function byThemselves(
  wanted: readonly Wanted[],
  { env }: Streams,
): readonly (Wanted & { readonly output?: "stderr" })[] {
  if (env.GITHUB_ACTIONS !== "true") return [];
  const summary = env.GITHUB_STEP_SUMMARY ?? "";
  const lacks = (kind: Kind): boolean => wanted.every((one) => one.kind !== kind);
  return [
    ...(lacks("github") ? [{ kind: "github", file: "-", output: "stderr" } as const] : []),
    ...(lacks("summary") && summary !== "" ? [{ kind: "summary", file: summary } as const] : []),
  ];
}

function writeAll(
  reported: Reported,
  reports: readonly (Wanted & { readonly output?: "stderr" })[],
  streams: Streams,
): number {
  let { exitCode } = reported;
  for (const { kind, file, output } of reports) {
    try {
      if (file === "-") print(FORMATS[kind](reported), streams[output ?? "stdout"]);
      else if (kind === "summary")
        addToSummary(streams.cwd, file, (maxBytes) => formatUpTo(reported, maxBytes));
      else writeReport(streams.cwd, file, FORMATS[kind](reported));
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      say(streams, "error", error.message);
      if (error.hint !== undefined) say(streams, "hint", error.hint);
      // A verdict stays what it is; success without the report that was asked for is none.
      if (exitCode === 0) exitCode = 5;
    }
  }
  return exitCode;
}

function print(chunks: Iterable<string>, output: Output): void {
  for (const chunk of chunks) output.write(chunk);
}
