/** Quotes our own text as one word of a POSIX shell, of zsh too. */
export function quoteWord(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
