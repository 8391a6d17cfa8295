import type { CommandSpec } from "./command.ts";
import { BASE, INTO, JSON_OPTION, REPORT } from "./options.ts";

/** The command that stands before every installation. */
export const GATE_COMMANDS: readonly CommandSpec[] = [
  {
    name: "gate",
    describe:
      "Judge the checkout by the policy of its base: everything it demands, in one verdict, offline",
    positionals: "",
    count: { least: 0, most: 0 },
    options: {
      base: BASE,
      into: INTO,
      release: {
        type: "flag",
        describe: "Ask for the signatures of every lock, instead of approvals of what differs",
      },
      "copy-to": {
        type: "text",
        placeholder: "DIR",
        describe: "Write the locks that passed into this fresh folder, to install from there",
      },
      report: REPORT,
      json: JSON_OPTION,
    },
    required: [],
    examples: [
      ["lockseal gate --base origin/main --copy-to verified", "the step before pip install"],
      ["lockseal gate --release", "at a tag: every lock is signed by the policy's role"],
    ],
  },
];
