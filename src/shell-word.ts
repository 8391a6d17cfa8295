/**
 * Quotes a path for a POSIX shell where it needs it. A path that begins with a dash is made one that does not, and
 * so is one that begins as a URL does: pip would fetch `file:/srv/r.txt`, which is not the folder `file:` that was read.
 */
export function quoteForShell(path: string): string {
  return quoteWord(/^(?:-|[A-Za-z][A-Za-z0-9+.-]*:)/.test(path) ? `./${path}` : path);
}

/** Quotes what is no path for a POSIX shell where it needs it, such as the value of an option. */
export function quoteWord(text: string): string {
  return /^[A-Za-z0-9@%+=:,./_-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}
