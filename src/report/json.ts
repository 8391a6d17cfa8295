import { escapeJson } from "./escape.ts";

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
