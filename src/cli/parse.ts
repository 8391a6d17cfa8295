import parser from "yargs-parser";
import { nearest } from "../nearest.ts";
import { type Arguments, type CommandSpec, type OptionSpec, UsageError } from "./command.ts";
import { type SortedWords, sortPlainWords } from "./plain-words.ts";

/**
 * Parses the words after a command's name. Repeated options are not greedy, positionals stay text, and whatever the
 * table does not name is an error. All of yargs costs as much start-up time again as Node itself; its parser does not.
 * @throws UsageError — anything that cannot be run.
 */
export function parseArguments(command: CommandSpec, words: readonly string[]): Arguments {
  const entries = Object.entries(command.options);
  const { given, values } = sortPlainWords(command, words) ?? sortByParser(command, words);
  for (const name of values.keys()) {
    if (!Object.hasOwn(command.options, name)) throw unknownOption(command, name, words);
  }
  for (const [name, option] of entries) checkOption(command, name, option, values.get(name));
  for (const name of command.required) {
    if (!values.has(name))
      throw new UsageError(
        `${command.name}: expected --${name} ${command.options[name]?.placeholder ?? ""}, found none`,
      );
  }
  checkCount(command, given);
  return argumentsOf(given, values);
}

/**
 * Sorts any words.
 * @throws UsageError — an option without a value, or a flag with one.
 */
export function sortByParser(command: CommandSpec, words: readonly string[]): SortedWords {
  const entries = Object.entries(command.options);
  const valued = entries.filter(([, option]) => option.type !== "flag");
  const { argv, error } = parser.detailed(spellFlags(command, words), {
    alias: Object.fromEntries(
      entries.flatMap(([name, { alias }]) => (alias === undefined ? [] : [[name, [alias]]])),
    ),
    boolean: entries.flatMap(([name, { type }]) => (type === "flag" ? [name] : [])),
    string: ["_", ...valued.map(([name]) => name)],
    narg: Object.fromEntries(valued.map(([name]) => [name, 1])),
    configuration: PARSER_CONFIGURATION,
  });
  if (error !== null) {
    const name = /^Not enough arguments following: (.+)$/.exec(error.message)?.[1] ?? "";
    if (!Object.hasOwn(command.options, name))
      throw new UsageError(`${command.name}: ${error.message}`);
    const { placeholder = "" } = command.options[name] ?? {};
    throw new UsageError(`${command.name}: expected --${name} ${placeholder}, found no value`);
  }
  const { _: given, ...options } = argv;
  return { given: given.map(String), values: new Map(Object.entries(options)) };
}

/** How words are read: by the table alone, without what yargs would guess. */
export const PARSER_CONFIGURATION = {
  "boolean-negation": false,
  "camel-case-expansion": false,
  "dot-notation": false,
  "duplicate-arguments-array": true,
  "greedy-arrays": false,
  "parse-numbers": false,
  "parse-positional-numbers": false,
  "short-option-groups": false,
  "strip-aliased": true,
} as const;

/**
 * Gives every flag its value in the same word: the parser would take a next word `true` for it, though it may be a file,
 * and any other value for `false`.
 */
function spellFlags(command: CommandSpec, words: readonly string[]): string[] {
  const spelled: string[] = [];
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at] ?? "";
    if (word === "--") return [...spelled, ...words.slice(at)];
    const [, name = "", value] = /^--([^=]+)(=.*)?$/s.exec(word) ?? [];
    const option = Object.hasOwn(command.options, name) ? command.options[name] : undefined;
    if (option?.type !== "flag") spelled.push(word);
    else if (value === undefined) spelled.push(`${word}=true`);
    else
      throw new UsageError(
        `${command.name}: expected --${name} without a value, found ${value.slice(1)}`,
      );
    const takesNext = option !== undefined && option.type !== "flag" && value === undefined;
    const next = words[at + 1];
    if (takesNext && next !== undefined && next !== "--") {
      spelled.push(next);
      at += 1;
    }
  }
  return spelled;
}

function unknownOption(command: CommandSpec, name: string, words: readonly string[]): UsageError {
  const near = nearest(name, Object.keys(command.options));
  const dashes = words.some((word) => word === `-${name}` || word.startsWith(`-${name}=`))
    ? "-"
    : "--";
  return new UsageError(
    `${command.name}: expected an option of ${command.name}, found ${dashes}${name}`,
    near === undefined ? undefined : `did you mean --${near}?`,
  );
}

function checkOption(command: CommandSpec, name: string, option: OptionSpec, value: unknown): void {
  if (value === undefined) return;
  if (Array.isArray(value) && option.type !== "many")
    throw new UsageError(
      `${command.name}: expected --${name} once, found it ${value.length} times`,
    );
  const texts = Array.isArray(value) ? value : [value];
  if (option.type === "flag") return;
  if (texts.some((text) => text === ""))
    throw new UsageError(`${command.name}: expected a value after --${name}, found none`);
  const text = String(value);
  if (option.choices !== undefined && !option.choices.includes(text))
    throw new UsageError(
      `${command.name}: expected --${name} ${option.choices.join(" or ")}, found ${text}`,
    );
  if (option.type === "integer" && !/^[1-9][0-9]{0,14}$/.test(text))
    throw new UsageError(
      `${command.name}: expected a whole number from 1 after --${name}, found ${text}`,
    );
}

function checkCount(command: CommandSpec, positionals: readonly string[]): void {
  const { least, most } = command.count;
  if (positionals.length >= least && positionals.length <= most) {
    if (!positionals.includes("")) return;
    throw new UsageError(
      `${command.name}: expected ${command.positionals}, found an empty word`,
      "check the variable that was to name it",
    );
  }
  const expected = command.positionals === "" ? "no file" : command.positionals;
  const found =
    positionals.length === 0
      ? "none"
      : positionals.length > most
        ? `${positionals.length}: ${positionals.join(" ")}`
        : positionals.join(" ");
  throw new UsageError(`${command.name}: expected ${expected}, found ${found}`);
}

function argumentsOf(
  positionals: readonly string[],
  values: ReadonlyMap<string, unknown>,
): Arguments {
  const text = (name: string): string | undefined => {
    const value = values.get(name);
    return value === undefined ? undefined : String(value);
  };
  return {
    positionals,
    flag: (name) => values.get(name) === true,
    text,
    many: (name) => {
      const value = values.get(name);
      return value === undefined ? [] : Array.isArray(value) ? value.map(String) : [String(value)];
    },
    integer: (name) => {
      const value = text(name);
      return value === undefined ? undefined : Number(value);
    },
  };
}
