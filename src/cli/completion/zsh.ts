import { COMMANDS } from "../commands.ts";
import { quoteWord } from "./quote.ts";
import { choices, firstWords, groups, optionWords, ruleNames, type Word } from "./words.ts";

/**
 * Writes the completion of zsh, for a folder of `fpath` or to be sourced. It starts no program.
 * @see https://zsh.sourceforge.io/Doc/Release/Completion-System.html
 */
export function formatZsh(): string {
  // A colon ends the word, and the first one only.
  const list = (words: readonly Word[]): string =>
    words.map(({ word, describe }) => quoteWord(`${word}:${describe}`)).join(" ");
  const seconds = groups().map(
    ({ group, words }) =>
      `    ${group}) if ((CURRENT == 3)); then known=(${list(words)}); _describe -t commands command known; return; fi; command="$command $words[3]" ;;`,
  );
  const values = choices().map(
    ({ option, values: known }) =>
      `    ${quoteWord(option)}) compadd -- ${known.join(" ")}; return ;;`,
  );
  const options = COMMANDS.map(
    (command) => `    ${quoteWord(command.name)}) known=(${list(optionWords(command))}) ;;`,
  );
  return `#compdef lockseal
# Completion of lockseal for zsh: source <(lockseal completion zsh)
_lockseal() {
  local -a known
  local command="$words[2]"
  if ((CURRENT == 2)); then
    known=(${list(firstWords())})
    _describe -t commands command known
    return
  fi
  case $command in
    explain) if ((CURRENT == 3)) && [[ $words[CURRENT] != -* ]]; then compadd -M 'm:{a-z-}={A-Z_}' -- ${ruleNames().join(" ")}; return; fi ;;
${seconds.join("\n")}
  esac
  case "$command $words[CURRENT - 1]" in
${values.join("\n")}
  esac
  case $command in
${options.join("\n")}
  esac
  if [[ $words[CURRENT] == -* ]]; then _describe -o -t options option known; else _files; fi
}
if [[ $funcstack[1] == _lockseal ]]; then _lockseal "$@"; else compdef _lockseal lockseal; fi
`;
}
