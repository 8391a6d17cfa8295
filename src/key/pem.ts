import { decodeBase64, encodeBase64 } from "../bytes/base64.ts";
import { Refusal } from "../errors.ts";
import { type KeyHalf, refuseKind } from "./kind.ts";
import { malformedKey } from "./malformed-key.ts";

/** A PKCS#8 key of RSA 16384 has 9.3 kB in DER; encrypted, as JSON and twice in base64 it stays below this. */
export const MAX_KEY_FILE_BYTES: number = 32 * 1024;

/** How a PEM file is to be read. */
export interface PemOptions {
  /** Names the file in a refusal. */
  readonly what: string;
  readonly wanted: KeyHalf;
  /** The accepted labels. */
  readonly labels: readonly string[];
}

/**
 * Reads a PEM file of exactly one block: no text around it, no headers in it, canonical base64 in lines that
 * end in LF or CRLF. Does not look at the bytes within.
 *
 * @throws Refusal `INPUT_TOO_LARGE` — more than `MAX_KEY_FILE_BYTES`.
 * @throws Refusal `KEY_WRONG_KIND` — a label that is not asked for, or another tool's format; says what it is.
 * @throws Refusal `KEY_MALFORMED` — two blocks, text around the block, base64 that is not canonical.
 * @see https://www.rfc-editor.org/rfc/rfc7468
 */
export function parsePem(file: Uint8Array, options: PemOptions): Uint8Array {
  const { what, wanted, labels } = options;
  if (file.length > MAX_KEY_FILE_BYTES) {
    throw new Refusal(
      "INPUT_TOO_LARGE",
      `${what}: expected a key of at most ${MAX_KEY_FILE_BYTES} bytes, found ${file.length}`,
      { bytes: file.length, limit: MAX_KEY_FILE_BYTES },
    );
  }
  const text = Buffer.from(file).toString("latin1");
  const label = /-----BEGIN ([A-Z0-9 ]{1,64})-----/.exec(text)?.[1];
  if (label === undefined || !labels.includes(label)) {
    throw refuseKind(text, label, wanted, what) ?? malformedKey(what, "a PEM block", "none");
  }
  const block = new RegExp(
    `^[ \\t\\r\\n]*-----BEGIN ${label}-----\\r?\\n((?:[A-Za-z0-9+/=]+\\r?\\n)+)-----END ${label}-----[ \\t\\r\\n]*$`,
  ).exec(text);
  if (block === null) {
    const blocks = text.split("-----BEGIN ").length - 1;
    throw malformedKey(
      what,
      "one PEM block alone",
      blocks > 1 ? `${blocks}` : "text that is no part of it",
    );
  }
  try {
    return decodeBase64((block[1] ?? "").replace(/[\r\n]/g, ""));
  } catch (cause) {
    throw malformedKey(what, "canonical base64 between the lines of PEM", "another text", cause);
  }
}

/** Writes one PEM block in lines of 64 characters that end in LF. */
export function formatPem(label: string, bytes: Uint8Array): Uint8Array {
  const lines = encodeBase64(bytes).match(/.{1,64}/g) ?? [];
  return Buffer.from(`-----BEGIN ${label}-----\n${lines.join("\n")}\n-----END ${label}-----\n`);
}
