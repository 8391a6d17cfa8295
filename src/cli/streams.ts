import type { PasswordSource } from "../operations/ask-password.ts";
import type { Machine } from "../operations/run-inspections.ts";
import type { Patience } from "../operations/signing-source.ts";

/** What a command may touch besides files: `main` gets it, so that tests can hand in their own. */
export interface Streams extends PasswordSource {
  readonly stdout: Output;
  readonly stderr: Output;
  readonly cwd: string;
  readonly now: () => Date;
  /** How long to insist on services that sign; default: minutes, for nobody signs in a hurry. */
  readonly patience?: Patience;
  /** What inspections are jailed with; default: this machine's. */
  readonly machine?: Machine;
}

/** The part of a stream that is used. */
export interface Output {
  write(text: string): unknown;
  readonly isTTY?: boolean;
}

/** Says whether to colour: only a terminal, and not against the user's wish. @see https://no-color.org */
export function usesColour(output: Output, env: Streams["env"]): boolean {
  return output.isTTY === true && (env.NO_COLOR ?? "") === "" && env.TERM !== "dumb";
}
