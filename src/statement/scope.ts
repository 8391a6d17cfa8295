import { quote } from "../bytes/quote.ts";

/** Which lock a statement is about, so that it cannot serve for one of another project or folder. */
export interface Scope {
  /** `git+https://host/path` of the repository, or null outside git. */
  readonly repository: string | null;
  /** Relative to the root, with `/`. */
  readonly path: string;
}

/** PATH_MAX of Linux; a longer one cannot be opened. */
export const MAX_PATH_BYTES = 4096;

// A terminal obeys the first three, and the rest turns the order of what a reader sees.
const UNPRINTABLE = /[\p{Cc}\u2028\u2029\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069]/u;
const REPOSITORY =
  /^git\+https:\/\/[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?(?::[1-9][0-9]{0,4})?(?:\/[A-Za-z0-9._~!$&'()*+,;=:%-]+)+$/;

/** Tells whether text holds what a terminal obeys, or what turns the order of what a reader sees. */
export function hasControlCharacter(text: string): boolean {
  return UNPRINTABLE.test(text) || !text.isWellFormed();
}

/**
 * Tells what is wrong with a name of a file below the root. Looks at the text only: whether there is such a file,
 * or a link on the way to it, is not known here.
 *
 * @returns what was found instead, in words; undefined for a good name.
 */
export function badPath(path: string): string | undefined {
  if (path === "") return '""';
  if (Buffer.byteLength(path) > MAX_PATH_BYTES) return `${Buffer.byteLength(path)} bytes`;
  if (UNPRINTABLE.test(path)) return `${quote(path)} with a control character`;
  if (path.includes("\\")) return `${quote(path)} with a backslash`;
  if (path.startsWith("/") || /^[A-Za-z]:/.test(path)) return `${quote(path)}, which is absolute`;
  const bad = path.split("/").find((part) => part === "" || part === "." || part === "..");
  return bad === undefined ? undefined : `${quote(path)} with ${quote(bad)} between slashes`;
}

/** Tells whether a text is a repository's URI in the form that we write: no user, query, fragment or empty part. */
export function isRepository(uri: string): boolean {
  return uri.length <= MAX_PATH_BYTES && REPOSITORY.test(uri) && !/\/\.\.?(?:\/|$)/.test(uri);
}
