import type { CommandSpec } from "./command.ts";
import { JSON_OPTION, ROOT } from "./options.ts";

/** The commands that show what there is, and judge nothing. */
export const LOOK_COMMANDS: readonly CommandSpec[] = [
  {
    name: "inspect",
    describe: "Say in words what a bundle holds; verifies nothing",
    positionals: "BUNDLE",
    count: { least: 1, most: 1 },
    options: { json: JSON_OPTION },
    required: [],
    examples: [["lockseal inspect requirements.txt.sigstore.json", "who says what, unverified"]],
  },
  {
    name: "diff",
    describe: "Compare two locks, one line a package; exit 1 when they differ",
    positionals: "OLD NEW",
    count: { least: 2, most: 2 },
    options: { root: ROOT, json: JSON_OPTION },
    required: [],
    examples: [
      ["lockseal diff old.txt requirements.txt", "same version, other hashes is the alarm"],
    ],
  },
  {
    name: "completion",
    describe: "Print a completion script for bash, zsh or fish",
    positionals: "SHELL",
    count: { least: 0, most: 1 },
    options: {},
    required: [],
    examples: [["lockseal completion zsh > ~/.zsh/_lockseal", "in a folder of fpath"]],
  },
];
