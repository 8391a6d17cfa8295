// What str.isprintable refuses: other, and separators but the space.
const UNPRINTABLE = /[\p{C}\p{Z}]/u;
const NAMED: Readonly<Record<string, string>> = { "\t": "\\t", "\n": "\\n", "\r": "\\r" };

/**
 * Writes text as Python's `repr` does, for messages that pip builds with `!r`.
 * Follows the Unicode version of this runtime, which may print a newer letter where an older Python escapes it.
 * @see https://docs.python.org/3/library/functions.html#repr
 */
export function pythonRepr(text: string): string {
  const quote = text.includes("'") && !text.includes('"') ? '"' : "'";
  let out = quote;
  for (const character of text) {
    if (character === quote || character === "\\") out += `\\${character}`;
    else if (character >= " " && character <= "~") out += character;
    else if (NAMED[character] !== undefined) out += NAMED[character];
    else out += UNPRINTABLE.test(character) ? escaped(character) : character;
  }
  return out + quote;
}

function escaped(character: string): string {
  const hex = (character.codePointAt(0) ?? 0).toString(16);
  if (hex.length <= 2) return `\\x${hex.padStart(2, "0")}`;
  return hex.length <= 4 ? `\\u${hex.padStart(4, "0")}` : `\\U${hex.padStart(8, "0")}`;
}
