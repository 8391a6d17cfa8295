import type { OptionSpec } from "./command.ts";

/** Of every command that prints a verdict or a list. */
export const JSON_OPTION: OptionSpec = {
  type: "flag",
  describe: "Print one JSON document instead of text",
};

/** Of every command whose verdict decides whether a build goes on. */
export const REPORT: OptionSpec = {
  type: "many",
  placeholder: "KIND=FILE",
  describe:
    "Write the verdict to a file as well: text, json, sarif, github, summary, gitlab, junit, markdown or html; may be repeated",
};

/** Of the commands that compare with another state of the repository. */
export const BASE: OptionSpec = {
  type: "text",
  placeholder: "REF",
  describe:
    "What to compare with (default: the branch that this is to become part of, else the last signed lock)",
};
export const INTO: OptionSpec = {
  type: "text",
  placeholder: "REF",
  describe: "Full name of the branch that this is to become part of (default: that of --base)",
};

/** The same of changes, which the nearest policy judges. */
export const POLICY_ROOT: OptionSpec = {
  type: "text",
  placeholder: "DIR",
  describe:
    "Folder that names are relative to and includes may not leave (default: that of the nearest policy, else the git top level)",
};

/** Of the commands that read a lock with what it includes. */
export const ROOT: OptionSpec = {
  type: "text",
  placeholder: "DIR",
  describe:
    "Folder that names are relative to and includes may not leave (default: git top level, else the lock's folder)",
};

/** How many positionals a command has that takes any number. */
export const MANY: number = Number.MAX_SAFE_INTEGER;

/** Of the commands that sign: with this key, or without one. */
export const PRIVATE_KEY: OptionSpec = {
  type: "text",
  placeholder: "KEY",
  describe: "Private key: a path, or env://NAME (without it: keyless)",
};

/** Of the commands that sign without a key: as whom, and by which services. */
export const KEYLESS_SIGNING: Readonly<Record<string, OptionSpec>> = {
  "identity-token": {
    type: "text",
    placeholder: "TOKEN",
    describe: "Who signs keyless (default: SIGSTORE_ID_TOKEN, or what the build service says)",
  },
  "signing-config": {
    type: "text",
    placeholder: "FILE",
    describe: "Services of a private Sigstore to sign with (default: the public ones)",
  },
  "trusted-root": {
    type: "text",
    placeholder: "FILE",
    describe: "Trust root that others will verify with (default: the embedded, dated public one)",
  },
};
