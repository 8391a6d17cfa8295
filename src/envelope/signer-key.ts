import { Refusal } from "../errors.ts";
import type { AllowedSigner } from "../key/allowed-signers.ts";
import { type NumberedKey, parseNumberedKey } from "../key/numbered-key.ts";
import { detectOwnFormat } from "../key/own-format.ts";
import { parseSshKey, type SshKey } from "../key/ssh-key.ts";
import { type OpenPgpKey, parseOpenPgpKey } from "./openpgp-key.ts";

/** A key whose signatures are in a format of its own, not in a bundle; or those who may sign, and who of them did. */
export type SignerKey =
  | { readonly kind: "numbered"; readonly key: NumberedKey }
  | { readonly kind: "ssh"; readonly key: SshKey }
  | { readonly kind: "openpgp"; readonly key: OpenPgpKey }
  | AllowedPrincipal;

/** A principal of an allowed signers file: whichever key is theirs. */
export interface AllowedPrincipal {
  readonly kind: "principal";
  readonly signers: readonly AllowedSigner[];
  readonly principal: string;
}

/**
 * Reads a public key of minisign, signify, OpenSSH or OpenPGP. Says nothing about whose it is.
 *
 * @param fingerprint for OpenPGP: which of several keys in the file, by its primary key; `undefined` demands one alone.
 * @throws Refusal `KEY_MALFORMED`, `KEY_WRONG_KIND`, `KEY_UNSUPPORTED`, `KEY_FINGERPRINT_MISMATCH`, `OPENPGP_MISSING` —
 * see `parseNumberedKey`, `parseSshKey`, `parseOpenPgpKey`.
 */
export async function parseSignerKey(
  file: Uint8Array,
  fingerprint: string | undefined,
  what: string,
): Promise<SignerKey> {
  const kind = detectOwnFormat(file);
  if (kind === "openpgp") return { kind, key: await parseOpenPgpKey(file, fingerprint, what) };
  if (fingerprint !== undefined) {
    throw new Refusal(
      "KEY_WRONG_KIND",
      `${what}: expected an OpenPGP key with a fingerprint, found a key of another kind`,
      { found: kind ?? "something else" },
      { hint: "leave --fingerprint out: this key is compared as a whole" },
    );
  }
  if (kind === "numbered") return { kind, key: parseNumberedKey(file, what) };
  if (kind === "ssh") return { kind, key: parseSshKey(file, what) };
  throw new Refusal(
    "KEY_WRONG_KIND",
    `${what}: expected a public key of minisign, signify, OpenSSH or OpenPGP, found something else`,
    { found: "something else" },
    { hint: "name the public key file of the signer" },
  );
}
