/** Gives the known word that a mistyped one was probably meant to be: one it begins, or the nearest at most two letters away. */
export function nearest(word: string, known: readonly string[]): string | undefined {
  if (word === "") return undefined;
  const begun = known.find((one) => one.startsWith(word));
  if (begun !== undefined) return begun;
  const ranked = known.map((one) => [one, distance(one, word)] as const);
  const [near, away] = ranked.reduce((best, one) => (one[1] < best[1] ? one : best), [
    "",
    Number.POSITIVE_INFINITY,
  ] as readonly [string, number]);
  return away <= Math.min(2, word.length - 1) ? near : undefined;
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
