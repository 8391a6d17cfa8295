import { Refusal } from "../errors.ts";
import { checkPrivateKeyFile, decryptPrivateKey, type PrivateKey } from "../key/private-key.ts";
import { type KeyContext, readKeyBytes } from "./key-source.ts";

/** Which private key, and how to get its password. */
export interface OpenPrivateKeyOptions extends KeyContext {
  /** A path, or `env://NAME`. */
  readonly reference: string;
  /** Asked once the file is known to be an encrypted private key. */
  readonly password: () => Promise<Uint8Array>;
}

/**
 * Reads and decrypts a private key, of ours or of cosign's.
 * @throws Refusal `KEY_UNREADABLE`, `KEY_WRONG_KIND`, `KEY_MALFORMED`, `KEY_UNSUPPORTED`, `KEY_KDF_TOO_COSTLY`, `KEY_PASSWORD_WRONG`, `PASSWORD_MISSING`
 */
export async function openPrivateKey(options: OpenPrivateKeyOptions): Promise<PrivateKey> {
  const { bytes } = readKeyBytes(options.reference, options);
  try {
    checkPrivateKeyFile(bytes, options.reference);
  } catch (error) {
    if (!(error instanceof Refusal) || error.hint !== undefined) throw error;
    const hint = "name a .key file as lockseal keygen or cosign generate-key-pair writes it";
    throw new Refusal(error.code, error.message, error.details, { hint, cause: error });
  }
  return decryptPrivateKey(bytes, await options.password(), options.reference);
}
