import type { AnyKeyPacket, Key, SignaturePacket, Subkey } from "openpgp";
import { quote } from "../bytes/quote.ts";
import type { SignedContent } from "../bytes/signed-content.ts";
import { Refusal } from "../errors.ts";
import { loadOpenPgp } from "./load-openpgp.ts";
import { malformedSignature } from "./malformed-signature.ts";
import type { OpenPgpKey } from "./openpgp-key.ts";
import { checkPackets } from "./openpgp-packets.ts";
import { judgeSigningKey } from "./openpgp-validity.ts";

/** What is signed, and as what: bytes are signed by a signature over bytes, a text by one over text. */
export interface OpenPgpQuestion {
  readonly content: SignedContent;
  readonly mode: "binary" | "text";
  /** The hash functions that a text says it is signed with; null for bytes. */
  readonly hashes: readonly string[] | null;
  /** Names the signature file in refusals. */
  readonly what: string;
  readonly now: Date;
}

/** What the signatures by the expected key say. */
export interface OpenPgpVerdict {
  /** Of the key or sub key that signed, lower-case hex. */
  readonly signedBy: string;
  /** When the signer says they signed; nobody vouches for it. */
  readonly claimedTime: Date;
  /** The ids of other keys that signed, too: not verified. */
  readonly others: readonly string[];
}

/** By the numbers of RFC 9580 §9.5. */
const HASHES: ReadonlyMap<number, string> = new Map([
  [1, "MD5"],
  [2, "SHA1"],
  [3, "RIPEMD160"],
  [8, "SHA256"],
  [9, "SHA384"],
  [10, "SHA512"],
  [11, "SHA224"],
  [12, "SHA3-256"],
  [14, "SHA3-512"],
]);
/** A collision can be made of them, or soon. */
const WEAK: ReadonlySet<number> = new Set([1, 2, 3]);
/** ElGamal and DSA (RFC 9580 §9.1). */
const DSA = new Set([16, 17, 20]);
const BINARY = 0;
const TEXT = 1;

/**
 * Verifies the signature packets of a file by one key, primary or sub key: all of its signatures have to be good, and
 * there has to be one. Signatures of other keys are named and not verified.
 *
 * @param packets binary.
 * @throws Refusal `SIGNATURE_MALFORMED`, `SIGNATURE_KEY_MISMATCH`, `SIGNATURE_FORMAT_MISMATCH`, `SIGNATURE_ALGORITHM_WEAK`,
 * `SIGNATURE_EXPIRED`, `CLOCK_BEHIND`, `SIGNATURE_INVALID`, `OPENPGP_MISSING`, and see `judgeSigningKey`.
 * @see https://www.rfc-editor.org/rfc/rfc9580#section-5.2
 */
export async function verifyOpenPgp(
  packets: Uint8Array,
  key: OpenPgpKey,
  question: OpenPgpQuestion,
): Promise<OpenPgpVerdict> {
  const { what } = question;
  const certificate = key.certificate as Key;
  const signatures = await readPackets(packets, what);
  const byKey = signatures.filter(({ issuerKeyID }) => certificate.getKeys(issuerKeyID).length > 0);
  const others = signatures
    .filter((signature) => !byKey.includes(signature))
    .map(({ issuerKeyID }) => issuerKeyID.toHex());
  const [first] = byKey;
  if (first?.created == null) throw otherKey(key, others, what);
  for (const signature of byKey) await verifyOne(signature, certificate, question);
  const signer = certificate.getKeys(first.issuerKeyID)[0];
  return {
    signedBy: signer?.getFingerprint() ?? key.fingerprint,
    claimedTime: first.created,
    others,
  };
}

async function readPackets(packets: Uint8Array, what: string): Promise<readonly SignaturePacket[]> {
  checkPackets(packets, what);
  const { readSignature } = await loadOpenPgp(what);
  try {
    // A packet that is passed over would be a signature of which nobody hears.
    const config = { ignoreUnsupportedPackets: false };
    const { packets: found } = await readSignature({
      binarySignature: Uint8Array.from(packets),
      config,
    });
    if (found.length > 0) return [...found];
  } catch (cause) {
    throw malformedSignature(what, "the packets", "signatures of OpenPGP", reasonOf(cause), cause);
  }
  throw malformedSignature(what, "the packets", "at least one signature", "none");
}

async function verifyOne(
  signature: SignaturePacket,
  certificate: Key,
  question: OpenPgpQuestion,
): Promise<void> {
  const { what, now } = question;
  const library = await loadOpenPgp(what);
  checkKind(signature, question);
  const created = signature.created ?? now;
  if (created > now)
    throw new Refusal(
      "CLOCK_BEHIND",
      `${what}: expected a signature from before ${now.toISOString()}, found one from ${created.toISOString()}`,
      { now: now.getTime(), time: created.getTime() },
      { hint: "set the clock of this machine; where it is right, the signer's was wrong" },
    );
  if (signature.isExpired(now))
    throw new Refusal(
      "SIGNATURE_EXPIRED",
      `${what}: expected a signature that still holds, found one that expired at ${new Date(signature.getExpirationTime()).toISOString()}`,
      { expires: Number(signature.getExpirationTime()), now: now.getTime() },
      { hint: "ask the signer for a new signature" },
    );
  const signer = await judgeSigningKey(
    certificate,
    signature.issuerKeyID,
    created,
    question,
    library,
  );
  await verifyMathematics(signature, signer, question);
}

function checkKind(signature: SignaturePacket, { what, mode, hashes }: OpenPgpQuestion): void {
  const { signatureType, hashAlgorithm, publicKeyAlgorithm, version } = signature;
  const hash = HASHES.get(hashAlgorithm ?? 0) ?? `hash function ${hashAlgorithm}`;
  if (WEAK.has(hashAlgorithm ?? 0) || DSA.has(publicKeyAlgorithm ?? 0))
    throw new Refusal(
      "SIGNATURE_ALGORITHM_WEAK",
      `${what}: expected a signature by RSA, ECDSA or EdDSA with SHA-256 or better, found one by ${DSA.has(publicKeyAlgorithm ?? 0) ? "DSA" : hash}`,
      { found: DSA.has(publicKeyAlgorithm ?? 0) ? "DSA" : hash },
      { hint: "ask the signer to sign again, by a key and a hash function of today" },
    );
  if (signatureType !== (mode === "binary" ? BINARY : TEXT)) {
    const found =
      signatureType === TEXT
        ? "one over text, which does not see how its lines end"
        : `a signature of the type ${signatureType}`;
    throw new Refusal(
      "SIGNATURE_FORMAT_MISMATCH",
      `${what}: expected a signature over ${mode === "binary" ? "bytes" : "text"}, found ${found}`,
      { expected: mode, found: `type ${signatureType}` },
      { hint: "ask the signer for: gpg --detach-sign, without --textmode" },
    );
  }
  // Signatures of version 6 need no header; before, nobody else would say which hash function a text is read with.
  if (hashes !== null && !hashes.includes(hash) && (version < 6 || hashes.length > 0))
    throw malformedSignature(what, "the Hash header", hash, hashes.map(quote).join(", ") || "none");
}

/** Hands the bytes to the library as it hashes them: they are never held. */
async function verifyMathematics(
  signature: SignaturePacket,
  signer: Key | Subkey,
  { content, what }: OpenPgpQuestion,
): Promise<void> {
  const chunks = content.chunks()[Symbol.iterator]();
  const data = { text: null, getBytes: () => streamOf(chunks) };
  try {
    const type = signature.signatureType ?? BINARY;
    // Times and hash functions were judged before: null leaves them alone.
    await signature.verify(signer.keyPacket as AnyKeyPacket, type, data, null as never, true);
  } catch (cause) {
    if (cause instanceof Refusal) throw cause;
    throw new Refusal(
      "SIGNATURE_INVALID",
      `${what}: expected a signature over these bytes by the key ${signer.getFingerprint()}, found none: ${reasonOf(cause)}`,
      { keys: [signer.getFingerprint()] },
      {
        cause,
        hint: "fetch file and signature again, from one release; where both stay, the file was changed",
      },
    );
  } finally {
    // An iterator that is left in the middle may hold a file open.
    chunks.return?.();
  }
}

function streamOf(chunks: Iterator<Uint8Array>): ReadableStream<Uint8Array> {
  return new ReadableStream({
    pull(controller) {
      const { value, done } = chunks.next();
      if (done === true) controller.close();
      // A piece may be overwritten by the next, and a stream keeps several.
      else controller.enqueue(Uint8Array.from(value));
    },
  });
}

function otherKey(key: OpenPgpKey, others: readonly string[], what: string): Refusal {
  return new Refusal(
    "SIGNATURE_KEY_MISMATCH",
    `${what}: expected a signature by the key ${key.fingerprint}, found one by the key ${others.join(", ")}`,
    { expected: key.fingerprint, found: others.join(", ") },
    { hint: "give the key of the file's signer, from a place other than the file's" },
  );
}

/** What a library says is one line for a person, and no more is made of it. */
function reasonOf(error: unknown): string {
  return error instanceof Error ? quote(error.message) : "an error";
}
