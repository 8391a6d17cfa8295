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
  checkPattern(pattern);
  return matches(pattern.match(/\*{1,2}|[^*]+/g) ?? [], text);
}

/**
 * Tells whether a path matches a pattern, as for ignored files of git: as `matchesGlob`, and `**` with `/` behind it at the
 * beginning of a part stands for no folder, too, so that a pattern with it in front is about the top as well. Never for
 * identities: there it would let one pass that its owner did not write.
 *
 * @throws Refusal `IDENTITY_PATTERN_MALFORMED` — see `matchesGlob`.
 */
export function matchesPath(pattern: string, path: string): boolean {
  checkPattern(pattern);
  return matches(pattern.match(/(?<![^/])\*\*\/|\*{1,2}|[^*]+/g) ?? [], path);
}

function checkPattern(pattern: string): void {
  if (pattern.length > MAX_PATTERN_LENGTH || /\*{3}|^\**$/.test(pattern)) {
    throw new Refusal(
      "IDENTITY_PATTERN_MALFORMED",
      `identity pattern: expected at most ${MAX_PATTERN_LENGTH} characters, not only * and **, found ${quote(pattern)}`,
      { found: pattern.slice(0, 256) },
      {
        hint: "write what may differ as * within a part or ** across parts, and the rest as the identity has it",
      },
    );
  }
}

function matches(tokens: readonly string[], text: string): boolean {
  // Where in the text the tokens so far can end.
  let ends: readonly number[] = [0];
  for (const token of tokens) {
    if (token === "**/") ends = folders(ends, text);
    else
      ends = token.startsWith("*")
        ? stretch(ends, text, token === "**")
        : ends.filter((end) => text.startsWith(token, end)).map((end) => end + token.length);
  }
  return ends.includes(text.length);
}

/** Adds every beginning of a part behind the first place, which is one itself. */
function folders([first, ...others]: readonly number[], text: string): readonly number[] {
  if (first === undefined) return others;
  const reached = [first];
  for (let at = text.indexOf("/", first); at !== -1; at = text.indexOf("/", at + 1))
    reached.push(at + 1);
  return reached;
}

/** Adds what can be reached from each place by any characters, or by any but `/`. */
function stretch(ends: readonly number[], text: string, acrossSlashes: boolean): readonly number[] {
  const reached: number[] = [];
  for (const end of ends) {
    // Places are in order: what an earlier one reached is not walked again.
    for (let at = Math.max(end, (reached.at(-1) ?? -1) + 1); at <= text.length; at += 1) {
      if (at > end && !acrossSlashes && text[at - 1] === "/") break;
      reached.push(at);
    }
  }
  return reached;
}
