import { type Digest, digestOfBytes } from "../bytes/digest.ts";
import { digestOfContent, type SignedContent } from "../bytes/signed-content.ts";
import { Refusal } from "../errors.ts";
import { allowSigner } from "../key/allow-signer.ts";
import type { NumberedKey } from "../key/numbered-key.ts";
import type { SshKey } from "../key/ssh-key.ts";
import { detectSignature, type SignatureFormat } from "./detect-signature.ts";
import { parseMinisign, verifyMinisign } from "./minisign.ts";
import type { SignerKey } from "./signer-key.ts";
import { parseSignify, verifySignify } from "./signify.ts";
import { parseSshSignature, verifySshSignature } from "./ssh-signature.ts";

/** What a signature is held against, beside the key. */
export interface DetachedExpectation {
  /** Names the signature file in refusals. */
  readonly what: string;
  /** What a signature of SSH has to be for, to the letter; `file` is usual. */
  readonly namespace: string;
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
  readonly kind: "numbered" | "ssh";
  /** The number of a minisign or signify key; `SHA256:` and base64 for one of SSH. */
  readonly id: string;
  /** SHA-256 of the key's SPKI, in hex. */
  readonly fingerprint: string;
  /** Whose key the allowed signers file says it is. */
  readonly principal?: string;
  /** What a security key says of the moment. */
  readonly device?: {
    readonly userPresent: boolean;
    readonly userVerified: boolean;
    readonly counter: number;
  };
}

/**
 * Verifies a signature file of any known format over content that is not in it. Says nothing about whose the key is.
 *
 * @param now what the times of allowed signers are judged by.
 * @throws Refusal `SIGNATURE_FORMAT_UNKNOWN` — see `detectSignature`.
 * @throws Refusal `SIGNATURE_FORMAT_MISMATCH` — a format that the key does not make, or one that holds its own text.
 * @throws Refusal `SIGNATURE_KEY_MISMATCH` — by another key; or see `allowSigner`.
 * @throws Refusal `SIGNATURE_MALFORMED`, `SIGNATURE_INVALID` and what else the formats' own verifiers refuse with.
 */
export function verifyDetached(
  content: SignedContent,
  signature: Uint8Array,
  key: SignerKey,
  expectation: DetachedExpectation,
  now: Date,
): DetachedEvidence {
  const format = detectSignature(signature, expectation.what);
  if (key.kind === "numbered")
    return verifyNumbered(content, signature, format, key.key, expectation);
  if (format !== "ssh")
    throw otherFormat(expectation.what, "a detached signature of ssh-keygen", WORDS[format]);
  return verifySsh(content, signature, key, expectation, now);
}

function verifyNumbered(
  content: SignedContent,
  signature: Uint8Array,
  format: SignatureFormat,
  key: NumberedKey,
  expectation: DetachedExpectation,
): DetachedEvidence {
  const { what } = expectation;
  const signer = { kind: "numbered", id: key.id, fingerprint: key.key.fingerprint } as const;
  if (format === "minisign") {
    const parsed = parseMinisign(signature, what);
    // Asked for together, so that a file is read once.
    content.digests(["sha256", "blake2b512"]);
    verifyMinisign(content, parsed, key, expectation);
    return { format, signer, digest: sha256Of(content), comment: parsed.trustedComment };
  }
  if (format === "signify") {
    verifySignify(content, parseSignify(signature, what), key, expectation);
    return { format, signer, digest: sha256Of(content), comment: null };
  }
  throw otherFormat(what, "a detached signature of minisign or signify", WORDS[format]);
}

function verifySsh(
  content: SignedContent,
  signature: Uint8Array,
  key: Exclude<SignerKey, { kind: "numbered" }>,
  expectation: DetachedExpectation,
  now: Date,
): DetachedEvidence {
  const { what, namespace } = expectation;
  const parsed = parseSshSignature(signature, what);
  if (key.kind === "ssh") demandKey(parsed.key, key.key, what);
  content.digests(["sha256", parsed.hash]);
  verifySshSignature(content, parsed, expectation);
  if (key.kind === "principal")
    allowSigner(key.signers, { principal: key.principal, namespace, key: parsed.key, now, what });
  const { device } = parsed.proof;
  return {
    format: "ssh",
    signer: {
      kind: "ssh",
      id: parsed.key.id,
      fingerprint: parsed.key.key.fingerprint,
      ...(key.kind === "principal" ? { principal: key.principal } : {}),
      ...(device === null
        ? {}
        : {
            device: {
              userPresent: device.userPresent,
              userVerified: device.userVerified,
              counter: device.counter,
            },
          }),
    },
    digest: sha256Of(content),
    comment: null,
  };
}

/** By the bytes of the key: the same point in a security key is another key. */
function demandKey(found: SshKey, expected: SshKey, what: string): void {
  if (found.id === expected.id) return;
  throw new Refusal(
    "SIGNATURE_KEY_MISMATCH",
    `${what}: expected a signature by the key ${expected.id}, found one by the key ${found.id}`,
    { expected: expected.id, found: found.id },
    { hint: "give the key of the file's signer, from a place other than the file's" },
  );
}

function sha256Of(content: SignedContent): Digest {
  return digestOfBytes("sha256", digestOfContent(content, "sha256"));
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
