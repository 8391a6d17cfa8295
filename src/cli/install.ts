import { escapeText } from "../report/escape.ts";

const UNCOPIED =
  "warning: these files may change before pip reads them; --copy-to DIR installs the very bytes that were verified\n";

/**
 * Writes the lines that install verified locks, and a warning where they read files that others may change.
 * @param copied whether the lines name a folder of verified bytes.
 */
export function formatInstall(install: readonly string[], copied: boolean): string {
  if (install.length === 0) return "";
  const lines = install.map((line) => `  ${escapeText(line)}\n`).join("");
  return `verified; install it with:\n${lines}${copied ? "" : UNCOPIED}`;
}
