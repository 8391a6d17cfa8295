import { parseSignerKey, type SignerKey } from "../envelope/signer-key.ts";
import { Refusal } from "../errors.ts";
import { MAX_ALLOWED_SIGNERS_BYTES, parseAllowedSigners } from "../key/allowed-signers.ts";
import { type KeyContext, readKeyBytes } from "./key-source.ts";
import { BARE_KEY, MAX_OWN_KEY_BYTES } from "./names-own-format.ts";

/** A key whose signatures are in a format of its own, and where it came from. */
export interface TrustedSignerKey {
  /** As given: a path, `env://NAME`, or minisign's key itself. */
  readonly reference: string;
  readonly key: SignerKey;
  /** Absolute; null for what is no file. */
  readonly path: string | null;
}

/**
 * Reads an allowed signers file, of which one principal is trusted.
 * @throws Refusal `KEY_UNREADABLE` — the file is missing or cannot be read; `INPUT_TOO_LARGE`.
 */
export function readAllowedSigners(
  reference: string,
  principal: string,
  context: KeyContext,
): TrustedSignerKey {
  const { bytes, path } = readKeyBytes(reference, context, MAX_ALLOWED_SIGNERS_BYTES);
  const signers = parseAllowedSigners(bytes, reference);
  return { reference, key: { kind: "principal", signers, principal }, path };
}

/**
 * Reads such a key.
 * @param fingerprint for OpenPGP: see `parseSignerKey`.
 * @throws Refusal `KEY_UNREADABLE` — the file or the variable is missing or cannot be read.
 * @throws Refusal `KEY_WRONG_KIND`, `KEY_MALFORMED`, `KEY_UNSUPPORTED` — see `parseSignerKey`.
 */
export async function readSignerKey(
  reference: string,
  context: KeyContext,
  fingerprint?: string,
): Promise<TrustedSignerKey> {
  const { bytes, path } = BARE_KEY.test(reference)
    ? { bytes: Buffer.from(reference), path: null }
    : readKeyBytes(reference, context, MAX_OWN_KEY_BYTES);
  try {
    return { reference, key: await parseSignerKey(bytes, fingerprint, reference), path };
  } catch (error) {
    if (!(error instanceof Refusal) || error.hint !== undefined) throw error;
    const hint = "name the key file as the signer's tool wrote it, alone and unchanged";
    throw new Refusal(error.code, error.message, error.details, { hint, cause: error });
  }
}
