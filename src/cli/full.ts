import type { Argv } from "yargs";
import { VERSION } from "../version.ts";
import type { CommandSpec } from "./command.ts";
import { COMMANDS, FIRST_WORDS, GROUPS } from "./commands.ts";
import { PARSER_CONFIGURATION } from "./parse.ts";

/** What yargs makes of a command line that is no plain command: help, a version, completion, or a usage error. */
export interface FullOutcome {
  readonly output: string;
  /** Why the line cannot be run; undefined where the output is what was asked for. */
  readonly error: string | undefined;
}

/** Runs all of yargs over a command line, for help, completion and the words of usage errors. Runs no command. */
export async function runFull(words: readonly string[]): Promise<FullOutcome> {
  // Loaded here and not above, so that a bundle of one file still loads it only when it is asked for.
  const { default: yargs } = await import("yargs");
  const program = buildProgram(yargs());
  let outcome: FullOutcome = { output: "", error: undefined };
  await program.parse(
    [...words],
    {},
    (error: Error | undefined | null, _argv: unknown, output: string) => {
      outcome = { output: output === "" ? "" : `${output}\n`, error: error?.message };
    },
  );
  return outcome;
}

function buildProgram(empty: Argv): Argv {
  let program = empty
    .scriptName("lockseal")
    .usage(
      "$0 COMMAND\n\nSigns hash-locked requirements files, and verifies them before anything is installed.",
    )
    .parserConfiguration({ ...PARSER_CONFIGURATION })
    .locale("en")
    .exitProcess(false)
    .strict()
    .demandCommand(1, "expected a command, found none")
    .recommendCommands()
    .wrap(100)
    .version(VERSION)
    .help("help")
    .alias("help", "h")
    .epilogue(
      "Exit codes: 0 verified · 1 refused · 2 usage · 3 nothing to verify · 4 no usable trust · 5 could not decide · 70 a bug. Every command takes --help.",
    );
  for (const word of FIRST_WORDS) {
    const group = GROUPS[word];
    if (group === undefined) program = addCommands(program, word, 0);
    else
      program = program.command(
        word,
        group,
        (builder) =>
          addCommands(
            builder.usage(`$0 ${word} COMMAND\n\n${group}.`).version(false),
            word,
            1,
          ).demandCommand(1, `${word}: expected a command, found none`),
        () => {},
      );
  }
  return program;
}

/** Adds the commands that begin with a word; `at` is where in their names the word stands that yargs is to know. */
function addCommands(program: Argv, first: string, at: number): Argv {
  let added = program;
  for (const command of COMMANDS) {
    const words = command.name.split(" ");
    if (words[0] !== first) continue;
    added = added.command(
      `${words[at]} ${positionalsOf(command)}`.trim(),
      command.describe,
      (builder) => describeCommand(builder, command),
      () => {},
    );
  }
  return added;
}

function positionalsOf(command: CommandSpec): string {
  if (command.count.most > 2) return `<${command.positionals.replace("…", "").toLowerCase()}..>`;
  return command.positionals
    .split(" ")
    .filter((word) => word !== "")
    .map((word) => `<${word.toLowerCase()}>`)
    .join(" ");
}

function describeCommand(builder: Argv, command: CommandSpec): Argv {
  // A command has no version of its own, and refuses the option.
  let described = builder
    .usage(`$0 ${command.name} ${command.positionals}\n\n${command.describe}.`)
    .version(false);
  for (const [name, option] of Object.entries(command.options)) {
    described = described.option(name, {
      describe:
        option.placeholder === undefined
          ? option.describe
          : `${option.placeholder}: ${option.describe}`,
      type: option.type === "flag" ? "boolean" : "string",
      ...(option.alias === undefined ? {} : { alias: option.alias }),
      ...(option.choices === undefined ? {} : { choices: option.choices }),
      ...(option.type === "flag" ? {} : { requiresArg: true }),
      ...(command.required.includes(name)
        ? { demandOption: `expected --${name}, found none` }
        : {}),
    });
  }
  for (const [line, what] of command.examples) described = described.example(line, what);
  return described;
}
