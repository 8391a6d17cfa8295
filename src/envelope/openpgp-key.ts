import type { Key } from "openpgp";
import { Refusal } from "../errors.ts";
import { malformedKey } from "../key/malformed-key.ts";
import { loadOpenPgp } from "./load-openpgp.ts";

/** A certificate of OpenPGP: a primary key, its sub keys, and what it says about them. */
export interface OpenPgpKey {
  /** Of the primary key, lower-case hex: what names it. */
  readonly fingerprint: string;
  readonly userIds: readonly string[];
  /** As the library has it. */
  readonly certificate: unknown;
}

/** Keys that many people have certified are long. */
export const MAX_OPENPGP_KEY_BYTES: number = 1024 * 1024;

const ARMOR = "-----BEGIN PGP ";

/**
 * Reads a public key of OpenPGP, armored or not. Whether it is revoked or expired is judged with each signature.
 *
 * @param fingerprint which of several keys in the file; `undefined` demands that there is one.
 * @throws Refusal `KEY_MALFORMED` — no such key, or none or several where one is wanted.
 * @throws Refusal `KEY_WRONG_KIND` — a private key.
 * @throws Refusal `KEY_FINGERPRINT_MISMATCH` — no key in the file has the fingerprint.
 * @throws Refusal `OPENPGP_MISSING`, `INPUT_TOO_LARGE`.
 */
export async function parseOpenPgpKey(
  file: Uint8Array,
  fingerprint: string | undefined,
  what: string,
): Promise<OpenPgpKey> {
  if (file.length > MAX_OPENPGP_KEY_BYTES)
    throw new Refusal(
      "INPUT_TOO_LARGE",
      `${what}: expected a key of at most ${MAX_OPENPGP_KEY_BYTES} bytes, found ${file.length}`,
      { bytes: file.length, limit: MAX_OPENPGP_KEY_BYTES },
      {
        hint: "export it without what others said about it: gpg --export-options export-minimal --armor --export NAME",
      },
    );
  const text = Buffer.from(file).toString("latin1");
  const { readKeys } = await loadOpenPgp(what);
  let keys: readonly Key[];
  try {
    keys = text.startsWith(ARMOR)
      ? await readKeys({ armoredKeys: text })
      : await readKeys({ binaryKeys: Uint8Array.from(file) });
  } catch (cause) {
    throw malformedKey(what, "an OpenPGP public key", "bytes that are none", cause);
  }
  const certificate = choose(keys, fingerprint, what);
  if (certificate.isPrivate())
    throw new Refusal(
      "KEY_WRONG_KIND",
      `${what}: expected a public key, found an OpenPGP private key`,
      { found: "an OpenPGP private key" },
      {
        hint: "give what this prints, and keep the private one to yourself: gpg --armor --export NAME",
      },
    );
  return {
    fingerprint: certificate.getFingerprint(),
    userIds: certificate.getUserIDs(),
    certificate,
  };
}

function choose(keys: readonly Key[], fingerprint: string | undefined, what: string): Key {
  const [first, second] = keys;
  if (first === undefined) throw malformedKey(what, "an OpenPGP public key", "none");
  const known = keys.map((key) => key.getFingerprint());
  if (fingerprint === undefined) {
    if (second === undefined) return first;
    throw new Refusal(
      "KEY_MALFORMED",
      `${what}: expected one key, found ${keys.length}: ${known.join(", ")}`,
      { found: `${keys.length} keys` },
      { hint: `say which: --fingerprint ${known[0]}` },
    );
  }
  const wanted = fingerprint.replaceAll(" ", "").toLowerCase();
  const chosen = keys.find((key) => key.getFingerprint() === wanted);
  if (chosen !== undefined) return chosen;
  throw new Refusal(
    "KEY_FINGERPRINT_MISMATCH",
    `${what}: expected the key ${wanted}, found ${known.join(", ")}`,
    { expected: wanted, found: known },
    {
      hint: "fetch the key with this fingerprint; it is of the primary key, all of its hex digits",
    },
  );
}
