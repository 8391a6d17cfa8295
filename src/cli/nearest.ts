/** Gives the known word that a mistyped one was probably meant to be: one it begins, or one at most two letters away. */
export function nearest(word: string, known: readonly string[]): string | undefined {
  if (word === "") return undefined;
  return known.find(
    (one) => one.startsWith(word) || distance(one, word) <= Math.min(2, word.length - 1),
  );
}

/** Counts the letters to change, add or drop between two words (Levenshtein). */
function distance(one: string, other: string): number {
  let row = [...Array(other.length + 1).keys()];
  for (const [index, letter] of [...one].entries()) {
    const next = [index + 1];
    for (const [at, against] of [...other].entries()) {
      next.push(
        Math.min(
          (row[at + 1] ?? 0) + 1,
          (next[at] ?? 0) + 1,
          (row[at] ?? 0) + (letter === against ? 0 : 1),
        ),
      );
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}
