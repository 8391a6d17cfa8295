import { decodeBase64 } from "../bytes/base64.ts";
import { Refusal } from "../errors.ts";
import { type ChecksumLine, malformedLine } from "./checksum-text.ts";

/** A text with signify's signature above it. **Not verified.** */
export interface SignifyEmbedded {
  /** The lines below the signature. */
  readonly lines: readonly ChecksumLine[];
  /** Whatever the signer wrote; nobody signed it. */
  readonly comment: string;
  /** `Ed`, eight bytes that number the key, and an Ed25519 signature. */
  readonly signature: Uint8Array;
}

const COMMENT = "untrusted comment: ";
const SIGNATURE_BYTES = 2 + 8 + 64;

/** Tells whether a text begins as signify's files do. */
export function isSignify(text: string): boolean {
  return text.startsWith(COMMENT);
}

/**
 * Takes apart what `signify -S -e` wrote: a comment, a signature, and the text that it is over.
 *
 * @throws Refusal `CHECKSUMS_MALFORMED` — a signature of another kind, or one that stands alone.
 * @see https://man.openbsd.org/signify
 */
export function splitSignify(lines: readonly ChecksumLine[], what: string): SignifyEmbedded {
  const [comment, base64, ...rest] = lines;
  if (base64 === undefined || rest.length === 0)
    throw malformedLine(what, 2, "a signature and the list below it", "no list");
  return {
    lines: rest,
    comment: (comment?.text ?? "").slice(COMMENT.length),
    signature: readSignature(base64, what),
  };
}

function readSignature({ text, number }: ChecksumLine, what: string): Uint8Array {
  let bytes: Uint8Array;
  try {
    bytes = decodeBase64(text);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    throw malformedLine(what, number, "a signature in base64", "another text");
  }
  if (bytes.length === SIGNATURE_BYTES && bytes[0] === 0x45 && bytes[1] === 0x64) return bytes;
  throw malformedLine(what, number, "a signature by signify, Ed25519", "one of another kind");
}
