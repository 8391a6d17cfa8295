import { contextTag, DerReader, TAG } from "../bytes/der.ts";
import type { DigestAlgorithm } from "../bytes/digest.ts";
import { Refusal } from "../errors.ts";

/** What a timestamp authority answered (RFC 3161). Nothing in it is verified; all bytes are slices of the answer. */
export interface TimestampResponse {
  /** The statement that is signed, TSTInfo. */
  readonly info: Uint8Array;
  /** The digest of what was stamped. */
  readonly imprint: HashedBytes;
  /** In milliseconds since 1970. */
  readonly time: number;
  readonly signer: TimestampSigner;
}

export interface HashedBytes {
  readonly algorithm: DigestAlgorithm;
  readonly hash: Uint8Array;
}

export interface TimestampSigner {
  /** As written, with its header. */
  readonly issuer: Uint8Array;
  readonly serial: Uint8Array;
  /** What is signed: a copy of the attributes under the tag that they are signed with. */
  readonly attributes: Uint8Array;
  /** Of `info`, as the attributes have it. */
  readonly messageDigest: HashedBytes;
  /** Of the signer's certificate, where the attributes name it. */
  readonly certificateDigest: HashedBytes | undefined;
  readonly signatureKind: "ecdsa" | "rsa" | "ed25519";
  readonly signature: Uint8Array;
}

/** An answer with a chain of certificates has some kilobytes. */
export const MAX_TIMESTAMP_BYTES = 65_536;

const OID = {
  signedData: "1.2.840.113549.1.7.2",
  tstInfo: "1.2.840.113549.1.9.16.1.4",
  contentType: "1.2.840.113549.1.9.3",
  messageDigest: "1.2.840.113549.1.9.4",
  signingCertificate2: "1.2.840.113549.1.9.16.2.47",
} as const;

const HASHES: ReadonlyMap<string, DigestAlgorithm> = new Map<string, DigestAlgorithm>([
  ["2.16.840.1.101.3.4.2.1", "sha256"],
  ["2.16.840.1.101.3.4.2.2", "sha384"],
  ["2.16.840.1.101.3.4.2.3", "sha512"],
]);

/** The kind of signature with the hash it goes with; null where the digest algorithm beside it says. */
const SIGNATURES: ReadonlyMap<
  string,
  readonly [kind: TimestampSigner["signatureKind"], hash: DigestAlgorithm | null]
> = new Map<string, readonly [TimestampSigner["signatureKind"], DigestAlgorithm | null]>([
  ["1.2.840.10045.4.3.2", ["ecdsa", "sha256"]],
  ["1.2.840.10045.4.3.3", ["ecdsa", "sha384"]],
  ["1.2.840.10045.4.3.4", ["ecdsa", "sha512"]],
  ["1.2.840.113549.1.1.1", ["rsa", null]],
  ["1.2.840.113549.1.1.11", ["rsa", "sha256"]],
  ["1.2.840.113549.1.1.12", ["rsa", "sha384"]],
  ["1.2.840.113549.1.1.13", ["rsa", "sha512"]],
  ["1.3.101.112", ["ed25519", null]],
]);

/**
 * Reads a TimeStampResp of RFC 3161. Checks its form and that the answer is a grant: **no signature is verified**.
 * Certificates in it are passed over: the trust root has the authority's.
 *
 * @throws Refusal `TIMESTAMP_NOT_GRANTED` — the authority refused.
 * @throws Refusal `TIMESTAMP_MALFORMED` — not DER, not a token with one signer, another digest than SHA-2, an extension that is critical, larger than `MAX_TIMESTAMP_BYTES`.
 * @see https://www.rfc-editor.org/rfc/rfc3161#section-2.4.2
 * @see https://www.rfc-editor.org/rfc/rfc5652#section-5.3
 */
export function parseTimestampResponse(der: Uint8Array): TimestampResponse {
  if (der.length > MAX_TIMESTAMP_BYTES)
    throw malformed(`at most ${MAX_TIMESTAMP_BYTES} bytes`, `${der.length}`);
  try {
    return readResponse(new DerReader(der));
  } catch (error) {
    if (!(error instanceof Refusal) || error.code !== "DER_MALFORMED") throw error;
    throw malformed("DER", error.message, error);
  }
}

function readResponse(file: DerReader): TimestampResponse {
  const response = file.enter(TAG.sequence);
  file.finish();
  const status = response.enter(TAG.sequence).smallInteger();
  // 0 is granted, 1 granted with modifications: the token says what was granted.
  if (status > 1) {
    throw new Refusal(
      "TIMESTAMP_NOT_GRANTED",
      `timestamp: expected a granted one, found the status ${status}`,
      { status },
    );
  }
  const content = response.enter(TAG.sequence);
  response.finish();
  expectOid(content, OID.signedData, "signed data");
  const explicit = content.enter(contextTag(0, "constructed"));
  content.finish();
  const signed = explicit.enter(TAG.sequence);
  explicit.finish();
  // RFC 5652 §5.1: 3 for content that is not plain data.
  if (signed.smallInteger() !== 3) throw malformed("signed data of version 3", "another");
  const algorithms = signed.enter(TAG.set);
  while (algorithms.nextTag !== -1) readHash(algorithms);
  const info = readEncapsulated(signed.enter(TAG.sequence));
  signed.skipIf(contextTag(0, "constructed"));
  signed.skipIf(contextTag(1, "constructed"));
  const signers = signed.enter(TAG.set);
  signed.finish();
  const signer = readSigner(signers.enter(TAG.sequence));
  signers.finish();
  return { info, signer, ...readInfo(info) };
}

function readEncapsulated(encapsulated: DerReader): Uint8Array {
  expectOid(encapsulated, OID.tstInfo, "a timestamp");
  const explicit = encapsulated.enter(contextTag(0, "constructed"));
  encapsulated.finish();
  const info = explicit.content(TAG.octetString);
  explicit.finish();
  return info;
}

function readInfo(bytes: Uint8Array): Pick<TimestampResponse, "imprint" | "time"> {
  const file = new DerReader(bytes);
  const info = file.enter(TAG.sequence);
  file.finish();
  if (info.smallInteger() !== 1) throw malformed("version 1", "another");
  // The policy and the serial number decide nothing here.
  info.oid();
  const imprint = info.enter(TAG.sequence);
  const algorithm = readHash(imprint);
  const hash = imprint.content(TAG.octetString);
  imprint.finish();
  info.integer();
  if (info.nextTag !== TAG.generalizedTime) throw malformed("a time", "none");
  const time = info.time();
  // Neither how exact the clock is, nor the order of stamps, nor what a request was told by, nor a name decides anything.
  info.skipIf(TAG.sequence);
  info.skipIf(TAG.boolean);
  info.skipIf(TAG.integer);
  info.skipIf(contextTag(0, "constructed"));
  if (info.nextTag === contextTag(1, "constructed"))
    refuseCritical(info.enter(contextTag(1, "constructed")));
  info.finish();
  return { imprint: { algorithm, hash }, time };
}

/** RFC 3161 §2.4.2 takes the extensions of RFC 5280, whose §4.2 has those refused that are critical and not known. */
function refuseCritical(list: DerReader): void {
  while (list.nextTag !== -1) {
    const extension = list.enter(TAG.sequence);
    const oid = extension.oid();
    if (extension.nextTag === TAG.boolean && extension.boolean())
      throw malformed("no critical extension", oid);
    extension.content(TAG.octetString);
    extension.finish();
  }
}

function readSigner(signer: DerReader): TimestampSigner {
  // RFC 5652 §5.3: 1 where the signer is named by issuer and serial number.
  if (signer.smallInteger() !== 1) throw malformed("a signer of version 1", "another");
  const id = signer.enter(TAG.sequence);
  const issuer = id.element(TAG.sequence);
  const serial = id.integer();
  id.finish();
  const algorithm = readHash(signer);
  const signed = signer.element(contextTag(0, "constructed"));
  const [kind, hash] = readSignatureAlgorithm(signer.enter(TAG.sequence));
  if (hash !== null && hash !== algorithm) throw malformed("one digest algorithm", "two");
  const signature = signer.content(TAG.octetString);
  signer.skipIf(contextTag(1, "constructed"));
  signer.finish();
  const found = readAttributes(new DerReader(signed).enter(contextTag(0, "constructed")));
  // RFC 5652 §5.4: the attributes are signed as a SET. A copy, for these bytes are a slice of the bundle.
  const attributes = Uint8Array.from(signed);
  attributes[0] = TAG.set;
  return {
    issuer,
    serial,
    attributes,
    messageDigest: { algorithm, hash: found.messageDigest },
    certificateDigest: found.certificateDigest,
    signatureKind: kind,
    signature,
  };
}

function readAttributes(list: DerReader): {
  messageDigest: Uint8Array;
  certificateDigest: HashedBytes | undefined;
} {
  const values = new Map<string, DerReader>();
  while (list.nextTag !== -1) {
    const attribute = list.enter(TAG.sequence);
    const oid = attribute.oid();
    if (values.has(oid)) throw malformed("each attribute once", `${oid} again`);
    values.set(oid, attribute.enter(TAG.set));
    attribute.finish();
  }
  const contentType = values.get(OID.contentType);
  if (contentType === undefined) throw malformed("the attribute content-type", "none");
  expectOid(contentType, OID.tstInfo, "a timestamp");
  contentType.finish();
  const messageDigest = values.get(OID.messageDigest);
  if (messageDigest === undefined) throw malformed("the attribute message-digest", "none");
  const hash = messageDigest.content(TAG.octetString);
  messageDigest.finish();
  const certificate = values.get(OID.signingCertificate2);
  return {
    messageDigest: hash,
    certificateDigest: certificate === undefined ? undefined : readCertificateDigest(certificate),
  };
}

/** RFC 5035 §4: the first of the list is the signer's. */
function readCertificateDigest(value: DerReader): HashedBytes {
  const first = value.enter(TAG.sequence).enter(TAG.sequence).enter(TAG.sequence);
  const algorithm = first.nextTag === TAG.sequence ? readHash(first) : "sha256";
  return { algorithm, hash: first.content(TAG.octetString) };
}

function readHash(reader: DerReader): DigestAlgorithm {
  const identifier = reader.enter(TAG.sequence);
  const oid = identifier.oid();
  // RFC 5754 §2: absent, but NULL has to be taken.
  finishWithNull(identifier);
  const algorithm = HASHES.get(oid);
  if (algorithm !== undefined) return algorithm;
  throw malformed("SHA-256, SHA-384 or SHA-512", `the digest algorithm ${oid}`);
}

function readSignatureAlgorithm(
  identifier: DerReader,
): readonly [TimestampSigner["signatureKind"], DigestAlgorithm | null] {
  const oid = identifier.oid();
  finishWithNull(identifier);
  const algorithm = SIGNATURES.get(oid);
  if (algorithm !== undefined) return algorithm;
  throw malformed("ECDSA, RSA or Ed25519 with SHA-2", `the signature algorithm ${oid}`);
}

function finishWithNull(identifier: DerReader): void {
  if (identifier.nextTag === TAG.null && identifier.content(TAG.null).length > 0)
    throw malformed("no parameters", "some");
  identifier.finish();
}

function expectOid(reader: DerReader, expected: string, name: string): void {
  const found = reader.oid();
  if (found !== expected) throw malformed(`${name}, ${expected}`, found);
}

function malformed(expected: string, found: string, cause?: unknown): Refusal {
  return new Refusal(
    "TIMESTAMP_MALFORMED",
    `timestamp: expected ${expected}, found ${found}`,
    { found },
    { cause },
  );
}
