import type { Finding } from "../finding.ts";

/** What a command line says about layouts, and how a policy says it. */
const WORDS: readonly (readonly [said: RegExp, instead: string])[] = [
  [
    /run it in isolation: --run-inspections --artifacts DIR; or leave it/,
    "the gate runs none: leave it",
  ],
  [/: --skip-inspections$/, ": skip_inspections = true under [[layout]]"],
  [/--skip-inspections/, "skip_inspections = true"],
  [/--param NAME=VALUE/, 'parameters = { NAME = "VALUE" } under [[layout]]'],
  [/--param ([A-Za-z0-9_-]+)=VALUE/, 'parameters = { $1 = "VALUE" } under [[layout]]'],
  [/--allow-sublayout (?:'(.+)'|(.+))$/, 'allow_sublayout = ["$1$2"] under [[layout]]'],
  [/--key OWNER\.pub/, "owners or keys under [[layout]]"],
  [/--artifacts DIR/, 'artifacts = "DIR" under [[layout]]'],
];

/** Says in the words of a policy what a finding about a layout says in those of a command line. */
export function inPolicyWords(finding: Finding, file: string): Finding {
  const say = (text: string): string =>
    WORDS.reduce((said, [from, to]) => said.replace(from, to), text).replaceAll(
      "--layout FILE",
      () => `--layout ${file}`,
    );
  return {
    ...finding,
    message: say(finding.message),
    ...(finding.help === undefined ? {} : { help: say(finding.help) }),
  };
}
