import { COMMANDS } from "../commands.ts";
import { firstWords, groups, ruleNames } from "./words.ts";

/**
 * Writes the completion of fish. It starts no program.
 * @see https://fishshell.com/docs/current/cmds/complete.html
 */
export function formatFish(): string {
  const first = firstWords().map(
    ({ word, describe }) =>
      `complete -c lockseal -n __lockseal_is -f -a ${word} -d ${quote(describe)}`,
  );
  const second = groups().flatMap(({ group, words }) =>
    words.map(
      ({ word, describe }) =>
        `complete -c lockseal -n '__lockseal_is ${group}' -f -a ${word} -d ${quote(describe)}`,
    ),
  );
  const rules = `complete -c lockseal -n '__lockseal_is explain' -f -a ${quote(ruleNames().join(" "))}`;
  const options = COMMANDS.flatMap(({ name, options: known }) =>
    Object.entries(known).map(([option, { type, alias, describe, choices }]) => {
      const value =
        type === "flag" ? "" : choices === undefined ? " -r" : ` -x -a ${quote(choices.join(" "))}`;
      return `complete -c lockseal -n '__lockseal_in ${name}' -l ${option}${alias === undefined ? "" : ` -s ${alias}`}${value} -d ${quote(describe)}`;
    }),
  );
  return `# Completion of lockseal for fish: lockseal completion fish | source
function __lockseal_is -d 'The words before this one are these and no others'
  set -l words (commandline -opc)
  test "$words[2..-1]" = "$argv"
end
function __lockseal_in -d 'The command line begins with these words'
  set -l words (commandline -opc)
  set -l last (math 1 + (count $argv))
  test (count $words) -ge $last; and test "$words[2..$last]" = "$argv"
end
${[...first, ...second, rules, ...options].join("\n")}
`;
}

/** @see https://fishshell.com/docs/current/language.html#quotes */
function quote(text: string): string {
  return `'${text.replace(/['\\]/g, (mark) => `\\${mark}`)}'`;
}
