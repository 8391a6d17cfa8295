import { matchesPath } from "../trust/glob.ts";

/**
 * Says whether a pattern is about a file: `*` within a part of its path, `**` across parts, and everything else for itself.
 * @param path relative to the policy's folder, with `/`.
 * @throws Refusal `IDENTITY_PATTERN_MALFORMED` — see `matchesPath`.
 */
export function isSubject(pattern: string, path: string): boolean {
  // For an identity stars alone would be anybody; of files they are every one.
  return matchesPath(`./${pattern}`, `./${path}`);
}
