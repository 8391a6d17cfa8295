import { escapeJson } from "./escape.ts";
import { formatJsonArray } from "./json-lines.ts";
import type { Reported } from "./reported.ts";

/** The version of the shape of all JSON that commands print; a field may be added without a new one. */
export const SCHEMA_VERSION = 1;

/**
 * Writes what a command found as one JSON document: `schemaVersion`, `command`, `exitCode`, and the command's own fields.
 * @see docs/json.md
 */
export function formatJson(
  command: string,
  exitCode: number,
  fields: Readonly<Record<string, unknown>>,
): string {
  return `${escapeJson({ schemaVersion: SCHEMA_VERSION, command, exitCode, ...fields })}\n`;
}

/** Writes the same document piece by piece, for a file. */
export function* formatJsonReport(reported: Reported): Generator<string> {
  const { command, exitCode, findings, fields } = reported;
  const head = { schemaVersion: SCHEMA_VERSION, command, exitCode };
  yield `${escapeJson(head).replace(/\n\}$/, ",")}\n  "findings": `;
  yield* formatJsonArray(findings);
  const rest = escapeJson(fields);
  yield rest === "{}" ? "\n}\n" : `,${rest.slice(1)}\n`;
}
