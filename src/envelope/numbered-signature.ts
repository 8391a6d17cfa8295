import { verify } from "node:crypto";
import { decodeBase64 } from "../bytes/base64.ts";
import { quote } from "../bytes/quote.ts";
import { Refusal } from "../errors.ts";
import { lineAt, objectToComment, UNTRUSTED_COMMENT } from "../key/comment-lines.ts";
import { formatKeyId, type NumberedKey } from "../key/numbered-key.ts";
import { malformedSignature } from "./malformed-signature.ts";

/** What minisign's and signify's signature files begin with. */
export interface NumberedSignature {
  /** `prehashed` is over a BLAKE2b-512 digest, `pure` over the bytes themselves. */
  readonly mode: "prehashed" | "pure";
  /** The number of the key, as minisign prints it. */
  readonly keyId: string;
  readonly signature: Uint8Array;
  /** Where the third line begins. */
  readonly next: number;
}

/** Two letters, eight bytes of the key's number, the signature. */
const BYTES = 74;

/**
 * Reads the two lines that minisign's and signify's signatures begin with: a comment that nobody signed, and the signature.
 * @param text the file, byte for character.
 * @throws Refusal `SIGNATURE_MALFORMED`.
 */
export function parseNumberedSignature(text: string, what: string): NumberedSignature {
  const comment = lineAt(text, 0);
  const objection = objectToComment(comment?.text ?? "");
  if (comment === undefined || objection !== undefined)
    throw malformedSignature(
      what,
      "line 1",
      `"${UNTRUSTED_COMMENT}" and a comment`,
      objection ?? "the end",
    );
  const line = lineAt(text, comment.next);
  if (line === undefined) throw malformedSignature(what, "line 2", "a signature", "the end");
  const bytes = decodeLine(line.text, "line 2", BYTES, what);
  const letters = Buffer.from(bytes.subarray(0, 2)).toString("latin1");
  if (letters !== "ED" && letters !== "Ed")
    throw malformedSignature(what, "line 2", "the algorithm ED or Ed", quote(letters));
  return {
    mode: letters === "ED" ? "prehashed" : "pure",
    keyId: formatKeyId(bytes.subarray(2, 10)),
    signature: bytes.subarray(10),
    next: line.next,
  };
}

/** Decodes a line of base64 that has to hold so many bytes. @throws Refusal `SIGNATURE_MALFORMED` */
export function decodeLine(line: string, at: string, length: number, what: string): Uint8Array {
  let bytes: Uint8Array;
  try {
    bytes = decodeBase64(line);
  } catch (cause) {
    throw malformedSignature(what, at, "canonical base64 alone", quote(line), cause);
  }
  if (bytes.length === length) return bytes;
  throw malformedSignature(what, at, `${length} bytes in base64`, `${bytes.length}`);
}

/** Refuses a signature that names another key: it may be good, but nobody here can tell. @throws Refusal `SIGNATURE_KEY_MISMATCH` */
export function demandKeyId(signature: NumberedSignature, key: NumberedKey, what: string): void {
  if (signature.keyId === key.id) return;
  throw new Refusal(
    "SIGNATURE_KEY_MISMATCH",
    `${what}: expected a signature by the key ${key.id}, found one by the key ${signature.keyId}`,
    { expected: key.id, found: signature.keyId },
    { hint: "give the key of the file's signer, from a place other than the file's" },
  );
}

/** Verifies a signature with pure Ed25519. @throws Refusal `SIGNATURE_INVALID` */
export function verifyPure(
  message: Uint8Array,
  signature: Uint8Array,
  key: NumberedKey,
  what: string,
): void {
  if (verify(null, message, key.key.key, signature)) return;
  throw new Refusal(
    "SIGNATURE_INVALID",
    `${what}: expected a signature over these bytes by the key ${key.id}, found one over other bytes`,
    { keys: [key.key.fingerprint] },
    {
      hint: "fetch file and signature again, from one release; where both stay, the file was changed",
    },
  );
}

/** What a key of minisign can be made to have signed without knowing, when its newer signatures are read as older ones. */
export function legacySignature(what: string, format: string, hint: string): Refusal {
  return new Refusal(
    "SIGNATURE_LEGACY",
    `${what}: expected a signature over the file's BLAKE2b digest, found one over the bytes themselves (${format}), which a digest's own signature can be passed off as`,
    { format },
    { hint },
  );
}
