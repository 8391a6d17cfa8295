import type { CommandSpec } from "./command.ts";
import { JSON_OPTION, KEYLESS_SIGNING, MANY, PRIVATE_KEY, REPORT, ROOT } from "./options.ts";

/** The commands that make locks ready to be verified. */
export const LOCK_COMMANDS: readonly CommandSpec[] = [
  {
    name: "lint",
    describe: "Check that requirements files are hash-locked, in the dialect no tool misreads",
    positionals: "FILE…",
    count: { least: 1, most: MANY },
    options: {
      fix: {
        type: "flag",
        describe: "Rewrite only the bytes that can be mended for certain, and show them",
      },
      names: {
        type: "flag",
        describe: "Warn of names that look like those of more popular packages",
      },
      root: ROOT,
      report: REPORT,
      json: JSON_OPTION,
    },
    required: [],
    examples: [
      ["lockseal lint requirements.txt", "every problem, with its line and the next step"],
    ],
  },
  {
    name: "keygen",
    describe: "Make a key pair: NAME.key (encrypted, cosign's format) and NAME.pub",
    positionals: "",
    count: { least: 0, most: 0 },
    options: {
      output: {
        type: "text",
        alias: "o",
        placeholder: "NAME",
        describe: "Name of the pair (default: lockseal)",
      },
      type: {
        type: "text",
        choices: ["ecdsa-p256", "ed25519"],
        placeholder: "TYPE",
        describe: "ecdsa-p256 (default; works in cosign) or ed25519 (signs locks only)",
      },
      json: JSON_OPTION,
    },
    required: [],
    examples: [["lockseal keygen -o release", "asks for a password; or set LOCKSEAL_PASSWORD"]],
  },
  {
    name: "sign",
    describe:
      "Sign locks: what pip will see, into FILE.sigstore.json; without a key, as who this runs for",
    positionals: "FILE…",
    count: { least: 1, most: MANY },
    options: {
      key: PRIVATE_KEY,
      ...KEYLESS_SIGNING,
      expires: {
        type: "text",
        placeholder: "WHEN",
        describe: "When the signature ends: 90d, 12h, 2w or a time in UTC (default: never)",
      },
      message: {
        type: "flag",
        describe: "Sign the bytes of any file instead, as cosign sign-blob does",
      },
      countersign: {
        type: "text",
        placeholder: "PUB",
        describe: "Sign the very statement that this key signed, for --threshold",
      },
      bundle: {
        type: "text",
        placeholder: "OUT",
        describe: "Where to write the bundle, for one file",
      },
      root: ROOT,
      json: JSON_OPTION,
    },
    required: [],
    examples: [
      [
        "lockseal sign requirements.txt --key release.key --expires 90d",
        "writes requirements.txt.sigstore.json",
      ],
      [
        "lockseal sign --message dist/app.whl",
        "in a build: keyless; name and signature become public",
      ],
    ],
  },
];
