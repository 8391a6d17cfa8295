import type { CommandSpec } from "./command.ts";

/** The words of a command line, sorted: what each option was given, and the rest. */
export interface SortedWords {
  readonly given: readonly string[];
  /** `true` for a flag, a text, or the texts of an option that was repeated. */
  readonly values: ReadonlyMap<string, unknown>;
}

/**
 * Sorts a command line that has nothing but files, flags and options with their value in the next word, each by its long
 * name, as nearly all have. Leaves every other to the parser, which takes a tenth of the time of a whole run to get going.
 * @returns undefined where the parser has to decide, also what is wrong.
 */
export function sortPlainWords(
  { options }: CommandSpec,
  words: readonly string[],
): SortedWords | undefined {
  const given: string[] = [];
  const values = new Map<string, unknown>();
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at] ?? "";
    if (isPlain(word)) {
      given.push(word);
      continue;
    }
    const name = word.startsWith("--") ? word.slice(2) : "";
    const option = Object.hasOwn(options, name) ? options[name] : undefined;
    if (option === undefined) return undefined;
    const known = values.get(name);
    if (option.type === "flag") {
      if (known !== undefined) return undefined;
      values.set(name, true);
      continue;
    }
    at += 1;
    const value = words[at] ?? "";
    if (!isPlain(value) || (known !== undefined && option.type !== "many")) return undefined;
    values.set(name, known === undefined ? value : [known, value].flat());
  }
  return { given, values };
}

/** The parser takes quotation marks off. */
function isPlain(word: string): boolean {
  return word !== "" && !/^["'-]/.test(word);
}
