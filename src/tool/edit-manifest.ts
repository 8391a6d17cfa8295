import { Refusal } from "../errors.ts";
import { formatKey, formatString } from "./lock-syntax.ts";
import type { WantedTool } from "./manifest.ts";
import { headerOf } from "./table-header.ts";

/** The version that a manifest of our own begins with. */
export const NEW_MANIFEST = "version = 1\n";

/**
 * Adds tables to the end of a manifest. No byte before them is touched.
 * @param text of the manifest; line ends are those that it has.
 */
export function appendTables(text: string, tables: readonly string[]): string {
  const end = text.includes("\r\n") ? "\r\n" : "\n";
  const before = text === "" || text.endsWith("\n") ? text : text + end;
  return before + tables.map((table) => `\n${table}`.replaceAll("\n", end)).join("");
}

/** Writes a tool as the table that a manifest has of it. */
export function formatWanted(tool: WantedTool): string {
  const [source = "", ...mirrors] = tool.sources;
  const platforms = [...tool.platforms].map(
    ([name, theirs]) => `${formatKey(name)} = ${formatString(theirs)}`,
  );
  return [
    `[tools.${tool.name}]\n`,
    `version = ${formatString(tool.version)}\n`,
    `source = ${formatString(source)}\n`,
    mirrors.length === 0 ? "" : `mirrors = [${mirrors.map(formatString).join(", ")}]\n`,
    `platforms = { ${platforms.join(", ")} }\n`,
    tool.signer === null ? "" : `signer = ${formatString(tool.signer)}\n`,
    tool.checksums === null ? "" : `checksums = ${formatString(tool.checksums)}\n`,
    tool.bin === null ? "" : `bin = ${formatString(tool.bin)}\n`,
  ].join("");
}

/**
 * Changes the version of a tool in a manifest, and no other byte.
 * @throws Refusal `TOOL_MANIFEST_EDIT` — the line is not where and as it usually stands.
 */
export function setVersion(text: string, name: string, version: string): string {
  const lines = text.split(/(?<=\n)/);
  const header = headerOf(name);
  const start = lines.findIndex((line) => header.test(line));
  for (let at = start + 1; start !== -1 && at < lines.length; at += 1) {
    const line = lines[at] ?? "";
    if (/^[ \t]*\[/.test(line)) break;
    const match =
      /^([ \t]*version[ \t]*=[ \t]*)(?:"[^"\\\r\n]*"|'[^'\r\n]*')(?=[ \t]*(?:#.*)?[\r\n]*$)/.exec(
        line,
      );
    if (match === null) continue;
    const changed = `${match[1]}${formatString(version)}${line.slice(match[0].length)}`;
    return [...lines.slice(0, at), changed, ...lines.slice(at + 1)].join("");
  }
  throw new Refusal(
    "TOOL_MANIFEST_EDIT",
    `lockseal.toml: expected a line version = "…" under [tools.${name}], found none that could be changed`,
    { tool: name },
    { hint: `change it by hand to version = ${formatString(version)}, and pin anew` },
  );
}
