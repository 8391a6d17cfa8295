import { Refusal } from "../errors.ts";
import type { AllowedSigner } from "../key/allowed-signers.ts";
import { type NumberedKey, parseNumberedKey } from "../key/numbered-key.ts";
import { detectOwnFormat } from "../key/own-format.ts";
import { parseSshKey, type SshKey } from "../key/ssh-key.ts";

/** A key whose signatures are in a format of its own, not in a bundle; or those who may sign, and who of them did. */
export type SignerKey =
  | { readonly kind: "numbered"; readonly key: NumberedKey }
  | { readonly kind: "ssh"; readonly key: SshKey }
  | AllowedPrincipal;

/** A principal of an allowed signers file: whichever key is theirs. */
export interface AllowedPrincipal {
  readonly kind: "principal";
  readonly signers: readonly AllowedSigner[];
  readonly principal: string;
}

/**
 * Reads a public key of minisign, signify or OpenSSH. Says nothing about whose it is.
 * @throws Refusal `KEY_MALFORMED`, `KEY_WRONG_KIND`, `KEY_UNSUPPORTED` — see `parseNumberedKey`, `parseSshKey`.
 */
export function parseSignerKey(file: Uint8Array, what: string): SignerKey {
  const kind = detectOwnFormat(file);
  if (kind === "numbered") return { kind, key: parseNumberedKey(file, what) };
  if (kind === "ssh") return { kind, key: parseSshKey(file, what) };
  throw new Refusal(
    "KEY_WRONG_KIND",
    `${what}: expected a public key of minisign, signify or OpenSSH, found something else`,
    { found: "something else" },
    { hint: "name the .pub file of the signer" },
  );
}
