import { createPublicKey, type KeyObject } from "node:crypto";
import { encodeBase64 } from "../bytes/base64.ts";
import { bytesOfDigest, digest } from "../bytes/digest.ts";
import { Refusal } from "../errors.ts";
import { malformedKey } from "./malformed-key.ts";
import { formatPem, parsePem } from "./pem.ts";

export type KeyType = "ecdsa-p256" | "ecdsa-p384" | "ecdsa-p521" | "ed25519" | "rsa";

/** A public key in its one spelling. Two are the same key when their fingerprints are equal, and only then. */
export interface PublicKey {
  readonly type: KeyType;
  /** SubjectPublicKeyInfo in DER. */
  readonly spki: Uint8Array;
  /** SHA-256 of `spki` as lower-case hex: what names a key everywhere. */
  readonly fingerprint: string;
  /** The same digest in base64, as a Sigstore bundle has it in `publicKey.hint`. */
  readonly hint: string;
  readonly key: KeyObject;
}

/** The curves by the runtime's names, with the size of a coordinate. */
const CURVES: ReadonlyMap<string, readonly [type: KeyType, bytes: number]> = new Map([
  ["prime256v1", ["ecdsa-p256", 32]],
  ["secp384r1", ["ecdsa-p384", 48]],
  ["secp521r1", ["ecdsa-p521", 66]],
]);

/** Below, RSA is refused: 2048 bits are the least that NIST SP 800-57 still allows for signatures. */
const MIN_RSA_BITS = 2048;
/** Above, one verification takes long enough to be an attack by itself. */
const MAX_RSA_BITS = 16384;

const LABEL = "PUBLIC KEY";

/**
 * Reads a public key from a PEM file. Says nothing about whose key it is or whether it is trusted.
 *
 * @param what names the file in a refusal.
 * @throws Refusal `KEY_WRONG_KIND` — a private key, a certificate, an OpenSSH or minisign key …; the hint says what to do.
 * @throws Refusal `KEY_MALFORMED` — not exactly one block, or DER that is not in its one spelling.
 * @throws Refusal `KEY_UNSUPPORTED` — another algorithm or curve, or RSA outside 2048 to 16384 bits.
 * @throws Refusal `INPUT_TOO_LARGE` — see `parsePem`.
 * @see https://www.rfc-editor.org/rfc/rfc5280#section-4.1.2.7
 */
export function parsePublicKey(file: Uint8Array, what: string): PublicKey {
  const spki = parsePem(file, { what, wanted: "public", labels: [LABEL] });
  let key: KeyObject;
  try {
    key = createPublicKey({ key: Buffer.from(spki), format: "der", type: "spki" });
  } catch (cause) {
    throw malformedKey(what, "a public key in DER", "bytes that are none", cause);
  }
  const parsed = publicKeyOf(key, what);
  if (Buffer.from(parsed.spki).equals(spki)) return parsed;
  // The decoder below us takes bytes after the key and lengths in more bytes than needed: twins of one key.
  throw malformedKey(what, "DER", "another spelling of that key");
}

/**
 * Takes a public key from the runtime's hands, or the public half of a private one.
 *
 * @throws Refusal `KEY_UNSUPPORTED` — see `parsePublicKey`.
 */
export function publicKeyOf(key: KeyObject, what: string): PublicKey {
  const half = key.type === "public" ? key : createPublicKey(key);
  const spki = half.export({ format: "der", type: "spki" });
  const type = keyType(half, spki, what);
  const fingerprint = digest("sha256", spki);
  return {
    type,
    spki,
    fingerprint: fingerprint.hex,
    hint: encodeBase64(bytesOfDigest(fingerprint)),
    key: half,
  };
}

/** Writes a public key as PEM. */
export function formatPublicKey(key: PublicKey): Uint8Array {
  return formatPem(LABEL, key.spki);
}

function keyType(key: KeyObject, spki: Uint8Array, what: string): KeyType {
  const { namedCurve, modulusLength = 0, publicExponent = 0n } = key.asymmetricKeyDetails ?? {};
  if (key.asymmetricKeyType === "ed25519") return "ed25519";
  if (key.asymmetricKeyType === "rsa") {
    if (modulusLength < MIN_RSA_BITS || modulusLength > MAX_RSA_BITS) {
      throw unsupported(
        what,
        `RSA of ${MIN_RSA_BITS} to ${MAX_RSA_BITS} bits`,
        `${modulusLength} bits`,
      );
    }
    // With an exponent of 1 every signature is its own message, and small ones have broken many verifiers.
    if (publicExponent >= 65537n && publicExponent < 1n << 32n && publicExponent % 2n === 1n)
      return "rsa";
    throw unsupported(what, "RSA with an odd exponent from 65537 to 2^32", `${publicExponent}`);
  }
  const [type, bytes] = CURVES.get(namedCurve ?? "") ?? [];
  if (key.asymmetricKeyType !== "ec" || type === undefined || bytes === undefined) {
    throw unsupported(
      what,
      "ECDSA on P-256, P-384 or P-521, Ed25519 or RSA",
      namedCurve ?? key.asymmetricKeyType ?? "nothing",
    );
  }
  // A compressed or hybrid point is the same key under another fingerprint.
  if (spki[spki.length - 2 * bytes - 1] === 4) return type;
  throw unsupported(what, "an uncompressed point", "a compressed or hybrid one");
}

function unsupported(what: string, expected: string, found: string): Refusal {
  return new Refusal("KEY_UNSUPPORTED", `${what}: expected ${expected}, found ${found}`, { found });
}
