import { headerOf } from "./table-header.ts";

/**
 * Finds the entry of `deny` that a version falls under: `v1.2` denies `1.2` too, for publishers and addresses differ in
 * whether they write it. Patterns there are none.
 */
export function findDenied(deny: readonly string[], version: string): string | undefined {
  return deny.find((one) => withoutV(one) === withoutV(version));
}

function withoutV(version: string): string {
  return version.replace(/^v(?=[0-9])/i, "");
}

/**
 * Finds the line, from 1, on which a manifest denies a version of a tool: that of the entry, else that of its table;
 * nothing where the tool has no table of its own.
 */
export function lineOfDenied(text: string, tool: string, entry: string): number | undefined {
  const lines = text.split("\n");
  const header = headerOf(tool);
  const start = lines.findIndex((line) => header.test(line));
  if (start === -1) return undefined;
  let isDeny = false;
  for (let at = start + 1; at < lines.length; at += 1) {
    const line = lines[at] ?? "";
    if (/^[ \t]*\[/.test(line)) break;
    isDeny ||= /^[ \t]*["']?deny["']?[ \t]*=/.test(line);
    if (isDeny && (line.includes(`"${entry}"`) || line.includes(`'${entry}'`))) return at + 1;
  }
  return start + 1;
}
