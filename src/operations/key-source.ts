import { Refusal } from "../errors.ts";
import { readFile } from "../io/files.ts";
import { resolvePath } from "../io/root.ts";
import { MAX_KEY_FILE_BYTES } from "../key/pem.ts";
import { type PublicKey, parsePublicKey } from "../key/public-key.ts";

/** A public key and where it came from. */
export interface TrustedKey {
  /** As given: a path, or `env://NAME`. */
  readonly reference: string;
  readonly key: PublicKey;
  /** Absolute; null for a variable. */
  readonly path: string | null;
}

/** Where key references lead. */
export interface KeyContext {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/**
 * Reads a public key from a file, or with `env://NAME` from a variable.
 * @throws Refusal `KEY_UNREADABLE` — the file or the variable is missing or cannot be read.
 * @throws Refusal `KEY_WRONG_KIND`, `KEY_MALFORMED`, `KEY_UNSUPPORTED` — see `parsePublicKey`.
 */
export function readPublicKey(reference: string, context: KeyContext): TrustedKey {
  const { bytes, path } = readKeyBytes(reference, context);
  try {
    return { reference, key: parsePublicKey(bytes, reference), path };
  } catch (error) {
    if (!(error instanceof Refusal) || error.hint !== undefined) throw error;
    const hint = "name a .pub file as lockseal keygen or cosign generate-key-pair writes it";
    throw new Refusal(error.code, error.message, error.details, { hint, cause: error });
  }
}

/** Reads the bytes that a key reference names. @throws Refusal `KEY_UNREADABLE` */
export function readKeyBytes(
  reference: string,
  context: KeyContext,
  maxBytes: number = MAX_KEY_FILE_BYTES,
): { readonly bytes: Uint8Array; readonly path: string | null } {
  const variable = /^env:\/\/(.*)$/s.exec(reference)?.[1];
  if (variable !== undefined) {
    const value = Object.hasOwn(context.env, variable) ? context.env[variable] : undefined;
    if (value === undefined || value === "")
      throw unreadable(
        reference,
        value === undefined ? "no such variable" : "an empty one",
        undefined,
      );
    return { bytes: Buffer.from(value.endsWith("\n") ? value : `${value}\n`), path: null };
  }
  const path = resolvePath(context.cwd, reference);
  try {
    return { bytes: readFile(path, maxBytes), path };
  } catch (error) {
    if (error instanceof Refusal)
      throw unreadable(reference, error.message.split(", found ").at(-1) ?? "", error);
    throw error;
  }
}

function unreadable(reference: string, found: string, cause: unknown): Refusal {
  return new Refusal(
    "KEY_UNREADABLE",
    `${reference}: expected a key, found ${found}`,
    { reference },
    {
      hint: "make a pair with: lockseal keygen; or name the key that the signer gave you",
      cause,
    },
  );
}
