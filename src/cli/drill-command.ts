import type { CommandSpec } from "./command.ts";
import { JSON_OPTION, REPORT } from "./options.ts";

/** The command that tries the gate. */
export const DRILL_COMMANDS: readonly CommandSpec[] = [
  {
    name: "drill",
    describe:
      "Attack a copy of the repository, and say which attacks its gate stops, by which rule, and what would stop the others",
    positionals: "",
    count: { least: 0, most: 0 },
    options: {
      only: {
        type: "many",
        placeholder: "ATTACK",
        describe: "Carry out this attack alone; may be repeated",
      },
      list: { type: "flag", describe: "List all attacks, and carry out none" },
      strict: {
        type: "flag",
        describe: "Refuse also what a stricter policy would stop (default: it is warned of)",
      },
      report: REPORT,
      json: JSON_OPTION,
    },
    required: [],
    examples: [
      ["lockseal drill", "in the repository, whenever its policy has changed"],
      ["lockseal drill --only swapped-digest", "one attack alone"],
    ],
  },
];
