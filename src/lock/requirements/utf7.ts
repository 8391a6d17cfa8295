/** Why bytes are not UTF-7, in Python's words, and at which offset. */
export interface Utf7Failure {
  readonly at: number;
  readonly reason: string;
}

const BASE64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/**
 * Decodes UTF-7 as Python does: every ASCII character but `+` stands for itself, a shifted section ends at
 * the first byte that is not base64. That is more than RFC 2152 lets through, and what pip reads.
 * @see https://www.rfc-editor.org/rfc/rfc2152
 */
export function decodeUtf7(bytes: Uint8Array): string | Utf7Failure {
  let out = "";
  let at = 0;
  while (at < bytes.length) {
    const byte = bytes[at] ?? 0;
    if (byte > 0x7f) return { at, reason: "unexpected special character" };
    if (byte !== 0x2b) {
      out += String.fromCharCode(byte);
      at++;
      continue;
    }
    const section = readSection(bytes, at);
    if ("reason" in section) return section;
    out += section.value;
    at = section.end;
  }
  return out;
}

function readSection(
  bytes: Uint8Array,
  start: number,
): { value: string; end: number } | Utf7Failure {
  let at = start + 1;
  if (bytes[at] === 0x2d) return { value: "+", end: at + 1 };
  if (at < bytes.length && digit(bytes[at]) === -1)
    return { at: start, reason: "ill-formed sequence" };
  let value = "";
  let buffer = 0;
  let bits = 0;
  for (let six = digit(bytes[at]); six !== -1; six = digit(bytes[++at])) {
    buffer = (buffer << 6) | six;
    bits += 6;
    if (bits < 16) continue;
    bits -= 16;
    value += String.fromCharCode(buffer >> bits);
    buffer &= (1 << bits) - 1;
  }
  const dangling = /[\ud800-\udbff]$/.test(value);
  if (at === bytes.length) {
    const unfinished = dangling || bits >= 6 || buffer !== 0;
    return unfinished ? { at: start, reason: "unterminated shift sequence" } : { value, end: at };
  }
  if (bits >= 6) return { at: start, reason: "partial character in base64 sequence" };
  if (buffer !== 0) return { at: start, reason: "non-zero padding bits in shift sequence" };
  const end = bytes[at] ?? 0;
  // Python forgets a lone high surrogate when what follows is neither base64 nor ASCII.
  if (dangling && end > 0x7f) value = value.slice(0, -1);
  return { value, end: end === 0x2d ? at + 1 : at };
}

function digit(byte: number | undefined): number {
  return byte === undefined || byte > 0x7f ? -1 : BASE64.indexOf(String.fromCharCode(byte));
}
