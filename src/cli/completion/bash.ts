import { COMMANDS } from "../commands.ts";
import { quoteWord } from "./quote.ts";
import { choices, firstWords, groups, optionWords, ruleNames, type Word } from "./words.ts";

/**
 * Writes the completion of bash. It starts no program: the words are in it, and files are completed where none fits.
 * @see https://www.gnu.org/software/bash/manual/html_node/Programmable-Completion.html
 */
export function formatBash(): string {
  const list = (words: readonly Word[]): string => words.map(({ word }) => word).join(" ");
  const seconds = groups().map(
    ({ group, words }) =>
      `    ${group}) if ((COMP_CWORD == 2)); then COMPREPLY=($(compgen -W ${quoteWord(list(words))} -- "$cur")); return; fi; command="$command \${COMP_WORDS[2]}" ;;`,
  );
  const values = choices().map(
    ({ option, values: known }) =>
      `    ${quoteWord(option)}) COMPREPLY=($(compgen -W ${quoteWord(known.join(" "))} -- "$cur")); return ;;`,
  );
  const options = COMMANDS.map(
    (command) =>
      `    ${quoteWord(command.name)}) options=${quoteWord(list(optionWords(command)))} ;;`,
  );
  return `# Completion of lockseal for bash: source <(lockseal completion bash)
_lockseal() {
  local cur="\${COMP_WORDS[COMP_CWORD]}" prev="\${COMP_WORDS[COMP_CWORD - 1]}" command="\${COMP_WORDS[1]}" options=
  COMPREPLY=()
  if ((COMP_CWORD == 1)); then
    COMPREPLY=($(compgen -W ${quoteWord(list(firstWords()))} -- "$cur"))
    return
  fi
  case $command in
    explain) if ((COMP_CWORD == 2)) && [[ $cur != -* ]]; then COMPREPLY=($(compgen -W ${quoteWord(ruleNames().join(" "))} -- "$cur")); return; fi ;;
${seconds.join("\n")}
  esac
  case "$command $prev" in
${values.join("\n")}
  esac
  case $command in
${options.join("\n")}
  esac
  if [[ $cur == -* ]]; then COMPREPLY=($(compgen -W "$options" -- "$cur")); fi
}
complete -o default -o bashdefault -F _lockseal lockseal
`;
}
