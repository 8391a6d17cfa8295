import type { CommandSpec, OptionSpec } from "./command.ts";
import { JSON_OPTION, MANY } from "./options.ts";

const ROOT_NAME: OptionSpec = {
  type: "text",
  placeholder: "NAME",
  describe: "What to call the root (default: the host that it is of)",
};

/** The commands about trust roots, and about bundles that were made before there were any. */
export const TRUST_COMMANDS: readonly CommandSpec[] = [
  {
    name: "trust show",
    describe: "Show the trust roots for keyless signatures: what they trust, and how old they are",
    positionals: "",
    count: { least: 0, most: 0 },
    options: {
      "trusted-root": {
        type: "text",
        placeholder: "FILE",
        describe: "Show this trust root alone (default: every one that judges)",
      },
      json: JSON_OPTION,
    },
    required: [],
    examples: [["lockseal trust show", "which roots, how old, which keys, until when"]],
  },
  {
    name: "trust update",
    describe: "Fetch the newest trust roots by TUF: the one networked part of verification",
    positionals: "",
    count: { least: 0, most: 0 },
    options: {
      mirror: {
        type: "text",
        placeholder: "URL",
        describe: "The TUF repository (default: Sigstore's public one, and every one known)",
      },
      root: {
        type: "text",
        placeholder: "FILE",
        describe: "The first TUF root.json of a Sigstore of one's own, with --mirror",
      },
      name: ROOT_NAME,
      json: JSON_OPTION,
    },
    required: [],
    examples: [
      ["lockseal trust update", "Sigstore's public root, and every other that is known"],
      [
        "lockseal trust update --mirror https://tuf.example --root root.json",
        "a Sigstore of one's own, from its first root on",
      ],
    ],
  },
  {
    name: "trust add",
    describe: "Add the trust root of another instance to one's own",
    positionals: "FILE",
    count: { least: 1, most: 1 },
    options: { name: ROOT_NAME, json: JSON_OPTION },
    required: [],
    examples: [
      ["lockseal trust add trusted_root.json --name github", "judges what that instance signed"],
    ],
  },
  {
    name: "trust remove",
    describe: "Remove a trust root that was added or fetched",
    positionals: "NAME",
    count: { least: 1, most: 1 },
    options: { json: JSON_OPTION },
    required: [],
    examples: [["lockseal trust remove github", "its signatures count no more"]],
  },
  {
    name: "bundle upgrade",
    describe:
      "Make bundles of older signatures by asking their log once, so that they are verified offline",
    positionals: "FILE…",
    count: { least: 1, most: MANY },
    options: {
      "rekor-url": {
        type: "text",
        placeholder: "URL",
        describe: "The log to ask, a Rekor v1 (default: the one of the signing configuration)",
      },
      "signing-config": {
        type: "text",
        placeholder: "FILE",
        describe: "Services of a private Sigstore (default: the public ones)",
      },
      "trusted-root": {
        type: "text",
        placeholder: "FILE",
        describe: "Trust root that its answer has to hold by (default: the embedded, dated one)",
      },
      output: {
        type: "text",
        alias: "o",
        placeholder: "OUT",
        describe: "Where to write the bundle, for one file (default: FILE.sigstore.json)",
      },
      json: JSON_OPTION,
    },
    required: [],
    examples: [
      [
        "lockseal bundle upgrade app.tar.gz.intoto.jsonl",
        "writes app.tar.gz.sigstore.json; also of app.tar.gz.sig with app.tar.gz.pem",
      ],
    ],
  },
];
