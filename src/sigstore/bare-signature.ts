import type { Digest, DigestAlgorithm } from "../bytes/digest.ts";
import type { KeyType } from "../key/public-key.ts";
import type { Bundle, BundledContent, BundledSigner } from "./bundle.ts";
import type { BundledEntry } from "./bundled-entry.ts";

/** A signature in a form from before bundles, with what came along. Nothing in it is verified. */
export interface BareSignature {
  readonly kind: "bare";
  /** As findings name it. */
  readonly form: "cosign's bundle" | "a signature alone" | "an envelope alone";
  readonly content: BareContent;
  /** Undefined where nothing beside it says who signed. */
  readonly signer: BundledSigner | undefined;
  /** Of a log of the first version, with its promise; undefined where the file has none. */
  readonly entry: BundledEntry | undefined;
  /** An envelope as it stands in its file: what some logs keep the digest of. */
  readonly text?: string;
}

/** A signature over the bytes of a file, which it says nothing about; or an envelope. */
export type BareContent =
  | { readonly kind: "signature"; readonly signature: Uint8Array }
  | Extract<BundledContent, { kind: "dsse" }>;

/**
 * The hashes that a key's signature over a file may be made with, the likely one first. cosign signs with SHA-256 whatever
 * the curve, and later with the hash of the curve's size; Ed25519 either takes the bytes, or their SHA-512.
 */
export const HASHES_OF_KEY: Readonly<Record<KeyType, readonly DigestAlgorithm[]>> = {
  "ecdsa-p256": ["sha256"],
  "ecdsa-p384": ["sha384", "sha256"],
  "ecdsa-p521": ["sha512", "sha256"],
  ed25519: ["sha512"],
  rsa: ["sha256"],
};

/**
 * Makes the bundle that a signature would have come in, so that it is verified like any other. Of version 0.1, whose log
 * entries have a promise and need no proof.
 *
 * @param digest of the file that the signature is said to be about; an envelope says so itself.
 */
export function bundleOfBare(
  bare: BareSignature,
  signer: BundledSigner,
  digest: Digest | undefined,
): Bundle | undefined {
  const content = contentOf(bare.content, digest);
  if (content === undefined) return undefined;
  const entries = bare.entry === undefined ? [] : [bare.entry];
  return { version: "0.1", signer, content, entries, timestamps: [] };
}

function contentOf(content: BareContent, digest: Digest | undefined): BundledContent | undefined {
  if (content.kind === "dsse") return content;
  return digest && { kind: "message", digest, signature: content.signature };
}
