import { type Digest, digestOfBytes } from "../bytes/digest.ts";
import { digestOfContent, type SignedContent } from "../bytes/signed-content.ts";
import { Refusal } from "../errors.ts";
import { allowSigner } from "../key/allow-signer.ts";
import type { NumberedKey } from "../key/numbered-key.ts";
import type { SshKey } from "../key/ssh-key.ts";
import { unarmorSignature } from "./armor.ts";
import { detectSignature, type SignatureFormat } from "./detect-signature.ts";
import { parseMinisign, verifyMinisign } from "./minisign.ts";
import type { OpenPgpKey } from "./openpgp-key.ts";
import { verifyOpenPgp } from "./openpgp-signature.ts";
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
  /** When the signer says they signed, where the format says it: nobody vouches for that. */
  readonly claimedTime: Date | null;
  /** Ids of keys whose signatures are in the file, too, and were not verified. */
  readonly others: readonly string[];
}

/** Who signed, named as the signer's own tool names it. */
export interface DetachedSigner {
  readonly kind: "numbered" | "ssh" | "openpgp";
  /** The number of a minisign or signify key; `SHA256:` and base64 for one of SSH; the fingerprint of an OpenPGP key. */
  readonly id: string;
  /** SHA-256 of the key's SPKI, in hex; of an OpenPGP key its own fingerprint. */
  readonly fingerprint: string;
  /** The fingerprint of the OpenPGP sub key that signed, or of the primary key again. */
  readonly signedBy?: string;
  /** Who an OpenPGP key says it belongs to. */
  readonly userIds?: readonly string[];
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
export async function verifyDetached(
  content: SignedContent,
  signature: Uint8Array,
  key: SignerKey,
  expectation: DetachedExpectation,
  now: Date,
): Promise<DetachedEvidence> {
  const format = detectSignature(signature, expectation.what);
  if (key.kind === "numbered")
    return verifyNumbered(content, signature, format, key.key, expectation);
  if (key.kind === "openpgp") {
    if (format !== "openpgp")
      throw otherFormat(expectation.what, "a detached signature of OpenPGP", WORDS[format]);
    return verifyPackets(content, signature, key.key, expectation, now);
  }
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
    return {
      format,
      signer,
      digest: sha256Of(content),
      comment: parsed.trustedComment,
      ...NOT_SAID,
    };
  }
  if (format === "signify") {
    verifySignify(content, parseSignify(signature, what), key, expectation);
    return { format, signer, digest: sha256Of(content), comment: null, ...NOT_SAID };
  }
  throw otherFormat(what, "a detached signature of minisign or signify", WORDS[format]);
}

function verifySsh(
  content: SignedContent,
  signature: Uint8Array,
  key: Extract<SignerKey, { kind: "ssh" | "principal" }>,
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
    ...NOT_SAID,
  };
}

async function verifyPackets(
  content: SignedContent,
  signature: Uint8Array,
  key: OpenPgpKey,
  { what }: DetachedExpectation,
  now: Date,
): Promise<DetachedEvidence> {
  const isArmored = signature[0] === 0x2d;
  const packets = isArmored
    ? unarmorSignature(Buffer.from(signature).toString("latin1"), what)
    : signature;
  const question = { content, mode: "binary", hashes: null, what, now } as const;
  const { signedBy, claimedTime, others } = await verifyOpenPgp(packets, key, question);
  return {
    format: "openpgp",
    signer: openPgpSigner(key, signedBy),
    digest: sha256Of(content),
    comment: null,
    claimedTime,
    others,
  };
}

/** Names who signed by OpenPGP. */
export function openPgpSigner(key: OpenPgpKey, signedBy: string): DetachedSigner {
  const { fingerprint, userIds } = key;
  return { kind: "openpgp", id: fingerprint, fingerprint, signedBy, userIds };
}

/** Only OpenPGP's signatures say a time, and may be several. */
const NOT_SAID = { claimedTime: null, others: [] };

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
