import type { Finding } from "../finding.ts";

/** One option of a command. Help, completion, usage errors and the fast parser are all made from this. */
export interface OptionSpec {
  /** `flag` has no value; `many` may be repeated, and takes one value each time. */
  readonly type: "flag" | "text" | "many" | "integer";
  readonly describe: string;
  readonly alias?: string;
  readonly choices?: readonly string[];
  /** What stands for the value in help. */
  readonly placeholder?: string;
}

/** One command. */
export interface CommandSpec {
  /** One word, or two of which the first is a group. */
  readonly name: string;
  readonly describe: string;
  /** The positionals as help shows them. */
  readonly positionals: string;
  /** How many positionals there may be. */
  readonly count: { readonly least: number; readonly most: number };
  readonly options: Readonly<Record<string, OptionSpec>>;
  /** Of the options, those that must be given. */
  readonly required: readonly string[];
  readonly examples: readonly (readonly [command: string, what: string])[];
}

/** The parsed words of one command line. */
export interface Arguments {
  readonly positionals: readonly string[];
  readonly flag: (name: string) => boolean;
  readonly text: (name: string) => string | undefined;
  readonly many: (name: string) => readonly string[];
  readonly integer: (name: string) => number | undefined;
  /** Takes what the command found, for the reports that were asked for besides. */
  readonly keep?: (outcome: Outcome) => void;
  /** One of these reports takes the place of the text on standard output. */
  readonly isPrintedAsReport?: boolean;
}

/** What a command found. */
export interface Outcome {
  readonly findings: readonly Finding[];
  readonly exitCode: number;
  /** What its JSON holds besides. */
  readonly fields: Readonly<Record<string, unknown>>;
}

/** A command line that cannot be run: ends with exit code 2. */
export class UsageError extends Error {
  override readonly name = "UsageError";
  readonly hint: string | undefined;

  constructor(message: string, hint?: string) {
    super(message);
    this.hint = hint;
  }
}
