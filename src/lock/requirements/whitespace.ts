/**
 * What Python calls white space (`str.isspace`, `str.strip`, `\s` of `re`), as the inside of a character class.
 * JavaScript's `\s` differs: it knows U+FEFF, and neither FS, GS, RS, US nor NEL.
 * @see https://docs.python.org/3/library/stdtypes.html#str.isspace
 */
export const PYTHON_SPACE =
  "\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000";

const SPACE = new RegExp(`^[${PYTHON_SPACE}]$`);

/** Tells whether Python takes one UTF-16 unit for white space. */
export function isPythonSpace(unit: number): boolean {
  if (unit > 0x20 && unit < 0x85) return false;
  return SPACE.test(String.fromCharCode(unit));
}

/** Removes leading and trailing white space as Python's `str.strip()` does. */
export function stripSpace(text: string): string {
  let start = 0;
  let end = text.length;
  while (start < end && isPythonSpace(text.charCodeAt(start))) start++;
  while (end > start && isPythonSpace(text.charCodeAt(end - 1))) end--;
  return start === 0 && end === text.length ? text : text.slice(start, end);
}
