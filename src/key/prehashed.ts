import { constants, publicDecrypt } from "node:crypto";
import { bytesOfDigest, type Digest, type DigestAlgorithm } from "../bytes/digest.ts";
import type { PublicKey } from "./public-key.ts";
import { MAX_SIGNATURE_BYTES } from "./signature.ts";

/** DigestInfo up to the digest (RFC 8017 §9.2, note 1): the one spelling with a NULL parameter. */
const DIGEST_INFO: Readonly<Record<DigestAlgorithm, string>> = {
  sha256: "3031300d060960864801650304020105000420",
  sha384: "3041300d060960864801650304020205000430",
  sha512: "3051300d060960864801650304020305000440",
};

/**
 * Tells whether a key signed the bytes that have this digest, without having the bytes: ECDSA in DER, RSA
 * PKCS#1 v1.5, and Ed25519ph over SHA-512. A pure Ed25519 signature is no Ed25519ph signature and gives false.
 * Says nothing about whether the key is trusted. Loads the curves at the first call, which takes some 50 ms.
 *
 * @see https://www.rfc-editor.org/rfc/rfc6979#section-2.4 ECDSA takes the leftmost bits of a longer digest
 * @see https://www.rfc-editor.org/rfc/rfc8032#section-5.1 Ed25519ph
 */
export async function isDigestSigned(
  key: PublicKey,
  digest: Digest,
  signature: Uint8Array,
): Promise<boolean> {
  if (signature.length === 0 || signature.length > MAX_SIGNATURE_BYTES) return false;
  if (key.type === "rsa") return isRsaSigned(key, digest, signature);
  if (key.type === "ed25519") {
    return digest.algorithm === "sha512" && (await isEd25519phSigned(key, digest, signature));
  }
  const { p256, p384, p521 } = await import("@noble/curves/nist.js");
  const [curve, pointBytes] = {
    "ecdsa-p256": [p256, 65] as const,
    "ecdsa-p384": [p384, 97] as const,
    "ecdsa-p521": [p521, 133] as const,
  }[key.type];
  try {
    // Without the first it would hash the digest again; with low s alone it would refuse half of what OpenSSL signs.
    return curve.verify(signature, bytesOfDigest(digest), key.spki.subarray(-pointBytes), {
      prehash: false,
      lowS: false,
      format: "der",
    });
  } catch {
    // Text that is no DER signature is one that nobody made.
    return false;
  }
}

function isRsaSigned(key: PublicKey, digest: Digest, signature: Uint8Array): boolean {
  try {
    const padding = constants.RSA_PKCS1_PADDING;
    const recovered = publicDecrypt({ key: key.key, padding }, signature);
    // The padding was checked to the last byte; what is in it is compared as a whole and never parsed (RFC 8017 §8.2.2).
    return recovered.toString("hex") === DIGEST_INFO[digest.algorithm] + digest.hex;
  } catch {
    return false;
  }
}

async function isEd25519phSigned(
  key: PublicKey,
  digest: Digest,
  signature: Uint8Array,
): Promise<boolean> {
  if (signature.length !== 64) return false;
  const [{ ed25519 }, { eddsa }, { sha512 }] = await Promise.all([
    import("@noble/curves/ed25519.js"),
    import("@noble/curves/abstract/edwards.js"),
    import("@noble/hashes/sha2.js"),
  ]);
  // RFC 8032 §2: dom2(1, "") goes before what is hashed; the message is hashed already.
  const dom2 = Buffer.from("SigEd25519 no Ed25519 collisions\u0001\u0000", "latin1");
  const scheme = eddsa(ed25519.Point, sha512, {
    domain: (data: Uint8Array) => Buffer.concat([dom2, data]),
    prehash: (message: Uint8Array) => message,
  });
  try {
    // RFC 8032 and OpenSSL, not ZIP 215: only canonical encodings.
    return scheme.verify(signature, bytesOfDigest(digest), key.spki.subarray(-32), {
      zip215: false,
    });
  } catch {
    return false;
  }
}
