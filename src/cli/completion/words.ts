import { RULES } from "../../explain/find-rule.ts";
import type { CommandSpec } from "../command.ts";
import { COMMANDS, FIRST_WORDS, GROUPS, secondWords } from "../commands.ts";

/** A word to complete to, and what a shell shows beside it. */
export interface Word {
  readonly word: string;
  readonly describe: string;
}

/** What may stand first on a command line. */
export function firstWords(): readonly Word[] {
  return FIRST_WORDS.map((word) => ({ word, describe: GROUPS[word] ?? describeCommand(word) }));
}

/** The groups, each with what may follow it. */
export function groups(): readonly { readonly group: string; readonly words: readonly Word[] }[] {
  return Object.keys(GROUPS).map((group) => ({
    group,
    words: secondWords(group).map((word) => ({
      word,
      describe: describeCommand(`${group} ${word}`),
    })),
  }));
}

/** The options of a command, as they are typed. */
export function optionWords(command: CommandSpec): readonly Word[] {
  return [
    ...Object.entries(command.options).map(([name, { describe }]) => ({
      word: `--${name}`,
      describe,
    })),
    { word: "--help", describe: "Show help" },
  ];
}

/** The options that have one of a few values, each as `command --option`. */
export function choices(): readonly {
  readonly option: string;
  readonly values: readonly string[];
}[] {
  return COMMANDS.flatMap((command) =>
    Object.entries(command.options).flatMap(([name, { choices: values }]) =>
      values === undefined ? [] : [{ option: `${command.name} --${name}`, values }],
    ),
  );
}

/** What `explain` explains. */
export function ruleNames(): readonly string[] {
  return RULES;
}

function describeCommand(name: string): string {
  return COMMANDS.find((command) => command.name === name)?.describe ?? "";
}
