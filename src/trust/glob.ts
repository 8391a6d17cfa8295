import { quote } from "../bytes/quote.ts";
import { Refusal } from "../errors.ts";

/** Longer than any identity; the work is the product of both lengths. */
export const MAX_PATTERN_LENGTH = 1024;

/**
 * Tells whether a whole text matches a pattern: `*` stands for any characters but `/`, `**` for any at all, and
 * everything else for itself, `.` and `?` and `+` too. Takes time in proportion to both lengths, whatever they hold.
 *
 * @throws Refusal `IDENTITY_PATTERN_MALFORMED` — three stars in a row, nothing but stars, or longer than `MAX_PATTERN_LENGTH`.
 */
export function matchesGlob(pattern: string, text: string): boolean {
  if (pattern.length > MAX_PATTERN_LENGTH || /\*{3}|^\**$/.test(pattern)) {
    throw new Refusal(
      "IDENTITY_PATTERN_MALFORMED",
      `identity pattern: expected at most ${MAX_PATTERN_LENGTH} characters, not only * and **, found ${quote(pattern)}`,
      { found: pattern.slice(0, 256) },
    );
  }
  // reached[n]: the tokens so far match the first n characters of the text.
  const units = text.split("");
  let reached: boolean[] = [true, ...units.map(() => false)];
  for (const token of pattern.match(/\*{1,2}|[^*]/gs) ?? []) {
    const next: boolean[] = [token.startsWith("*") && reached[0] === true];
    for (const [index, unit] of units.entries()) {
      next.push(
        token.startsWith("*")
          ? reached[index + 1] === true ||
              (next[index] === true && (token === "**" || unit !== "/"))
          : reached[index] === true && unit === token,
      );
    }
    reached = next;
  }
  return reached[units.length] === true;
}
