import { compileGlob } from "../layout/glob.ts";

/** What in-toto leaves out unless it is told otherwise: links themselves, git's own files, leftovers. */
export const DEFAULT_EXCLUDE: readonly string[] = ["*.link*", ".git", "*.pyc", "*~"];

/**
 * Makes what tells whether a path is left out: by a pattern of the whole path, or of a name in it.
 * @throws Refusal `GLOB_MALFORMED` — see `compileGlob`.
 */
export function excluder(patterns: readonly string[]): (path: string) => boolean {
  const globs = patterns.map(compileGlob);
  return (path) => globs.some((glob) => glob(path) || path.split("/").some(glob));
}
