import { decodeBase64 } from "../bytes/base64.ts";
import { DerReader, TAG } from "../bytes/der.ts";
import { malformedSignature } from "../envelope/malformed-signature.ts";
import { Refusal } from "../errors.ts";
import { MAX_SIGNATURE_BYTES } from "../key/signature.ts";

/** A signature in base64, in lines. */
export const MAX_SIGNATURE_TEXT_BYTES = 8192;

const EXPECTED = "a signature in base64";
/** Raw lengths: Ed25519, and RSA of 2048 to 4096 bits. */
const RAW_LENGTHS: readonly number[] = [64, 256, 384, 512];
/** How signatures of other tools begin: OpenPGP, SSH, minisign and signify, PKCS#7. */
const OTHERS = /^(?:-----BEGIN |untrusted comment:)/;

/**
 * Reads a file that holds a signature and nothing else, as `cosign sign-blob --output-signature` and `openssl dgst -sign`
 * write it: base64, on one line, or the bytes themselves. Checks the encoding only: **nothing is verified**.
 *
 * @param what names the file in a refusal.
 * @returns undefined for a signature of another tool: OpenPGP, SSH, minisign, signify.
 * @throws Refusal `SIGNATURE_MALFORMED` — nothing, or no signature of a key that is supported.
 */
export function parseSignatureText(bytes: Uint8Array, what: string): Uint8Array | undefined {
  const text = Buffer.from(bytes).toString("latin1").trim();
  if (OTHERS.test(text)) return undefined;
  if (bytes.length > MAX_SIGNATURE_TEXT_BYTES)
    throw malformedSignature(what, "", EXPECTED, `${bytes.length} bytes`);
  const decoded = /^[A-Za-z0-9+/]+={0,2}$/.test(text) ? decode(text) : undefined;
  if (decoded !== undefined && decoded.length <= MAX_SIGNATURE_BYTES) return decoded;
  if (isEcdsaSignature(bytes) || RAW_LENGTHS.includes(bytes.length)) return bytes;
  // RFC 9580 §4.2: a signature packet, in either form of a header.
  if (bytes[0] === 0xc2 || (bytes[0] !== undefined && bytes[0] >= 0x88 && bytes[0] <= 0x8b))
    return undefined;
  throw malformedSignature(what, "", EXPECTED, bytes.length === 0 ? "nothing" : "other bytes");
}

function decode(text: string): Uint8Array | undefined {
  try {
    return decodeBase64(text);
  } catch (error) {
    if (error instanceof Refusal) return undefined;
    throw error;
  }
}

function isEcdsaSignature(bytes: Uint8Array): boolean {
  try {
    const outer = new DerReader(bytes);
    const pair = outer.enter(TAG.sequence);
    pair.integer();
    pair.integer();
    pair.finish();
    outer.finish();
    return true;
  } catch (error) {
    if (error instanceof Refusal) return false;
    throw error;
  }
}
