import type { Edit } from "./edits.ts";

/**
 * Says how well a mistake of the hand or the eye explains an edit, in percent: two letters swapped are hardly ever meant, another
 * digit at the end is. The weights were found by trial, on the names of the list itself: see docs/names.md.
 */
export function weighEdit({ kind, wanted, found, before, behind }: Edit): number {
  const isFirst = before === "";
  const isLast = behind === "";
  switch (kind) {
    case "swapped":
      return DIGITS.test(wanted) ? 30 : 100;
    case "missing":
      if (DIGITS.test(wanted)) return 30;
      if (wanted === before || wanted === behind) return 100;
      if (isLast) return wanted === "s" ? 51 : 60;
      return isFirst ? 65 : 95;
    case "more":
      if (found === before || found === behind) return DIGITS.test(found) ? 60 : 100;
      if (DIGITS.test(found)) return weighDigit(before, behind);
      if (isLast) return found === "s" ? 50 : 62;
      if (isFirst) return 50;
      return isNear(found, before) || isNear(found, behind) ? 90 : 75;
    case "other": {
      if (DIGITS.test(wanted)) return 20;
      if (DIGITS.test(found)) return isNear(wanted, found) && !isLast ? 90 : 20;
      const isLike =
        isNear(wanted, found) || ALIKE.some((all) => all.includes(wanted) && all.includes(found));
      return (isLike ? 90 : 62) - (isFirst ? 25 : isLast ? 10 : 0);
    }
  }
}

/** One more digit: of a version at the end or beside others, else a slip. */
function weighDigit(before: string, behind: string): number {
  if (behind === "") return 20;
  return DIGITS.test(before + behind) ? 30 : 85;
}

const DIGITS = /[0-9]/;

/** Letters that sound alike, any two of a row. */
const ALIKE = ["aeiouy", "cks", "sz", "fv", "dt", "bp", "kq", "gj", "mn"];

const KEYBOARD = ["1234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm"];

/** Says whether two keys lie beside one another, above or below. */
function isNear(one: string, other: string): boolean {
  const [a, b] = [placeOf(one), placeOf(other)];
  return Math.abs(a.row - b.row) <= 1 && Math.abs(a.column - b.column) <= 1;
}

function placeOf(key: string): { readonly row: number; readonly column: number } {
  const row = key === "" ? -1 : KEYBOARD.findIndex((keys) => keys.includes(key));
  // What is on no row is near to nothing.
  return { row: row === -1 ? Number.NaN : row, column: KEYBOARD[row]?.indexOf(key) ?? Number.NaN };
}
