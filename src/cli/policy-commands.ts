import type { CommandSpec } from "./command.ts";
import { BASE, INTO, JSON_OPTION, POLICY_ROOT, REPORT } from "./options.ts";

/** The commands about the policy. */
export const POLICY_COMMANDS: readonly CommandSpec[] = [
  {
    name: "policy check",
    describe:
      "Look for what is wrong with the policy and the files that it names, all of it at once",
    positionals: "[FILE]",
    count: { least: 0, most: 1 },
    options: { report: REPORT, json: JSON_OPTION },
    required: [],
    examples: [
      [
        "lockseal policy check",
        "unknown keys, roles that nobody has, keys that two have, identities that are too wide",
      ],
    ],
  },
  {
    name: "policy schema",
    describe: "Print the JSON Schema of lockseal.toml, for editors",
    positionals: "",
    count: { least: 0, most: 0 },
    options: {
      json: { type: "flag", describe: "Print it as a part of the JSON of every command" },
    },
    required: [],
    examples: [
      [
        "lockseal policy schema > lockseal.schema.json",
        "then '#:schema ./lockseal.schema.json' in the first line",
      ],
    ],
  },
  {
    name: "policy explain",
    describe:
      "Say what a change of a lock still lacks by the policy, from whom, and what they type",
    positionals: "LOCK",
    count: { least: 1, most: 1 },
    options: {
      base: BASE,
      into: INTO,
      root: POLICY_ROOT,
      report: REPORT,
      json: JSON_OPTION,
    },
    required: [],
    examples: [["lockseal policy explain requirements.txt", "who has approved it, and who could"]],
  },
];
