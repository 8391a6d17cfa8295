import { APPROVE_COMMANDS } from "./approve-commands.ts";
import { ATTEST_COMMANDS } from "./attest-commands.ts";
import { ATTESTATION_COMMANDS } from "./attestation-commands.ts";
import { AUDIT_COMMANDS } from "./audit-command.ts";
import type { CommandSpec } from "./command.ts";
import { DRILL_COMMANDS } from "./drill-command.ts";
import { GATE_COMMANDS } from "./gate-command.ts";
import { LAYOUT_COMMANDS } from "./layout-commands.ts";
import { LOCK_COMMANDS } from "./lock-commands.ts";
import { LOOK_COMMANDS } from "./look-commands.ts";
import { POLICY_COMMANDS } from "./policy-commands.ts";
import { START_COMMANDS } from "./start-commands.ts";
import { TOOL_COMMANDS } from "./tool-commands.ts";
import { TRUST_COMMANDS } from "./trust-commands.ts";
import { VERIFY_COMMANDS } from "./verify-command.ts";

/** Every command, in the order of help. */
export const COMMANDS: readonly CommandSpec[] = [
  ...START_COMMANDS,
  ...LOCK_COMMANDS,
  ...APPROVE_COMMANDS,
  ...VERIFY_COMMANDS,
  ...GATE_COMMANDS,
  ...DRILL_COMMANDS,
  ...TRUST_COMMANDS,
  ...LOOK_COMMANDS,
  ...ATTEST_COMMANDS,
  ...ATTESTATION_COMMANDS,
  ...TOOL_COMMANDS,
  ...LAYOUT_COMMANDS,
  ...AUDIT_COMMANDS,
  ...POLICY_COMMANDS,
];

/** What the first words of commands of two words are about. */
export const GROUPS: Readonly<Record<string, string>> = {
  attestation: "Verify what attestations say about files",
  tool: "Pin, fetch, verify and unpack downloaded tools",
  trust: "Show, fetch, add and remove the trust roots that keyless signatures are verified against",
  policy: "Look at lockseal.toml, which says who is trusted and what is asked for",
  provenance: "Say how files were built",
  bundle: "Make bundles of older signatures",
  layout: "Verify, make and sign in-toto layouts: who may carry out which step, and how files flow",
  link: "Carry out steps of in-toto layouts, and sign what was done",
};

/** Every word that a command line may begin with. */
export const FIRST_WORDS: readonly string[] = [
  ...new Set(COMMANDS.map(({ name }) => name.split(" ")[0] ?? name)),
];

/** The second words of the commands that begin with a word; none where it is a command by itself. */
export function secondWords(first: string): readonly string[] {
  return COMMANDS.flatMap(({ name }) => {
    const [group, second] = name.split(" ");
    return group === first && second !== undefined ? [second] : [];
  });
}

/** Finds the command that a command line begins with: of one word, or of two. */
export function findCommand(words: readonly string[]): CommandSpec | undefined {
  const [first = "", second = ""] = words;
  return COMMANDS.find(({ name }) => name === first || name === `${first} ${second}`);
}
