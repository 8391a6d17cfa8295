import { Refusal } from "../errors.ts";
import { type NumberedKey, parseNumberedKey } from "../key/numbered-key.ts";
import { detectOwnFormat } from "../key/own-format.ts";

/** A key whose signatures are in a format of its own, not in a bundle. */
export type SignerKey = { readonly kind: "numbered"; readonly key: NumberedKey };

/**
 * Reads a public key of minisign or signify. Says nothing about whose it is.
 * @throws Refusal `KEY_MALFORMED`, `KEY_WRONG_KIND` — see `parseNumberedKey`.
 */
export function parseSignerKey(file: Uint8Array, what: string): SignerKey {
  const kind = detectOwnFormat(file);
  if (kind === "numbered") return { kind, key: parseNumberedKey(file, what) };
  throw new Refusal(
    "KEY_WRONG_KIND",
    `${what}: expected a public key of minisign or signify, found something else`,
    { found: "something else" },
    { hint: "name the .pub file of the signer" },
  );
}
