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
  // What is alike at both ends takes no step: nearly always little is left.
  const [start, end] = alikeAtEnds(wanted, found);
  const [ours, theirs] = [wanted, found].map((text) => text.slice(start, text.length - end));
  if (ours === undefined || theirs === undefined) return undefined;
  if (most === 1 && Math.max(ours.length, theirs.length) > 2) return undefined;
  const rows = distances(ours, theirs);
  if ((rows[ours.length]?.[theirs.length] ?? 0) > most) return undefined;
  const edits: Edit[] = [];
  let [row, column] = [ours.length, theirs.length];
  const cost = (up: number, left: number): number =>
    rows[row - up]?.[column - left] ?? Number.POSITIVE_INFINITY;
  const note = (kind: Edit["kind"], up: number, left: number): void => {
    edits.unshift({
      kind,
      wanted: ours.slice(row - up, row),
      found: theirs.slice(column - left, column),
      before: wanted.charAt(start + row - up - 1),
      behind: wanted.charAt(start + row),
    });
    row -= up;
    column -= left;
  };
  while (row > 0 || column > 0) {
    const here = cost(0, 0);
    if (row > 0 && column > 0 && ours[row - 1] === theirs[column - 1] && cost(1, 1) === here) {
      row -= 1;
      column -= 1;
    } else if (isSwapped(ours, theirs, row, column) && cost(2, 2) + 1 === here)
      note("swapped", 2, 2);
    else if (cost(1, 1) + 1 === here) note("other", 1, 1);
    else if (cost(1, 0) + 1 === here) note("missing", 1, 0);
    else note("more", 0, 1);
  }
  return edits;
}

/** Counts the letters that two texts begin with alike, and those behind that they end with alike. */
function alikeAtEnds(one: string, other: string): readonly [start: number, end: number] {
  const most = Math.min(one.length, other.length);
  let [start, end] = [0, 0];
  while (start < most && one[start] === other[start]) start += 1;
  while (end < most - start && one.at(-1 - end) === other.at(-1 - end)) end += 1;
  return [start, end];
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
