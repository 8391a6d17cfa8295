import { sha256Hex } from "../bytes/digest.ts";
import type { JsonObject } from "../bytes/json.ts";
import { formatPublicKey, type KeyType, type PublicKey } from "../key/public-key.ts";
import { formatCanonical } from "./canonical.ts";

/** A public key as layouts hold it, and the names that others have for it. */
export interface KeyEntry {
  /** As securesystemslib has named keys from its first versions on. */
  readonly keyid: string;
  /** As it names them since it reads plain PEM. */
  readonly newKeyid: string;
  readonly entry: JsonObject;
}

const SCHEMES: Readonly<Record<KeyType, readonly [keytype: string, scheme: string]>> = {
  "ecdsa-p256": ["ecdsa", "ecdsa-sha2-nistp256"],
  "ecdsa-p384": ["ecdsa", "ecdsa-sha2-nistp384"],
  "ecdsa-p521": ["ecdsa", "ecdsa-sha2-nistp521"],
  ed25519: ["ed25519", "ed25519"],
  rsa: ["rsa", "rsassa-pss-sha256"],
};

/** Writes a public key as layouts hold it. The names are digests of spellings: they say no more than which file is whose. */
export function keyEntryOf(key: PublicKey): KeyEntry {
  const [keytype, scheme] = SCHEMES[key.type];
  const pem = Buffer.from(formatPublicKey(key)).toString();
  const value = key.type === "ed25519" ? Buffer.from(key.spki).subarray(-32).toString("hex") : pem;
  const named = {
    keyid_hash_algorithms: ["sha256", "sha512"],
    keytype,
    keyval: { public: value.trim() },
    scheme,
  };
  const keyid = sha256Hex(formatCanonical(named, "key"));
  const newKeyid = sha256Hex(
    formatCanonical({ keytype, keyval: { public: value }, scheme }, "key"),
  );
  return { keyid, newKeyid, entry: { keyid, ...named } };
}
