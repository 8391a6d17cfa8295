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
    options: {
      provenance: {
        type: "text",
        placeholder: "DIR",
        describe:
          "Compare who published the files as well, by FILE.provenance and FILE.publish.attestation of both locks in this folder",
      },
      index: {
        type: "text",
        placeholder: "URL|NAME",
        describe:
          "With --provenance: the index that the files are from, or its name in lockseal.toml (default: the only one there)",
      },
      "predicate-type": {
        type: "text",
        placeholder: "URI",
        describe: "With --provenance: what a publication claims, instead of an index",
      },
      "trusted-root": {
        type: "text",
        placeholder: "FILE",
        describe:
          "With --provenance: trust root of a private Sigstore, alone (default: the public one and those that were added)",
      },
      root: ROOT,
      json: JSON_OPTION,
    },
    required: [],
    examples: [
      ["lockseal diff old.txt requirements.txt", "same version, other hashes is the alarm"],
      [
        "lockseal diff old.txt requirements.txt --provenance provenance --index https://index.example/simple/",
        "another publisher than before, or none any more",
      ],
    ],
  },
  {
    name: "explain",
    describe:
      "Say what a rule or a refusal is about: why it matters, an attack that it stops, how to fix it; without one, name them all",
    positionals: "[RULE]",
    count: { least: 0, most: 1 },
    options: { json: JSON_OPTION },
    required: [],
    examples: [
      ["lockseal explain LOCK_HIDDEN_LINE", "the text of docs/rules.md about it"],
      ["lockseal explain", "every rule, a line each"],
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
