import { Refusal } from "../errors.ts";
import { exitCodeOfRule } from "../exit-code.ts";
import { findingOfRefusal } from "../finding.ts";
import { formatJson } from "../report/json.ts";
import { type Arguments, type CommandSpec, UsageError } from "./command.ts";
import { COMMANDS, findCommand } from "./commands.ts";
import { nearest } from "./nearest.ts";
import { parseArguments } from "./parse.ts";
import { say } from "./say.ts";
import type { Streams } from "./streams.ts";
import { keepYoungGenerationSmall } from "./young-generation.ts";

/** A command's own work: prints its result, and gives its exit code. */
export type Verb = (args: Arguments, streams: Streams) => number | Promise<number>;

const VERBS: Readonly<Record<string, () => Promise<Verb>>> = {
  lint: async () => (await import("./verb/lint.ts")).lint,
  keygen: async () => (await import("./verb/keygen.ts")).keygen,
  sign: async () => (await import("./verb/sign.ts")).sign,
  verify: async () => (await import("./verb/verify.ts")).verify,
  inspect: async () => (await import("./verb/inspect.ts")).inspect,
  trust: async () => (await import("./verb/trust.ts")).trust,
  diff: async () => (await import("./verb/diff.ts")).diff,
};

const WORDS_OF_YARGS: readonly string[] = ["completion", "help"];
const NAMES: readonly string[] = [...COMMANDS.map(({ name }) => name), "completion"];

/**
 * Runs one command line and gives its exit code. Prints results to standard output, all else to standard error,
 * and never a stack trace.
 */
export async function main(words: readonly string[], streams: Streams): Promise<number> {
  try {
    const command = findCommand(words[0]);
    if (command === undefined || asksForHelp(words)) return await runFullProgram(words, streams);
    return await runCommand(command, words.slice(1), streams);
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
    try {
      return (await (await VERBS[command.name]?.())?.(args, streams)) ?? 70;
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      const exitCode = exitCodeOfRule(error.code);
      if (args.flag("json"))
        streams.stdout.write(
          formatJson(command.name, exitCode, { findings: [findingOfRefusal(error, command.name)] }),
        );
      say(streams, "error", error.message);
      if (error.hint !== undefined) say(streams, "hint", error.hint);
      return exitCode;
    }
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    if (words.includes("--json")) {
      const refusal = { code: "USAGE", message: error.message, hint: error.hint };
      const findings = [findingOfRefusal(refusal, command.name)];
      streams.stdout.write(formatJson(command.name, 2, { findings }));
    }
    say(streams, "error", error.message);
    say(streams, "hint", error.hint ?? `lockseal ${command.name} --help`);
    return 2;
  }
}

async function runFullProgram(words: readonly string[], streams: Streams): Promise<number> {
  const [first] = words;
  if (first !== undefined && !first.startsWith("-") && !WORDS_OF_YARGS.includes(first)) {
    if (findCommand(first) === undefined) {
      const near = nearest(first, NAMES);
      say(streams, "error", `expected ${NAMES.join(", ")}, found ${first === "" ? '""' : first}`);
      say(streams, "hint", near === undefined ? "lockseal --help" : `did you mean ${near}?`);
      return 2;
    }
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
