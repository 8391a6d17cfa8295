import { findCertificate, isSignatureAlone } from "../io/beside.ts";
import { readFile } from "../io/files.ts";
import type { BareSignature } from "../sigstore/bare-signature.ts";
import { MAX_SIGSTORE_BUNDLE_BYTES } from "../sigstore/bundle-limit.ts";
import { type FoundSignature, parseAnySignatures } from "../sigstore/detect.ts";
import { MAX_PEM_SIGNER_BYTES, parsePemSigner } from "../sigstore/pem-signer.ts";
import { parseSignatureText } from "../sigstore/signature-text.ts";

/**
 * Reads what a signature file holds, and for a signature that stands alone the certificate beside it.
 *
 * @param name as findings name the file.
 * @returns nothing for another tool's signature, or for a file that only has the name of one of ours.
 * @throws Refusal see `readFile`, `parseAnySignatures`, `parseSignatureText`, `parsePemSigner`.
 */
export function readSignatures(path: string, name: string): readonly FoundSignature[] {
  const bytes = readFile(path, MAX_SIGSTORE_BUNDLE_BYTES);
  const isObject = bytes.find((byte) => byte > 0x20) === 0x7b;
  if (isSignatureAlone(path) && !isObject) return readAlone(bytes, path, name);
  if (isAnybodys(path) && !(isObject && hasMark(bytes))) return [];
  return parseAnySignatures(bytes, name);
}

/** Names that other programs give to files of other kinds, such as a statement that nobody signed. */
function isAnybodys(path: string): boolean {
  return /(?<!\.cosign)\.bundle$|\.(?:intoto|dsse|att)$/.test(path);
}

/** The fields by which the forms are told from one another. */
const MARKS = ['"base64Signature"', '"payloadType"', '"mediaType"', '"verification_material"'];

function hasMark(bytes: Uint8Array): boolean {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return MARKS.some((mark) => text.includes(mark));
}

function readAlone(bytes: Uint8Array, path: string, name: string): readonly BareSignature[] {
  const signature = parseSignatureText(bytes, name);
  if (signature === undefined) return [];
  const beside = findCertificate(path);
  const signer =
    beside === undefined
      ? undefined
      : parsePemSigner(readFile(beside, MAX_PEM_SIGNER_BYTES), beside);
  const content = { kind: "signature", signature } as const;
  return [{ kind: "bare", form: "a signature alone", content, signer, entry: undefined }];
}
