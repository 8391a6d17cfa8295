import type { CommandSpec } from "./command.ts";
import { JSON_OPTION, REPORT } from "./options.ts";

/** The commands that begin. */
export const START_COMMANDS: readonly CommandSpec[] = [
  {
    name: "init",
    describe:
      "Begin in a checkout: write a policy, .gitattributes and a workflow by what is there, and say what to type next",
    positionals: "",
    count: { least: 0, most: 0 },
    options: {
      key: {
        type: "text",
        placeholder: "PUB",
        describe:
          "The public key that you sign with (default: lockseal.pub here, at the top or beside the checkout, or the only *.pub)",
      },
      "dry-run": { type: "flag", describe: "Write nothing, and print what would be written" },
      json: JSON_OPTION,
    },
    required: [],
    examples: [
      ["lockseal init", "never overwrites what is there"],
      ["lockseal init --dry-run --key ../release.pub", "print every file that would be written"],
    ],
  },
  {
    name: "doctor",
    describe:
      "Look for what makes verifying worth less here: Node, clock, trust roots, keys, settings of pip, uv and git, policy, base, owners, workflow",
    positionals: "",
    count: { least: 0, most: 0 },
    options: { report: REPORT, json: JSON_OPTION },
    required: [],
    examples: [["lockseal doctor", "each line with its next step; exit 0 where nothing fails"]],
  },
];
