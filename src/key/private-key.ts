import { createPrivateKey, generateKeyPairSync, type KeyObject } from "node:crypto";
import { DEFAULT_COST, openBytes, type ScryptCost, sealBytes } from "./encrypted-key.ts";
import { malformedKey } from "./malformed-key.ts";
import { formatPem, parsePem } from "./pem.ts";
import { type PublicKey, publicKeyOf } from "./public-key.ts";

/** A private key in memory, with its public half. */
export interface PrivateKey {
  readonly publicKey: PublicKey;
  readonly key: KeyObject;
}

/** What a new key can be. cosign 3 verifies bundles of the first only: it takes Ed25519 for its pre-hashed form. */
export type NewKeyType = "ecdsa-p256" | "ed25519";

const LABEL = "ENCRYPTED SIGSTORE PRIVATE KEY";
/** What cosign wrote before 2022. */
const OLD_LABEL = "ENCRYPTED COSIGN PRIVATE KEY";

/** Makes a new key pair from the system's randomness. */
export function generateKeyPair(type: NewKeyType): PrivateKey {
  const { privateKey } =
    type === "ed25519"
      ? generateKeyPairSync("ed25519")
      : generateKeyPairSync("ec", { namedCurve: "P-256" });
  return { publicKey: publicKeyOf(privateKey, "new key"), key: privateKey };
}

/**
 * Encrypts a private key under a password into the PEM file that cosign reads.
 *
 * @param password the bytes as typed, without a line end. Empty is possible; a caller must not default to it.
 * @param cost what the password costs to try; readers, cosign among them, bound it.
 */
export async function encryptPrivateKey(
  privateKey: PrivateKey,
  password: Uint8Array,
  cost: ScryptCost = DEFAULT_COST,
): Promise<Uint8Array> {
  const pkcs8 = privateKey.key.export({ format: "der", type: "pkcs8" });
  return formatPem(LABEL, await sealBytes(pkcs8, password, cost));
}

/**
 * Reads an encrypted private key, of ours or of cosign's.
 *
 * @param what names the file in a refusal.
 * @throws Refusal `KEY_WRONG_KIND` — an unencrypted private key, a public key …; the hint says what to do.
 * @throws Refusal `KEY_MALFORMED` — damaged before anything is decrypted, or no PKCS#8 within.
 * @throws Refusal `KEY_KDF_TOO_COSTLY` — more memory than allowed, refused before it is taken.
 * @throws Refusal `KEY_PASSWORD_WRONG` — a wrong password and a damaged file cannot be told apart.
 * @throws Refusal `KEY_UNSUPPORTED` — see `parsePublicKey`.
 * @throws Refusal `INPUT_TOO_LARGE` — see `parsePem`.
 */
export async function decryptPrivateKey(
  file: Uint8Array,
  password: Uint8Array,
  what: string,
): Promise<PrivateKey> {
  const sealed = readSealed(file, what);
  const pkcs8 = await openBytes(sealed, password, what);
  let key: KeyObject;
  try {
    key = createPrivateKey({ key: Buffer.from(pkcs8), format: "der", type: "pkcs8" });
  } catch (cause) {
    throw malformedKey(what, "a private key as PKCS#8 within", "bytes that are none", cause);
  }
  return { publicKey: publicKeyOf(key, what), key };
}

/**
 * Looks whether a file is an encrypted private key at all, before anybody is asked for its password.
 *
 * @throws Refusal `KEY_WRONG_KIND`, `KEY_MALFORMED`, `INPUT_TOO_LARGE` — see `parsePem`.
 */
export function checkPrivateKeyFile(file: Uint8Array, what: string): void {
  readSealed(file, what);
}

function readSealed(file: Uint8Array, what: string): Uint8Array {
  return parsePem(file, { what, wanted: "private", labels: [LABEL, OLD_LABEL] });
}
