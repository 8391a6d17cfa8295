import type { JsonValue } from "./json.ts";

/**
 * Writes JSON in the one spelling of RFC 8785: no white space, names sorted by UTF-16 unit, numbers as
 * ECMAScript writes them. The signed or digested bytes are this text in UTF-8.
 * Numbers beyond ±(2^53 − 1) are written as the doubles they are; `parseJson` would not read them.
 *
 * @throws TypeError when a number is not finite or a string has a lone surrogate: no such value comes from `parseJson`.
 * @see https://www.rfc-editor.org/rfc/rfc8785
 */
export function formatCanonicalJson(value: JsonValue): string {
  if (typeof value === "string") return formatString(value);
  if (typeof value === "number") return formatNumber(value);
  if (typeof value !== "object" || value === null) return `${value}`;
  if (isArray(value)) return `[${value.map(formatCanonicalJson).join(",")}]`;
  // §3.2.3: by UTF-16 unit and without regard to locale, which is how sort() compares strings.
  const members = Object.keys(value)
    .sort()
    .map((name) => `${formatString(name)}:${formatCanonicalJson(value[name] ?? null)}`);
  return `{${members.join(",")}}`;
}

function formatNumber(value: number): string {
  if (!Number.isFinite(value)) throw new TypeError(`expected a finite number, found ${value}`);
  return `${Object.is(value, -0) ? 0 : value}`; // §3.2.2.3: minus zero is 0
}

function formatString(value: string): string {
  // JSON.stringify escapes what §3.2.2.2 says and as it says, except that it lets lone surrogates pass.
  if (value.isWellFormed()) return JSON.stringify(value);
  throw new TypeError("expected surrogates in pairs, found one alone");
}

function isArray(value: JsonValue): value is readonly JsonValue[] {
  return Array.isArray(value);
}
