import { quote } from "../bytes/quote.ts";
import { Refusal } from "../errors.ts";

/** Tells whether a whole name is one that a pattern means. */
export type Glob = (name: string) => boolean;

/** Longer ones are no patterns that people write; with names of the same length the work stays bounded. */
export const MAX_PATTERN_LENGTH = 4096;

type Token =
  | { readonly kind: "one"; readonly point: number }
  | { readonly kind: "any" }
  | { readonly kind: "many" }
  | {
      readonly kind: "set";
      readonly negated: boolean;
      readonly ranges: readonly (readonly [from: number, to: number])[];
    };

/**
 * Makes a matcher of a pattern, by the letter of Python's `fnmatch.fnmatchcase`: `*` is any text, also across `/` and also of
 * dotfiles, `?` one code point, `[…]` one of a set, `[!…]` one that is not in it; nothing escapes anything.
 * What Python takes for something else than it looks like, or for nothing at all, is refused: a rule that silently
 * matches nothing forbids nothing. Takes time by the product of both lengths at worst, whatever the pattern.
 *
 * @throws Refusal `GLOB_MALFORMED` — empty, a bracket without its end, a range that runs backwards, or longer than `MAX_PATTERN_LENGTH`.
 * @see https://docs.python.org/3/library/fnmatch.html
 */
export function compileGlob(pattern: string): Glob {
  if (pattern === "") throw malformed(pattern, "a pattern", "an empty one");
  if (pattern.length > MAX_PATTERN_LENGTH)
    throw malformed(
      pattern,
      `at most ${MAX_PATTERN_LENGTH} characters`,
      `${pattern.length} characters`,
    );
  const tokens = readTokens(pattern);
  if (tokens.every(({ kind }) => kind === "one")) return (name) => name === pattern;
  if (pattern === "*") return () => true;
  return (name) => matches(tokens, name);
}

function readTokens(pattern: string): readonly Token[] {
  const points = Array.from(pattern);
  const tokens: Token[] = [];
  for (let at = 0; at < points.length; at++) {
    const character = points[at] ?? "";
    if (character === "*") {
      if (tokens.at(-1)?.kind !== "many") tokens.push({ kind: "many" });
    } else if (character === "?") tokens.push({ kind: "any" });
    else if (character === "[") {
      const end = endOfSet(points, at);
      if (end === undefined) throw malformed(pattern, 'a "]" for each "["', "none");
      tokens.push(readSet(points.slice(at + 1, end), pattern));
      at = end;
    } else tokens.push({ kind: "one", point: character.codePointAt(0) ?? 0 });
  }
  return tokens;
}

/** A `]` right after the bracket, or after its `!`, is one of the set. */
function endOfSet(points: readonly string[], start: number): number | undefined {
  let at = start + 1;
  if (points[at] === "!") at++;
  if (points[at] === "]") at++;
  const end = points.indexOf("]", at);
  return end === -1 ? undefined : end;
}

/** A hyphen makes a range of what stands on both its sides, unless what is before it is the end of a range already. */
function readSet(inside: readonly string[], pattern: string): Token {
  const negated = inside[0] === "!";
  const members = negated ? inside.slice(1) : inside;
  const ranges: (readonly [number, number])[] = [];
  for (let at = 0; at < members.length; at++) {
    const from = members[at]?.codePointAt(0) ?? 0;
    const isRange = members[at + 1] === "-" && at + 2 < members.length;
    const to = isRange ? (members[at + 2]?.codePointAt(0) ?? 0) : from;
    if (from > to)
      throw malformed(
        pattern,
        "ranges that run forwards",
        quote(members.slice(at, at + 3).join("")),
      );
    ranges.push([from, to]);
    if (isRange) at += 2;
  }
  return { kind: "set", negated, ranges };
}

/** Goes back to the last star alone: what an earlier one could take, the last can take as well. */
function matches(tokens: readonly Token[], name: string): boolean {
  let [token, at] = [0, 0];
  let [star, resume] = [-1, 0];
  while (at < name.length) {
    const wanted = tokens[token];
    const point = name.codePointAt(at) ?? 0;
    if (wanted?.kind === "many") {
      star = token++;
      resume = at;
    } else if (wanted !== undefined && takes(wanted, point)) {
      token++;
      at += widthOf(point);
    } else if (star !== -1) {
      if (star === tokens.length - 1) return true;
      resume += widthOf(name.codePointAt(resume) ?? 0);
      at = resume;
      token = star + 1;
    } else return false;
  }
  while (tokens[token]?.kind === "many") token++;
  return token === tokens.length;
}

function takes(token: Token, point: number): boolean {
  switch (token.kind) {
    case "one":
      return token.point === point;
    case "set":
      return token.ranges.some(([from, to]) => point >= from && point <= to) !== token.negated;
    default:
      return true;
  }
}

function widthOf(point: number): number {
  return point > 0xffff ? 2 : 1;
}

function malformed(pattern: string, expected: string, found: string): Refusal {
  return new Refusal(
    "GLOB_MALFORMED",
    `pattern ${quote(pattern)}: expected ${expected}, found ${found}`,
    { pattern: pattern.slice(0, 256) },
    { hint: "a bracket that is meant itself stands in brackets: [[]" },
  );
}
