import { Refusal } from "../errors.ts";
import { quote } from "./quote.ts";

/** Encodes standard base64 with padding and without line ends. */
export function encodeBase64(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("base64");
}

/**
 * Decodes standard base64 that has the one spelling its bytes have: padded, no white space, unused bits zero.
 * Sets no limit of its own: the reader of the surrounding document has one.
 *
 * @throws Refusal `BASE64_MALFORMED` with the offset of the first character that cannot stand there.
 * @see https://www.rfc-editor.org/rfc/rfc4648#section-3.5
 */
export function decodeBase64(text: string): Uint8Array {
  const bytes = Buffer.from(text, "base64");
  // The decoder below us takes junk, both alphabets and stray bits; only the canonical text comes out again.
  if (bytes.toString("base64") === text) return bytes;
  throw malformed(text, text);
}

/**
 * Decodes base64 in the standard or in the URL-safe alphabet, as a foreign DSSE envelope may have either.
 * A text that mixes the alphabets is refused; padding and unused bits are as strict as in `decodeBase64`.
 *
 * @throws Refusal `BASE64_MALFORMED` with the offset of the first character that cannot stand there.
 * @see https://github.com/secure-systems-lab/dsse/blob/v1.0.2/envelope.md
 */
export function decodeEitherBase64(text: string): Uint8Array {
  if (!/[-_]/.test(text)) return decodeBase64(text);
  const mixed = text.search(/[+/]/);
  if (mixed !== -1) throw refusal("base64 in one alphabet", text, mixed);
  const standard = text.replaceAll("-", "+").replaceAll("_", "/");
  const bytes = Buffer.from(standard, "base64");
  if (bytes.toString("base64") === standard) return bytes;
  throw malformed(text, standard);
}

/** `standard` is `text` character by character in the standard alphabet, so offsets hold for both. */
function malformed(text: string, standard: string): Refusal {
  const body = /^[A-Za-z0-9+/]*/.exec(standard)?.[0].length ?? 0;
  const padded = Math.ceil(body / 4) * 4;
  let at = body;
  // After the body only its own padding may follow; a group of one character has none that helps.
  if (body % 4 > 1) while (at < padded && standard[at] === "=") at++;
  // Nothing is out of place, so the last character carries bits that no byte has.
  if (at === standard.length && at === padded) at = body - 1;
  return refusal("canonical base64", text, at);
}

function refusal(expected: string, text: string, at: number): Refusal {
  const found = at < text.length ? quote(text.charAt(at)) : "the end";
  return new Refusal(
    "BASE64_MALFORMED",
    `base64: expected ${expected}, found ${found} at offset ${at}`,
    { at },
  );
}
