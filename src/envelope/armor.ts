import { decodeBase64 } from "../bytes/base64.ts";
import { malformedSignature } from "./malformed-signature.ts";

const ARMOR =
  /^-----BEGIN PGP SIGNATURE-----\n((?:[!-9;-~]+: [^\n]*\n)*)\n((?:[A-Za-z0-9+/=]+\n)+?)(?:=([A-Za-z0-9+/]{4})\n)?-----END PGP SIGNATURE-----\n?$/;

/**
 * Takes an OpenPGP signature out of its armor: one block and nothing around it, canonical base64, lines that end in LF or
 * CRLF. The headers, such as a comment, are unread: no signature covers them. The checksum is held against the bytes where
 * there is one.
 *
 * @param text byte for character.
 * @throws Refusal `SIGNATURE_MALFORMED`
 * @see https://www.rfc-editor.org/rfc/rfc9580#section-6
 */
export function unarmorSignature(text: string, what: string): Uint8Array {
  const [, , body, checksum] = ARMOR.exec(text.replaceAll("\r\n", "\n")) ?? [];
  if (body === undefined)
    throw malformedSignature(
      what,
      "",
      "base64 between BEGIN PGP SIGNATURE and END PGP SIGNATURE, and nothing around it",
      "another text",
    );
  let bytes: Uint8Array;
  try {
    bytes = decodeBase64(body.replaceAll("\n", ""));
  } catch (cause) {
    throw malformedSignature(what, "the armor", "canonical base64", "another text", cause);
  }
  if (checksum === undefined) return bytes;
  const expected = crc24(bytes).toString("base64");
  if (checksum === expected) return bytes;
  throw malformedSignature(what, "the armor", `the checksum ${expected}`, checksum);
}

/** @see https://www.rfc-editor.org/rfc/rfc9580#section-6.1.1 */
function crc24(bytes: Uint8Array): Buffer {
  let crc = 0xb704ce;
  for (const byte of bytes) {
    crc ^= byte << 16;
    for (let bit = 0; bit < 8; bit++) {
      crc <<= 1;
      if ((crc & 0x1000000) !== 0) crc ^= 0x1864cfb;
    }
  }
  const three = Buffer.alloc(3);
  three.writeUIntBE(crc & 0xffffff, 0, 3);
  return three;
}
