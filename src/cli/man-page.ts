import { VERSION } from "../version.ts";
import type { CommandSpec, OptionSpec } from "./command.ts";
import { COMMANDS } from "./commands.ts";

/** What exit codes mean, for the manual. */
const EXIT_CODES: readonly (readonly [code: string, what: string])[] = [
  ["0", "everything that was asked for was verified"],
  ["1", "refused: evidence is bad, or the policy denies"],
  ["2", "usage or configuration"],
  ["3", "nothing to verify: no signature, no attestation, no pin; never success"],
  ["4", "no usable trust: a key or a root is unreadable, expired or stale"],
  ["5", "could not decide: network or file system"],
  ["6", "isolation was required and is unavailable"],
  ["70", "a bug of lockseal"],
];

/**
 * Writes the manual page from the table that also makes help and completion.
 * @see man-pages(7)
 */
export function formatManPage(): string {
  return [
    `.TH LOCKSEAL 1 "" "lockseal ${escapeRoff(VERSION)}"`,
    ".SH NAME",
    "lockseal \\- sign hash\\-locked requirements files, and verify what is installed before it is",
    ".SH SYNOPSIS",
    ".B lockseal",
    ".I COMMAND",
    "[\\fIOPTION\\fR ...] [\\fIFILE\\fR ...]",
    ".SH COMMANDS",
    ...COMMANDS.flatMap(formatCommand),
    ".SH EXIT STATUS",
    ...EXIT_CODES.flatMap(([code, what]) => [".TP", `.B ${code}`, text(what)]),
    "",
  ].join("\n");
}

function formatCommand(command: CommandSpec): string[] {
  return [
    `.SS lockseal ${escapeRoff(command.name)} ${escapeRoff(command.positionals)}`.trimEnd(),
    text(`${command.describe}.`),
    ...Object.entries(command.options).flatMap(formatOption),
    ...command.examples.flatMap(([line, what]) => [
      ".PP",
      ".EX",
      text(line),
      ".EE",
      text(`(${what})`),
    ]),
  ];
}

function formatOption([name, option]: [string, OptionSpec]): string[] {
  const short = option.alias === undefined ? "" : `\\fB\\-${option.alias}\\fR, `;
  const value =
    option.placeholder === undefined ? "" : ` \\fI${escapeRoff(option.placeholder)}\\fR`;
  return [".TP", `${short}\\fB\\-\\-${escapeRoff(name)}\\fR${value}`, text(option.describe)];
}

/** A line of text that begins with a dot or an apostrophe would be a request. */
function text(line: string): string {
  return escapeRoff(line).replace(/^[.']/, "\\&$&");
}

function escapeRoff(line: string): string {
  return line.replaceAll("\\", "\\e").replaceAll("-", "\\-").replaceAll("…", "...");
}
