import type { CommandSpec } from "./command.ts";
import { JSON_OPTION, MANY, REPORT } from "./options.ts";

/** The command that looks at what is on disk already. */
export const AUDIT_COMMANDS: readonly CommandSpec[] = [
  {
    name: "audit",
    describe:
      "Say of every file in folders, caches and PATH whether it is as pinned, altered, known to be bad, or unknown",
    positionals: "[PATH…]",
    count: { least: 0, most: MANY },
    options: {
      path: { type: "flag", describe: "Audit the folders of PATH, too" },
      cache: { type: "flag", describe: "Audit this user's cache of fetched tools, too" },
      strict: { type: "flag", describe: "Refuse files that nobody pinned" },
      lock: {
        type: "text",
        placeholder: "FILE",
        describe:
          "The pins (default: lockseal-tools.lock here or above, up to the top of the checkout)",
      },
      "trusted-root": {
        type: "text",
        placeholder: "FILE",
        describe:
          "Trust root of a private Sigstore, for signers of a policy (default: the policy's, else the embedded, dated public one)",
      },
      report: REPORT,
      json: JSON_OPTION,
    },
    required: [],
    examples: [
      ["lockseal audit tools --path --cache", "what is there, what is fetched, what can be run"],
      ["lockseal audit --strict tools", "nothing but what is pinned may be there"],
    ],
  },
];
