import { verify } from "node:crypto";
import { contextTag, DerReader, TAG } from "../bytes/der.ts";
import { Refusal } from "../errors.ts";
import type { PublicKey } from "../key/public-key.ts";
import { parseSpki } from "../key/spki.ts";

/** An X.509 certificate as it was read. Nothing in it is verified; all bytes are slices of `der`. */
export interface Certificate {
  readonly der: Uint8Array;
  /** What its issuer signed, with its header. */
  readonly tbs: Uint8Array;
  readonly serial: Uint8Array;
  /** The names as they are written, with their headers: two are equal when their bytes are. */
  readonly issuer: Uint8Array;
  readonly subject: Uint8Array;
  /** Both inclusive, in milliseconds since 1970. */
  readonly notBefore: number;
  readonly notAfter: number;
  readonly key: PublicKey;
  /** By OID, each once. */
  readonly extensions: ReadonlyMap<string, Extension>;
  readonly signatureAlgorithm: SignatureAlgorithm;
  readonly signature: Uint8Array;
}

export interface Extension {
  readonly critical: boolean;
  /** Without the header of the OCTET STRING around it. */
  readonly value: Uint8Array;
}

interface SignatureAlgorithm {
  readonly kind: "ecdsa" | "rsa" | "ed25519";
  /** Null where the algorithm hashes by itself. */
  readonly hash: "sha256" | "sha384" | "sha512" | null;
}

/** The largest in use have 3 kB; one with thousands of names is no signer. */
export const MAX_CERTIFICATE_BYTES = 65_536;

const ECDSA_AND_ED25519: ReadonlyMap<string, SignatureAlgorithm> = new Map<
  string,
  SignatureAlgorithm
>([
  ["1.2.840.10045.4.3.2", { kind: "ecdsa", hash: "sha256" }],
  ["1.2.840.10045.4.3.3", { kind: "ecdsa", hash: "sha384" }],
  ["1.2.840.10045.4.3.4", { kind: "ecdsa", hash: "sha512" }],
  ["1.3.101.112", { kind: "ed25519", hash: null }],
]);
const RSA: ReadonlyMap<string, SignatureAlgorithm> = new Map<string, SignatureAlgorithm>([
  ["1.2.840.113549.1.1.11", { kind: "rsa", hash: "sha256" }],
  ["1.2.840.113549.1.1.12", { kind: "rsa", hash: "sha384" }],
  ["1.2.840.113549.1.1.13", { kind: "rsa", hash: "sha512" }],
]);

/**
 * Reads an X.509 v3 certificate in DER. Checks its form only: **no signature, no time, no use**.
 *
 * @param what names the certificate in a refusal.
 * @throws Refusal `CERTIFICATE_MALFORMED` — not DER, bytes after it, another version, an extension twice, two signature algorithms, or a key that is none.
 * @throws Refusal `CERTIFICATE_UNSUPPORTED` — signed by another algorithm than ECDSA, Ed25519 or RSA with SHA-2, of such a key, or larger than `MAX_CERTIFICATE_BYTES`.
 * @see https://www.rfc-editor.org/rfc/rfc5280#section-4.1
 */
export function parseCertificate(der: Uint8Array, what: string): Certificate {
  if (der.length > MAX_CERTIFICATE_BYTES) throw unsupported(what, `${der.length} bytes`);
  try {
    return readCertificate(der, what);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    // A key in a certificate of somebody else's is no key that we were to use: it refuses the certificate.
    if (error.code === "KEY_MALFORMED" || error.code === "KEY_UNSUPPORTED") {
      const code =
        error.code === "KEY_MALFORMED" ? "CERTIFICATE_MALFORMED" : "CERTIFICATE_UNSUPPORTED";
      throw new Refusal(code, error.message, { found: error.message }, { cause: error });
    }
    if (error.code !== "DER_MALFORMED") throw error;
    throw new Refusal(
      "CERTIFICATE_MALFORMED",
      `${what}: expected a certificate in DER, found ${error.message}`,
      { found: error.message },
      { cause: error },
    );
  }
}

function readCertificate(der: Uint8Array, what: string): Certificate {
  const file = new DerReader(der);
  const outer = file.enter(TAG.sequence);
  file.finish();
  const tbs = outer.element(TAG.sequence);
  const outerAlgorithm = outer.element(TAG.sequence);
  const signature = outer.bitString();
  outer.finish();

  const body = new DerReader(
    der,
    tbs.byteOffset - der.byteOffset,
    tbs.byteOffset - der.byteOffset + tbs.length,
  ).enter(TAG.sequence);
  const version = body.enter(contextTag(0, "constructed"));
  if (version.smallInteger() !== 2) throw malformed(what, "version 3", "another");
  version.finish();
  const serial = body.integer();
  const innerAlgorithm = body.element(TAG.sequence);
  // RFC 5280 §4.1.1.2: the one outside is not signed, so it must not say anything else.
  if (Buffer.compare(innerAlgorithm, outerAlgorithm) !== 0)
    throw malformed(what, "one signature algorithm", "two");
  const issuer = body.element(TAG.sequence);
  const validity = body.enter(TAG.sequence);
  const notBefore = validity.time();
  const notAfter = validity.time();
  validity.finish();
  const subject = body.element(TAG.sequence);
  const spki = body.element(TAG.sequence);
  const extensions = readExtensions(body.enter(contextTag(3, "constructed")), what);
  body.finish();
  return {
    der,
    tbs,
    serial,
    issuer,
    subject,
    notBefore,
    notAfter,
    key: parseSpki(spki, `${what}: public key`),
    extensions,
    signatureAlgorithm: readSignatureAlgorithm(innerAlgorithm, what),
    signature,
  };
}

function readExtensions(outer: DerReader, what: string): ReadonlyMap<string, Extension> {
  const list = outer.enter(TAG.sequence);
  outer.finish();
  const extensions = new Map<string, Extension>();
  while (list.nextTag !== -1) {
    const extension = list.enter(TAG.sequence);
    const oid = extension.oid();
    const critical = extension.nextTag === TAG.boolean;
    // X.690 clause 11.5: the default, false, is left out.
    if (critical && !extension.boolean()) throw malformed(what, "no word for false", "one");
    const value = extension.content(TAG.octetString);
    extension.finish();
    // RFC 5280 §4.2; a reader that takes the first and one that takes the last would see two certificates.
    if (extensions.has(oid)) throw malformed(what, "each extension once", `${oid} again`);
    extensions.set(oid, { critical, value });
  }
  return extensions;
}

function readSignatureAlgorithm(der: Uint8Array, what: string): SignatureAlgorithm {
  const reader = new DerReader(der).enter(TAG.sequence);
  const oid = reader.oid();
  const rsa = RSA.get(oid);
  // RFC 4055 §5: NULL for RSA; RFC 5758 §3.2 and RFC 8410 §3: nothing for the others.
  if (rsa !== undefined) reader.content(TAG.null);
  reader.finish();
  const algorithm = rsa ?? ECDSA_AND_ED25519.get(oid);
  if (algorithm !== undefined) return algorithm;
  throw unsupported(what, `signature algorithm ${oid}`);
}

/** Tells whether a key signed a certificate: only that, not whether it may. */
export function isCertificateSignedBy(certificate: Certificate, issuer: PublicKey): boolean {
  const { kind, hash } = certificate.signatureAlgorithm;
  if (!issuer.type.startsWith(kind)) return false;
  return verify(hash, certificate.tbs, issuer.key, certificate.signature);
}

/** Tells whether a certificate names itself as its issuer, as roots do. */
export function isSelfIssued(certificate: Certificate): boolean {
  return Buffer.compare(certificate.subject, certificate.issuer) === 0;
}

function malformed(what: string, expected: string, found: string): Refusal {
  return new Refusal("CERTIFICATE_MALFORMED", `${what}: expected ${expected}, found ${found}`, {
    found,
  });
}

function unsupported(what: string, found: string): Refusal {
  return new Refusal(
    "CERTIFICATE_UNSUPPORTED",
    `${what}: expected a certificate of at most ${MAX_CERTIFICATE_BYTES} bytes, signed by ECDSA, Ed25519 or RSA with SHA-2, found ${found}`,
    { found },
  );
}
