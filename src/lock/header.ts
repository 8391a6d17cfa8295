import { quoteForShell } from "../shell-word.ts";
import type { SourceText } from "./strict/source.ts";

/**
 * Gives the command that makes a lock anew with hashes: the one its own header names, or the usual one.
 * A header is text that anybody may have written, so only a plain command of a known tool is repeated.
 */
export function commandWithHashes(source: SourceText): string {
  const header = source.text.slice(0, 2048);
  const written =
    /(?:^|\n)# {2,}((?:pip-compile|uv pip compile|uv export)(?: [A-Za-z0-9@%+=:,./_-]+)*)\r?(?:\n|$)/.exec(
      header,
    )?.[1];
  if (written !== undefined) {
    if (written.startsWith("uv export")) return written.replace(/ --no-hashes\b/, "");
    return written.includes("--generate-hashes") ? written : `${written} --generate-hashes`;
  }
  const [input, output] = [source.name.replace(/(?:\.txt|\.lock)?$/, ".in"), source.name].map(
    quoteForShell,
  );
  return `uv pip compile --generate-hashes ${input} -o ${output}, or pip-compile --generate-hashes --output-file=${output} ${input}`;
}
