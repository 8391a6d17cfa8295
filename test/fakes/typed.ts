import { UsageError } from "../../src/cli/command.ts";
import { findCommand } from "../../src/cli/commands.ts";
import { parseArguments } from "../../src/cli/parse.ts";

/** What the command line says of words that somebody would type after the program's name; empty where it takes them. */
export function problemOf(words: readonly string[]): string {
  const command = findCommand(words);
  if (command === undefined) return `no command: ${words.join(" ")}`;
  if (words.at(-1) === "--help") return "";
  try {
    parseArguments(command, words.slice(command.name.split(" ").length));
    return "";
  } catch (error) {
    if (error instanceof UsageError) return error.message;
    throw error;
  }
}
