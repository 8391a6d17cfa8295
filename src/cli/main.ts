import { Refusal } from "../errors.ts";
import { exitCodeOfRule } from "../exit-code.ts";
import { findingOfRefusal } from "../finding.ts";
import { nearest } from "../nearest.ts";
import { formatJson } from "../report/json.ts";
import { type Arguments, type CommandSpec, UsageError } from "./command.ts";
import { FIRST_WORDS, findCommand, secondWords } from "./commands.ts";
import { parseArguments } from "./parse.ts";
import { pointToRule, say } from "./say.ts";
import type { Streams } from "./streams.ts";
import { keepYoungGenerationSmall } from "./young-generation.ts";

/** A command's own work: prints its result, and gives its exit code. */
export type Verb = (args: Arguments, streams: Streams) => number | Promise<number>;

const VERBS: Readonly<Record<string, () => Promise<Verb>>> = {
  init: async () => (await import("./verb/init.ts")).init,
  doctor: async () => (await import("./verb/doctor.ts")).doctor,
  lint: async () => (await import("./verb/lint.ts")).lint,
  keygen: async () => (await import("./verb/keygen.ts")).keygen,
  sign: async () => (await import("./verb/sign.ts")).sign,
  observe: async () => (await import("./verb/observe.ts")).observe,
  approve: async () => (await import("./verb/approve.ts")).approve,
  verify: async () => (await import("./verb/verify.ts")).verify,
  attest: async () => (await import("./verb/attest.ts")).attest,
  "provenance create": async () =>
    (await import("./verb/provenance-create.ts")).createProvenanceStatement,
  inspect: async () => (await import("./verb/inspect.ts")).inspect,
  "tool add": async () => (await import("./verb/tool-add.ts")).toolAdd,
  "tool update": async () => (await import("./verb/tool-update.ts")).toolUpdate,
  "tool fetch": async () => (await import("./verb/tool-fetch.ts")).toolFetch,
  "tool unpack": async () => (await import("./verb/tool-unpack.ts")).toolUnpack,
  "tool list": async () => (await import("./verb/tool-list.ts")).toolList,
  "tool exec": async () => (await import("./verb/tool-exec.ts")).toolExec,
  "tool verify": async () => (await import("./verb/tool-verify.ts")).toolVerify,
  "trust show": async () => (await import("./verb/trust-show.ts")).showTrustRoots,
  "trust update": async () => (await import("./verb/trust-update.ts")).updateTrustRoots,
  "trust add": async () => (await import("./verb/trust-add.ts")).addRoot,
  "trust remove": async () => (await import("./verb/trust-remove.ts")).removeRoot,
  "bundle upgrade": async () => (await import("./verb/upgrade.ts")).upgradeBundle,
  "attestation verify": async () =>
    (await import("./verb/attestation-verify.ts")).verifyAttestation,
  "layout verify": async () => (await import("./verb/layout-verify.ts")).layoutVerify,
  "layout lint": async () => (await import("./verb/layout-lint.ts")).layoutLint,
  "layout explain": async () => (await import("./verb/layout-explain.ts")).layoutExplain,
  "layout create": async () => (await import("./verb/layout-create.ts")).layoutCreate,
  "layout sign": async () => (await import("./verb/layout-sign.ts")).layoutSign,
  "link run": async () => (await import("./verb/link-run.ts")).linkRun,
  "link record": async () => (await import("./verb/link-record.ts")).linkRecord,
  "policy explain": async () => (await import("./verb/policy-explain.ts")).policyExplain,
  gate: async () => (await import("./verb/gate.ts")).gate,
  drill: async () => (await import("./verb/drill.ts")).drill,
  "policy check": async () => (await import("./verb/policy-check.ts")).policyCheck,
  "policy schema": async () => (await import("./verb/policy-schema.ts")).printPolicySchema,
  explain: async () => (await import("./verb/explain.ts")).explain,
  completion: async () => (await import("./verb/completion.ts")).completion,
  audit: async () => (await import("./verb/audit.ts")).audit,
  diff: async () => (await import("./verb/diff.ts")).diff,
};

const WORDS_OF_YARGS: readonly string[] = ["help"];

/**
 * Runs one command line and gives its exit code. Prints results to standard output, all else to standard error,
 * and never a stack trace.
 */
export async function main(line: readonly string[], streams: Streams): Promise<number> {
  try {
    // As other programs take it: help gate is gate --help.
    const [first, ...rest] = line;
    const words = first === "help" && rest.length > 0 ? [...rest, "--help"] : line;
    const command = findCommand(words);
    if (command === undefined || asksForHelp(words)) return await runFullProgram(words, streams);
    return await runCommand(command, words.slice(command.name.split(" ").length), streams);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    say(streams, "bug", `${message}; please report this with the command that led to it`);
    return 70;
  }
}

/** After `--` every word is a file: one that is named `--help` must not turn a verification into success. */
function asksForHelp(words: readonly string[]): boolean {
  const end = words.indexOf("--");
  return (end === -1 ? words : words.slice(0, end)).some(
    (word) => word === "--help" || word === "-h",
  );
}

async function runCommand(
  command: CommandSpec,
  words: readonly string[],
  streams: Streams,
): Promise<number> {
  try {
    const args = parseArguments(command, words);
    keepYoungGenerationSmall(args.positionals, streams.cwd);
    const reports = asksForReports(command, args, streams)
      ? await (await import("./reports.ts")).prepareReports(command, args, streams)
      : undefined;
    try {
      const exitCode =
        (await (await VERBS[command.name]?.())?.(reports?.args ?? args, streams)) ?? 70;
      return reports?.write(exitCode) ?? exitCode;
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      const exitCode = exitCodeOfRule(error.code);
      const findings = [findingOfRefusal(error, command.name)];
      if (args.flag("json")) streams.stdout.write(formatJson(command.name, exitCode, { findings }));
      reports?.keep({ findings, exitCode, fields: {} });
      reports?.write(exitCode);
      say(streams, "error", `${error.message} [${error.code}]`);
      if (error.hint !== undefined) say(streams, "hint", error.hint);
      pointToRule(streams, error.code);
      return exitCode;
    }
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    if (words.includes("--json")) {
      const refusal = { code: "USAGE" as const, message: error.message, hint: error.hint };
      const findings = [findingOfRefusal(refusal, command.name)];
      streams.stdout.write(formatJson(command.name, 2, { findings }));
    }
    say(streams, "error", error.message);
    say(streams, "hint", error.hint ?? `lockseal ${command.name} --help`);
    return 2;
  }
}

/** Most runs write none, and load nothing for it. */
function asksForReports(command: CommandSpec, args: Arguments, { env }: Streams): boolean {
  if (!Object.hasOwn(command.options, "report")) return false;
  return args.many("report").length > 0 || env.GITHUB_ACTIONS === "true";
}

async function runFullProgram(words: readonly string[], streams: Streams): Promise<number> {
  const unknown = unknownWord(words);
  if (unknown !== undefined) {
    say(streams, "error", unknown.message);
    say(streams, "hint", unknown.hint);
    return 2;
  }
  const { runFull } = await import("./full.ts");
  const { output, error } = await runFull(words);
  if (error === undefined) {
    streams.stdout.write(output);
    return 0;
  }
  say(streams, "error", error.split("\n")[0] ?? error);
  say(streams, "hint", "lockseal --help");
  return 2;
}

/** Says which word no command begins with, or which second word none goes on with. */
function unknownWord(words: readonly string[]): { message: string; hint: string } | undefined {
  const [first, second] = words;
  if (first === undefined || first.startsWith("-") || WORDS_OF_YARGS.includes(first))
    return undefined;
  const follow = secondWords(first);
  if (follow.length === 0)
    return FIRST_WORDS.includes(first) ? undefined : expected("", FIRST_WORDS, first);
  if (asksForHelp(words) && (second === undefined || second.startsWith("-"))) return undefined;
  return second !== undefined && follow.includes(second)
    ? undefined
    : expected(`${first} `, follow, second);
}

function expected(
  before: string,
  names: readonly string[],
  found: string | undefined,
): { message: string; hint: string } {
  const near = found === undefined ? undefined : nearest(found, names);
  const shown = found === undefined ? "nothing" : found === "" ? '""' : found;
  const subject = before === "" ? "" : `${before.trim()}: `;
  return {
    message: `${subject}expected ${names.join(", ")}, found ${shown}`,
    hint: near === undefined ? `lockseal ${before}--help` : `did you mean ${before}${near}?`,
  };
}
