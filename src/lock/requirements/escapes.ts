/** Why escapes cannot be read, in Python's words, and where. */
export interface EscapeFailure {
  readonly at: number;
  readonly reason: string;
}

const SINGLE: Readonly<Record<string, string>> = {
  "\n": "",
  "\\": "\\",
  "'": "'",
  '"': '"',
  a: "\x07",
  b: "\b",
  f: "\f",
  n: "\n",
  r: "\r",
  t: "\t",
  v: "\v",
};

const HEX_DIGITS: Readonly<Record<string, number>> = { x: 2, u: 4, U: 8 };

/**
 * Replaces the escapes of a Python string literal, which are those of the codec `unicode_escape`.
 * An escape that Python does not know stays as it is. `\N{…}` is not supported: it needs the table of
 * character names; it is told as a failure.
 * @param text for the codec: one character a byte.
 * @see https://docs.python.org/3/reference/lexical_analysis.html#escape-sequences
 */
export function replaceEscapes(text: string): string | EscapeFailure {
  let out = "";
  let at = 0;
  for (;;) {
    const next = text.indexOf("\\", at);
    if (next === -1) return out + text.slice(at);
    out += text.slice(at, next);
    const found = readEscape(text, next);
    if ("reason" in found) return found;
    out += found.value;
    at = found.end;
  }
}

/**
 * Replaces `\uXXXX` and `\UXXXXXXXX` where an odd number of backslashes precedes, and nothing else:
 * the codec `raw_unicode_escape`.
 */
export function replaceRawEscapes(text: string): string | EscapeFailure {
  let out = "";
  let at = 0;
  while (at < text.length) {
    const character = text.charAt(at);
    if (character !== "\\" || at + 1 === text.length) {
      out += character;
      at++;
      continue;
    }
    const kind = text.charAt(at + 1);
    if (kind !== "u" && kind !== "U") {
      out += character + kind;
      at += 2;
      continue;
    }
    const found = readHex(text, at, kind);
    if ("reason" in found) return found;
    out += found.value;
    at = found.end;
  }
  return out;
}

type Escape = { readonly value: string; readonly end: number };

function readEscape(text: string, at: number): Escape | EscapeFailure {
  const kind = text.charAt(at + 1);
  if (kind === "") return { at, reason: "\\ at end of string" };
  const single = SINGLE[kind];
  if (single !== undefined) return { value: single, end: at + 2 };
  if (kind === "x" || kind === "u" || kind === "U") return readHex(text, at, kind);
  if (kind === "N") return { at, reason: "character names are not supported here" };
  const octal = /^[0-7]{1,3}/.exec(text.slice(at + 1, at + 4));
  if (octal === null) return { value: `\\${kind}`, end: at + 2 };
  return {
    value: String.fromCharCode(Number.parseInt(octal[0], 8)),
    end: at + 1 + octal[0].length,
  };
}

function readHex(text: string, at: number, kind: "x" | "u" | "U"): Escape | EscapeFailure {
  const length = HEX_DIGITS[kind] ?? 0;
  const digits = text.slice(at + 2, at + 2 + length);
  if (digits.length !== length || !/^[0-9a-fA-F]*$/.test(digits)) {
    return { at, reason: `truncated \\${kind}${"X".repeat(length)} escape` };
  }
  const point = Number.parseInt(digits, 16);
  if (point > 0x10ffff) return { at, reason: "illegal Unicode character" };
  return { value: String.fromCodePoint(point), end: at + 2 + length };
}
