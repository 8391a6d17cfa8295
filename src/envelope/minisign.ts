import { isUtf8 } from "node:buffer";
import { verify } from "node:crypto";
import { quote } from "../bytes/quote.ts";
import {
  digestOfContent,
  holdContent,
  MAX_PURE_BYTES,
  type SignedContent,
} from "../bytes/signed-content.ts";
import { Refusal } from "../errors.ts";
import { lineAt } from "../key/comment-lines.ts";
import type { NumberedKey } from "../key/numbered-key.ts";
import { malformedSignature } from "./malformed-signature.ts";
import {
  decodeLine,
  demandKeyId,
  legacySignature,
  type NumberedSignature,
  parseNumberedSignature,
  verifyPure,
} from "./numbered-signature.ts";

/** A signature file of minisign, as it was read. */
export interface MinisignSignature extends NumberedSignature {
  /** What the key signed beside the file; UTF-8, in one line. */
  readonly trustedComment: string;
  /** Over the signature and the trusted comment. */
  readonly globalSignature: Uint8Array;
}

export const TRUSTED_COMMENT = "trusted comment: ";
/** What minisign reads at most. */
const MAX_TRUSTED_CHARACTERS = 8192;

/**
 * Reads a signature file of minisign: four lines and nothing else. **Nothing is verified.**
 * Lines may end in CRLF and the last one may end with the file, as minisign itself reads them; it also reads past
 * whatever follows the fourth line, which is refused here.
 *
 * @throws Refusal `SIGNATURE_MALFORMED` — says which line.
 * @see https://jedisct1.github.io/minisign/#signature-format
 */
export function parseMinisign(file: Uint8Array, what: string): MinisignSignature {
  const text = Buffer.from(file).toString("latin1");
  const head = parseNumberedSignature(text, what);
  const comment = lineAt(text, head.next);
  if (comment?.text.startsWith(TRUSTED_COMMENT) !== true)
    throw malformedSignature(
      what,
      "line 3",
      `"${TRUSTED_COMMENT}" and a comment`,
      comment === undefined ? "the end" : quote(comment.text),
    );
  const trusted = comment.text.slice(TRUSTED_COMMENT.length);
  const bytes = Buffer.from(trusted, "latin1");
  if (trusted.length > MAX_TRUSTED_CHARACTERS || /[\0\r]/.test(trusted) || !isUtf8(bytes))
    throw malformedSignature(
      what,
      "line 3",
      `at most ${MAX_TRUSTED_CHARACTERS} bytes of UTF-8 in one line`,
      quote(trusted),
    );
  const last = lineAt(text, comment.next);
  if (last === undefined) throw malformedSignature(what, "line 4", "a signature", "the end");
  const globalSignature = decodeLine(last.text, "line 4", 64, what);
  if (last.next !== text.length)
    throw malformedSignature(what, "", "four lines", "text behind them, which nobody signed");
  return { ...head, trustedComment: bytes.toString("utf8"), globalSignature };
}

/**
 * Verifies a signature of minisign over the content, and the trusted comment with it.
 *
 * @param options.unsafeAllowLegacy take signatures over the bytes themselves, too, of at most `MAX_PURE_BYTES`.
 * @throws Refusal `SIGNATURE_KEY_MISMATCH`, `SIGNATURE_LEGACY`, `SIGNATURE_INVALID` — each for what it says.
 * @throws Refusal `SIGNATURE_COMMENT_INVALID` — the file is signed, the trusted comment is not.
 * @throws Refusal `INPUT_TOO_LARGE` — a legacy signature, over more than `MAX_PURE_BYTES`.
 */
export function verifyMinisign(
  content: SignedContent,
  signature: MinisignSignature,
  key: NumberedKey,
  options: { readonly what: string; readonly unsafeAllowLegacy: boolean },
): void {
  const { what, unsafeAllowLegacy } = options;
  demandKeyId(signature, key, what);
  if (signature.mode === "pure" && !unsafeAllowLegacy)
    throw legacySignature(
      what,
      "minisign's legacy format",
      "ask the signer to sign again with minisign 0.8 or newer, without -l; or allow it by name: --unsafe-legacy",
    );
  const message =
    signature.mode === "pure"
      ? holdContent(content, MAX_PURE_BYTES, what)
      : digestOfContent(content, "blake2b512");
  verifyPure(message, signature.signature, key, what);
  const trusted = Buffer.concat([signature.signature, Buffer.from(signature.trustedComment)]);
  if (verify(null, trusted, key.key.key, signature.globalSignature)) return;
  throw new Refusal(
    "SIGNATURE_COMMENT_INVALID",
    `${what}: expected a trusted comment that the key ${key.id} signed, found ${quote(signature.trustedComment)}, which it did not`,
    { comment: signature.trustedComment },
    { hint: "fetch the signature file again: its trusted comment was changed" },
  );
}
