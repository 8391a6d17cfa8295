import { digest } from "../bytes/digest.ts";
import { contentOfBytes } from "../bytes/signed-content.ts";
import { Refusal } from "../errors.ts";
import { parseClearText } from "./clear-text.ts";
import { detectSignature } from "./detect-signature.ts";
import { verifyOpenPgp } from "./openpgp-signature.ts";
import type { SignerKey } from "./signer-key.ts";
import { parseSignify, verifySignify } from "./signify.ts";
import {
  type DetachedEvidence,
  type DetachedExpectation,
  openPgpSigner,
} from "./verify-detached.ts";

/** A text that was signed, and nothing that stood around it. */
export interface VerifiedText {
  /** The only bytes of the file that anybody signed; of OpenPGP with LF behind every line. */
  readonly text: Uint8Array;
  /** Its digest is that of `text`. */
  readonly evidence: DetachedEvidence;
}

/**
 * Verifies a text that comes with its signature around it, as signed lists of checksums do: `signify -e` and the cleartext
 * framework of OpenPGP. Give what is returned to whoever reads the text, and never the file.
 *
 * @throws Refusal `SIGNATURE_FORMAT_UNKNOWN`, `SIGNATURE_FORMAT_MISMATCH` — no such text, or not of the key's format.
 * @throws Refusal `SIGNATURE_MALFORMED` — text outside the signature; and see `verifySignify`, `verifyOpenPgp`.
 */
export async function verifyText(
  file: Uint8Array,
  key: SignerKey,
  expectation: DetachedExpectation,
  now: Date,
): Promise<VerifiedText> {
  const { what } = expectation;
  const format = detectSignature(file, what);
  if (format === "signify-embedded" && key.kind === "numbered") {
    const signature = parseSignify(file, what);
    const text = signature.embedded ?? new Uint8Array();
    verifySignify(contentOfBytes(text), signature, key.key, expectation);
    const signer = {
      kind: "numbered",
      id: key.key.id,
      fingerprint: key.key.key.fingerprint,
    } as const;
    const said = { comment: null, claimedTime: null, others: [] };
    return { text, evidence: { format, signer, digest: digest("sha256", text), ...said } };
  }
  if (format === "openpgp-clearsigned" && key.kind === "openpgp") {
    const { signed, text, signature, hashes } = parseClearText(file, what);
    const content = contentOfBytes(signed);
    const question = { content, mode: "text", hashes, what, now } as const;
    const { signedBy, claimedTime, others } = await verifyOpenPgp(signature, key.key, question);
    const signer = openPgpSigner(key.key, signedBy);
    const said = { comment: null, claimedTime, others };
    return { text, evidence: { format, signer, digest: digest("sha256", text), ...said } };
  }
  const expected =
    key.kind === "openpgp" ? "a text with OpenPGP's signature" : "a text with signify's signature";
  throw new Refusal(
    "SIGNATURE_FORMAT_MISMATCH",
    `${what}: expected ${expected} around it, found the format ${format}`,
    { expected, found: format },
    { hint: "give the key that made this signature, or the file that this key signed" },
  );
}
