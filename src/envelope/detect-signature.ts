import { quote } from "../bytes/quote.ts";
import { Refusal } from "../errors.ts";
import { lineAt, UNTRUSTED_COMMENT } from "../key/comment-lines.ts";
import { TRUSTED_COMMENT } from "./minisign.ts";

/** The formats of signatures that come beside a file, or around a text. */
export type SignatureFormat =
  | "minisign"
  | "signify"
  | "signify-embedded"
  | "ssh"
  | "openpgp"
  | "openpgp-clearsigned";

/** A signature by OpenPGP's largest keys in armor, several times over; a signed list of checksums is larger only by its text. */
export const MAX_SIGNATURE_FILE_BYTES: number = 1024 * 1024;

/** What armored files begin with; leading lines are a comment to some readers and are refused here. */
const ARMORS: readonly (readonly [string, SignatureFormat])[] = [
  ["-----BEGIN SSH SIGNATURE-----", "ssh"],
  ["-----BEGIN PGP SIGNATURE-----", "openpgp"],
  ["-----BEGIN PGP SIGNED MESSAGE-----", "openpgp-clearsigned"],
];

/** What is no such signature, and what to do with it. */
const OTHERS: readonly (readonly [RegExp, string, string])[] = [
  [/^\s*\{/, "JSON, such as a Sigstore bundle", "verify a bundle with a PEM key or an identity"],
  [
    /^-----BEGIN PGP MESSAGE-----/,
    "a file inside an OpenPGP message",
    "ask for a detached signature: gpg --detach-sign",
  ],
  [/^-----BEGIN PGP PUBLIC KEY BLOCK-----/, "an OpenPGP key", "give it as --key"],
  [
    /^[\x90\xa0-\xa3\xc4\xc8]/,
    "a file inside an OpenPGP message",
    "ask for a detached signature: gpg --detach-sign",
  ],
  [/^-----BEGIN /, "a PEM block", "give the signature file, not a key or a certificate"],
  [
    /^[A-Za-z0-9+/]{40,}={0,2}\s*$/,
    "base64 alone, as cosign writes it",
    "verify it with the PEM key that made it",
  ],
  [/^\s*$/, "an empty file", "fetch the signature file again"],
];

/**
 * Says of which format a signature file is, from how it begins. Looks no further: a file that is told apart here
 * may still be refused by the reader of its format.
 *
 * @throws Refusal `SIGNATURE_FORMAT_UNKNOWN` — says what it is instead, where that is known.
 */
export function detectSignature(file: Uint8Array, what: string): SignatureFormat {
  const text = Buffer.from(file.subarray(0, MAX_SIGNATURE_FILE_BYTES)).toString("latin1");
  if (text.startsWith(UNTRUSTED_COMMENT)) return detectNumbered(text);
  const armor = ARMORS.find(([begin]) => text.startsWith(begin));
  if (armor !== undefined) return armor[1];
  // A signature packet, with a length in one to four bytes, in the old or the new format of packets (RFC 9580 §4.2).
  if (/^[\x88-\x8a\xc2]/.test(text)) return "openpgp";
  const [, found, hint] = OTHERS.find(([start]) => start.test(text)) ?? [];
  throw new Refusal(
    "SIGNATURE_FORMAT_UNKNOWN",
    `${what}: expected a signature of minisign, signify, ssh-keygen or OpenPGP, found ${found ?? quote(text.slice(0, 40))}`,
    { found: found ?? text.slice(0, 40) },
    { hint: hint ?? "name the file that the signer published as the signature" },
  );
}

/** minisign and signify begin alike; the third line tells them apart, and where there is none, the algorithm. */
function detectNumbered(text: string): SignatureFormat {
  const signature = lineAt(text, lineAt(text, 0)?.next ?? 0);
  // RUR is "ED" in base64, which signify does not have.
  if (signature === undefined || signature.text.startsWith("RUR")) return "minisign";
  const third = lineAt(text, signature.next);
  if (third === undefined) return "signify";
  return third.text.startsWith(TRUSTED_COMMENT) ? "minisign" : "signify-embedded";
}
