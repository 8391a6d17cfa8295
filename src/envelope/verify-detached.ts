import { type Digest, digestOfBytes } from "../bytes/digest.ts";
import { digestOfContent, type SignedContent } from "../bytes/signed-content.ts";
import { Refusal } from "../errors.ts";
import { detectSignature, type SignatureFormat } from "./detect-signature.ts";
import { parseMinisign, verifyMinisign } from "./minisign.ts";
import type { SignerKey } from "./signer-key.ts";
import { parseSignify, verifySignify } from "./signify.ts";

/** What a signature is held against, beside the key. */
export interface DetachedExpectation {
  /** Names the signature file in refusals. */
  readonly what: string;
  /** Take minisign's signatures over the bytes themselves, which a digest's own signature can be passed off as. */
  readonly unsafeAllowLegacy: boolean;
}

/** What was verified: the key signed bytes of this digest. */
export interface DetachedEvidence {
  readonly format: SignatureFormat;
  readonly signer: DetachedSigner;
  /** SHA-256 of the signed bytes, whatever the format itself hashed with. */
  readonly digest: Digest;
  /** What the key signed beside the bytes: minisign's trusted comment. */
  readonly comment: string | null;
}

/** Who signed, named as the signer's own tool names it. */
export interface DetachedSigner {
  readonly kind: SignerKey["kind"];
  /** The number of a minisign or signify key. */
  readonly id: string;
  /** SHA-256 of the key's SPKI, in hex. */
  readonly fingerprint: string;
}

/**
 * Verifies a signature file of any known format over content that is not in it. Says nothing about whose the key is.
 *
 * @throws Refusal `SIGNATURE_FORMAT_UNKNOWN` — see `detectSignature`.
 * @throws Refusal `SIGNATURE_FORMAT_MISMATCH` — a format that the key does not make, or one that holds its own text.
 * @throws Refusal `SIGNATURE_MALFORMED`, `SIGNATURE_INVALID` and what else the formats' own verifiers refuse with.
 */
export function verifyDetached(
  content: SignedContent,
  signature: Uint8Array,
  key: SignerKey,
  expectation: DetachedExpectation,
): DetachedEvidence {
  const { what } = expectation;
  const format = detectSignature(signature, what);
  const evidence = (comment: string | null): DetachedEvidence => ({
    format,
    signer: { kind: "numbered", id: key.key.id, fingerprint: key.key.key.fingerprint },
    digest: digestOfBytes("sha256", digestOfContent(content, "sha256")),
    comment,
  });
  // Asked for together, so that a file is read once.
  if (format === "minisign") content.digests(["sha256", "blake2b512"]);
  if (format === "minisign") {
    const parsed = parseMinisign(signature, what);
    verifyMinisign(content, parsed, key.key, expectation);
    return evidence(parsed.trustedComment);
  }
  if (format === "signify") {
    verifySignify(content, parseSignify(signature, what), key.key, expectation);
    return evidence(null);
  }
  throw otherFormat(what, "a detached signature of minisign or signify", WORDS[format]);
}

/** The formats in words. */
const WORDS: Readonly<Record<SignatureFormat, string>> = {
  minisign: "a signature of minisign",
  signify: "a signature of signify",
  "signify-embedded": "a text with signify's signature over it",
  ssh: "a signature of ssh-keygen",
  openpgp: "a signature of OpenPGP",
  "openpgp-clearsigned": "a text with OpenPGP's signature over it",
};

function otherFormat(what: string, expected: string, found: string): Refusal {
  return new Refusal(
    "SIGNATURE_FORMAT_MISMATCH",
    `${what}: expected ${expected}, found ${found}`,
    { expected, found },
    { hint: "give the key that made this signature, or the signature that this key made" },
  );
}
