import { holdContent, MAX_PURE_BYTES, type SignedContent } from "../bytes/signed-content.ts";
import type { NumberedKey } from "../key/numbered-key.ts";
import { malformedSignature } from "./malformed-signature.ts";
import {
  demandKeyId,
  legacySignature,
  type NumberedSignature,
  parseNumberedSignature,
  verifyPure,
} from "./numbered-signature.ts";

/** What minisign signs in a file's place. */
const BLAKE2B_BYTES = 64;

/** A signature file of signify, as it was read. */
export interface SignifySignature extends NumberedSignature {
  readonly mode: "pure";
  /** The text that an embedded signature (`signify -S -e`) comes with; null for a detached one. */
  readonly embedded: Uint8Array | null;
}

/**
 * Reads a signature file of signify, detached or embedded. **Nothing is verified.**
 * Lines may end in CRLF, and the second has to end, as in signify itself. What follows it is the embedded text, to the last byte.
 *
 * @throws Refusal `SIGNATURE_MALFORMED` — says which line.
 * @see https://man.openbsd.org/signify.1
 */
export function parseSignify(file: Uint8Array, what: string): SignifySignature {
  const text = Buffer.from(file).toString("latin1");
  const head = parseNumberedSignature(text, what);
  if (head.mode !== "pure")
    throw malformedSignature(what, "line 2", "the algorithm Ed", '"ED", which is minisign\'s');
  if (text[head.next - 1] !== "\n")
    throw malformedSignature(what, "line 2", "a line that ends", "the end of the file in it");
  return {
    ...head,
    mode: "pure",
    embedded: head.next === file.length ? null : file.subarray(head.next),
  };
}

/**
 * Verifies a signature of signify over the content. The format signs the bytes themselves with pure Ed25519, which takes
 * them twice: they are held in memory, up to `MAX_PURE_BYTES`.
 *
 * @throws Refusal `SIGNATURE_KEY_MISMATCH`, `SIGNATURE_INVALID`, `INPUT_TOO_LARGE` — each for what it says.
 * @throws Refusal `SIGNATURE_LEGACY` — the key is minisign's.
 */
export function verifySignify(
  content: SignedContent,
  signature: SignifySignature,
  key: NumberedKey,
  options: { readonly what: string; readonly unsafeAllowLegacy: boolean },
): void {
  const { what, unsafeAllowLegacy } = options;
  demandKeyId(signature, key, what);
  // Else a key of minisign would have signed every file of 64 bytes that is the digest of one it did sign.
  if (key.tool === "minisign" && !unsafeAllowLegacy)
    throw legacySignature(
      what,
      "signify's format, by a key of minisign",
      "take the .minisig file that minisign wrote; or allow it by name: --unsafe-legacy",
    );
  const message = holdContent(content, MAX_PURE_BYTES, what);
  if (key.tool === null && message.length === BLAKE2B_BYTES && !unsafeAllowLegacy)
    throw legacySignature(
      what,
      `signify's format, over ${BLAKE2B_BYTES} bytes, by a key that does not say whose it is`,
      'give the key file as signify -G wrote it: its comment ends in "public key"',
    );
  verifyPure(message, signature.signature, key, what);
}
