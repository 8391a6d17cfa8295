const SPACE = " \t\r\n";

/**
 * Splits text into words as Python's `shlex.split` does: POSIX rules, comments off.
 * Returns undefined where a quote is not closed or an escape stands at the end (Python raises ValueError).
 * @see https://docs.python.org/3/library/shlex.html#parsing-rules
 */
export function splitWords(text: string): string[] | undefined {
  const words: string[] = [];
  let word: string | undefined;
  for (let at = 0; at < text.length; at++) {
    const character = text.charAt(at);
    if (SPACE.includes(character)) {
      if (word !== undefined) words.push(word);
      word = undefined;
    } else if (character === "\\") {
      if (++at === text.length) return undefined;
      word = (word ?? "") + text.charAt(at);
    } else if (character === "'") {
      const end = text.indexOf("'", at + 1);
      if (end === -1) return undefined;
      word = (word ?? "") + text.slice(at + 1, end);
      at = end;
    } else if (character === '"') {
      const quoted = doubleQuoted(text, at + 1);
      if (quoted === undefined) return undefined;
      word = (word ?? "") + quoted.value;
      at = quoted.end;
    } else {
      word = (word ?? "") + character;
    }
  }
  if (word !== undefined) words.push(word);
  return words;
}

function doubleQuoted(text: string, start: number): { value: string; end: number } | undefined {
  let value = "";
  for (let at = start; at < text.length; at++) {
    const character = text.charAt(at);
    if (character === '"') return { value, end: at };
    if (character !== "\\") {
      value += character;
      continue;
    }
    if (++at === text.length) return undefined;
    const escaped = text.charAt(at);
    // Between double quotes only the quote and the backslash can be escaped; before others a backslash stays.
    value += escaped === '"' || escaped === "\\" ? escaped : `\\${escaped}`;
  }
  return undefined;
}
