/** One step from a name to another: what somebody who mistypes it does. */
export interface Edit {
  readonly kind: "missing" | "more" | "other" | "swapped";
  /** The letter that is wanted, and the one that is there; empty where there is none. */
  readonly wanted: string;
  readonly found: string;
  /** The letters before and behind it in what is wanted; empty at an end. */
  readonly before: string;
  readonly behind: string;
}

/**
 * Finds the fewest steps from one text to another: letters missing, too many, others, or neighbours that are swapped.
 * @returns undefined where it takes more than `most`.
 * @see Damerau's distance, in the form in which no letter is edited twice (optimal string alignment)
 */
export function findEdits(
  wanted: string,
  found: string,
  most: number,
): readonly Edit[] | undefined {
  if (Math.abs(wanted.length - found.length) > most) return undefined;
  const rows = distances(wanted, found);
  if ((rows[wanted.length]?.[found.length] ?? 0) > most) return undefined;
  const edits: Edit[] = [];
  let [row, column] = [wanted.length, found.length];
  const cost = (up: number, left: number): number =>
    rows[row - up]?.[column - left] ?? Number.POSITIVE_INFINITY;
  const note = (kind: Edit["kind"], up: number, left: number): void => {
    const [from, to] = [row - up, column - left];
    const [behind, before] = [wanted.charAt(row), wanted.charAt(from - 1)];
    edits.unshift({
      kind,
      wanted: wanted.slice(from, row),
      found: found.slice(to, column),
      before,
      behind,
    });
    [row, column] = [from, to];
  };
  while (row > 0 || column > 0) {
    const here = cost(0, 0);
    if (row > 0 && column > 0 && wanted[row - 1] === found[column - 1] && cost(1, 1) === here) {
      row -= 1;
      column -= 1;
    } else if (isSwapped(wanted, found, row, column) && cost(2, 2) + 1 === here)
      note("swapped", 2, 2);
    else if (cost(1, 1) + 1 === here) note("other", 1, 1);
    else if (cost(1, 0) + 1 === here) note("missing", 1, 0);
    else note("more", 0, 1);
  }
  return edits;
}

function distances(wanted: string, found: string): readonly number[][] {
  const rows: number[][] = [[...Array(found.length + 1).keys()]];
  for (let row = 1; row <= wanted.length; row += 1) {
    const [above, own] = [rows[row - 1] ?? [], [row]];
    for (let column = 1; column <= found.length; column += 1) {
      const same = wanted[row - 1] === found[column - 1] ? 0 : 1;
      let least = Math.min(
        (above[column] ?? 0) + 1,
        (own[column - 1] ?? 0) + 1,
        (above[column - 1] ?? 0) + same,
      );
      if (isSwapped(wanted, found, row, column))
        least = Math.min(least, (rows[row - 2]?.[column - 2] ?? 0) + 1);
      own.push(least);
    }
    rows.push(own);
  }
  return rows;
}

function isSwapped(wanted: string, found: string, row: number, column: number): boolean {
  return (
    row > 1 &&
    column > 1 &&
    wanted[row - 1] === found[column - 2] &&
    wanted[row - 2] === found[column - 1] &&
    wanted[row - 1] !== wanted[row - 2]
  );
}
