import { detectSignature, MAX_SIGNATURE_FILE_BYTES } from "../envelope/detect-signature.ts";
import type { SignerKey } from "../envelope/signer-key.ts";
import type { DetachedExpectation } from "../envelope/verify-detached.ts";
import { type VerifiedText, verifyText } from "../envelope/verify-text.ts";
import { Refusal } from "../errors.ts";
import type { Finding } from "../finding.ts";
import { readFile } from "../io/files.ts";

/**
 * Verifies a file that comes with its signature around its text, as signed lists of checksums do.
 *
 * @returns undefined where the file is none.
 * @throws Refusal — see `verifyText`, for the last of the keys.
 */
export async function judgeText(
  path: string,
  keys: readonly SignerKey[],
  expectation: DetachedExpectation,
  now: Date,
): Promise<VerifiedText | undefined> {
  const file = readText(path, expectation.what);
  if (file === undefined) return undefined;
  let refusal: unknown;
  for (const key of keys) {
    try {
      return await verifyText(file, key, expectation, now);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      refusal = error;
    }
  }
  throw refusal;
}

/** Reads a file that begins as such a text does. A larger one than any list is no list. */
function readText(path: string, what: string): Uint8Array | undefined {
  try {
    const file = readFile(path, MAX_SIGNATURE_FILE_BYTES);
    const format = detectSignature(file, what);
    return format === "signify-embedded" || format === "openpgp-clearsigned" ? file : undefined;
  } catch (error) {
    const isOther =
      error instanceof Refusal &&
      (error.code === "SIGNATURE_FORMAT_UNKNOWN" || error.code === "INPUT_TOO_LARGE");
    if (isOther) return undefined;
    throw error;
  }
}

/** Says how little of the file is signed. */
export function onlyText(subject: string, { text }: VerifiedText): Finding {
  return {
    rule: "SIGNED_TEXT",
    verdict: "noted",
    subject,
    message: `the signature is around the text in it: ${text.length} bytes are signed, and nothing else of the file`,
    help: "let no tool read the file itself that does not leave out what is around the text",
  };
}
