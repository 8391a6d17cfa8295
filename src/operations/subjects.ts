import type { Finding } from "../finding.ts";
import { expandFiles } from "../io/expand.ts";

/** What is to be verified, spelt out; or the objection that it is nothing. */
export type Subjects = readonly string[] | Finding;

/**
 * Spells out what a command line names: folders as their files, patterns as what they match.
 * @throws Refusal `INPUT_TOO_LARGE` — see `expandFiles`.
 */
export function expandSubjects(words: readonly string[], cwd: string): Subjects {
  const files = expandFiles(words, cwd);
  if (files.length > 0) return files;
  const subject = words.join(" ");
  return {
    rule: "SIGNATURE_NONE",
    verdict: "refused",
    subject,
    message: "expected at least one file to verify, found none in the folder",
    expected: "a file",
    found: "none",
    help: "name the folder that the files are in",
  };
}
