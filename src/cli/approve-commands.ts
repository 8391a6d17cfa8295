import type { CommandSpec } from "./command.ts";
import {
  BASE,
  INTO,
  JSON_OPTION,
  KEYLESS_SIGNING,
  MANY,
  POLICY_ROOT,
  PRIVATE_KEY,
} from "./options.ts";

/** The commands in which people and observers say what they saw. */
export const APPROVE_COMMANDS: readonly CommandSpec[] = [
  {
    name: "approve",
    describe:
      "Show what a change of a lock or the policy would let in, and sign that it may, into .lockseal/approvals",
    positionals: "LOCK",
    count: { least: 1, most: 1 },
    options: {
      base: BASE,
      into: INTO,
      key: PRIVATE_KEY,
      as: {
        type: "text",
        placeholder: "NAME",
        describe: "Who signs, by the policy's name (default: whose key or identity it is there)",
      },
      yes: {
        type: "text",
        placeholder: "DIGEST",
        describe: "Sign without asking, if what differs has this digest: what was looked at before",
      },
      reject: { type: "flag", describe: "Object to the change, with --reason: blocks it" },
      emergency: {
        type: "flag",
        describe: "Let it pass before its time, with --reason and --advisory: loud in every report",
      },
      reason: { type: "text", placeholder: "TEXT", describe: "Why" },
      advisory: { type: "text", placeholder: "ID", describe: "What is mended by it" },
      notes: { type: "text", placeholder: "TEXT", describe: "What was looked at" },
      supersede: {
        type: "many",
        placeholder: "DIGEST",
        describe: "An earlier word of one's own that this takes the place of, such as a reject",
      },
      expires: {
        type: "text",
        placeholder: "WHEN",
        describe: "When the approval ends: 90d, 12h, 2w or a time in UTC (default: 30d)",
      },
      ...KEYLESS_SIGNING,
      root: POLICY_ROOT,
      json: JSON_OPTION,
    },
    required: [],
    examples: [
      ["lockseal approve requirements.txt --key alice.key", "shows one line a package, and asks"],
      [
        'lockseal approve requirements.txt --key alice.key --reject --reason "opens a socket"',
        "blocks until alice takes it back",
      ],
    ],
  },
  {
    name: "observe",
    describe:
      "Record which files locks newly allow, with what an index says and a publisher signed of each, into .lockseal",
    positionals: "LOCK…",
    count: { least: 1, most: MANY },
    options: {
      index: {
        type: "text",
        placeholder: "URL",
        describe:
          "Index to ask, as pip has it (default: the policy's for the lock, else the lock's own, else PIP_INDEX_URL)",
      },
      "index-name": {
        type: "text",
        placeholder: "NAME",
        describe: "What the record calls the index (default: its URL)",
      },
      base: BASE,
      all: { type: "flag", describe: "Record every file, not only those that are new" },
      key: {
        type: "text",
        placeholder: "KEY",
        describe: "Private key; its records have no time, and end no hold (without it: keyless)",
      },
      ...KEYLESS_SIGNING,
      root: POLICY_ROOT,
      json: JSON_OPTION,
    },
    required: [],
    examples: [
      [
        "lockseal observe requirements.txt --index https://index.example/simple/",
        "in the bot's workflow, when an update is opened",
      ],
    ],
  },
];
