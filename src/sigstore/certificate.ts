import { contextTag, DerReader, TAG } from "../bytes/der.ts";
import { quote } from "../bytes/quote.ts";
import { decodeUtf8 } from "../bytes/utf8.ts";
import { Refusal } from "../errors.ts";
import type { ClaimName } from "../trust/claim.ts";
import type { Identity } from "../trust/identity.ts";
import type { Certificate } from "../trust/x509.ts";

const FULCIO = "1.3.6.1.4.1.57264.1.";

/** Extensions of the first years: the text is the value, without a type around it. */
const PLAIN_CLAIMS: ReadonlyMap<number, ClaimName> = new Map<number, ClaimName>([
  [2, "githubWorkflowTrigger"],
  [3, "githubWorkflowSha"],
  [4, "githubWorkflowName"],
  [5, "githubWorkflowRepository"],
  [6, "githubWorkflowRef"],
]);

/** Later extensions: the value is a UTF8String in DER. */
const DER_CLAIMS: ReadonlyMap<number, ClaimName> = new Map<number, ClaimName>([
  [9, "buildSignerUri"],
  [10, "buildSignerDigest"],
  [11, "runnerEnvironment"],
  [12, "sourceRepositoryUri"],
  [13, "sourceRepositoryDigest"],
  [14, "sourceRepositoryRef"],
  [15, "sourceRepositoryIdentifier"],
  [16, "sourceRepositoryOwnerUri"],
  [17, "sourceRepositoryOwnerIdentifier"],
  [18, "buildConfigUri"],
  [19, "buildConfigDigest"],
  [20, "buildTrigger"],
  [21, "runInvocationUri"],
  [22, "sourceRepositoryVisibility"],
  [23, "deploymentEnvironment"],
  [24, "tokenSubject"],
]);

const OID = {
  keyUsage: "2.5.29.15",
  subjectAltName: "2.5.29.17",
  basicConstraints: "2.5.29.19",
  extendedKeyUsage: "2.5.29.37",
  codeSigning: "1.3.6.1.5.5.7.3.3",
  otherName: `${FULCIO}7`,
} as const;

/** What we read and enforce, or what limits nothing; whatever else is critical asks for something we do not do. */
const KNOWN_CRITICAL: ReadonlySet<string> = new Set([
  OID.keyUsage,
  OID.subjectAltName,
  OID.basicConstraints,
  OID.extendedKeyUsage,
]);

/**
 * Checks what a signer's certificate is for: code signing, by an end entity, with nothing critical that is unknown.
 * Does not check who issued it, or when.
 *
 * @throws Refusal `CERTIFICATE_USAGE` — no code signing, no digital signatures, a CA, or an unknown critical extension such as a precertificate's.
 * @throws Refusal `CERTIFICATE_MALFORMED` — an extension that is not what it should be.
 * @see https://github.com/sigstore/fulcio/blob/main/docs/certificate-specification.md
 */
export function checkLeafUsage(certificate: Certificate): void {
  const unknown = unknownCritical(certificate);
  if (unknown !== undefined) throw usage("no unknown critical extension", unknown);
  if (pathLimit(certificate) !== undefined) throw usage("an end entity", "a CA");
  // RFC 5280 §4.2.1.3: bit 0 is digitalSignature. Fulcio sets it always.
  const bits = usageBits(certificate);
  if (bits !== undefined && (bits & 0x80) === 0)
    throw usage("digital signatures", "another key usage");
  const purposes = purposesOf(certificate);
  if (!purposes.includes(OID.codeSigning))
    throw usage("code signing", purposes.join(", ") || "no extended key usage");
}

/**
 * Reads who a certificate is for. Whether it was certified is decided elsewhere.
 *
 * @throws Refusal `CERTIFICATE_MALFORMED` — no name or several, no issuer, two issuers that differ, or text that is none.
 * @see https://github.com/sigstore/fulcio/blob/main/docs/oid-info.md
 */
export function readIdentity(certificate: Certificate): Identity {
  const { extensions } = certificate;
  const plain = (number: number): string | undefined => {
    const value = extensions.get(FULCIO + number)?.value;
    return value === undefined ? undefined : text(value, FULCIO + number);
  };
  const encoded = (number: number): string | undefined => {
    const value = extensions.get(FULCIO + number)?.value;
    return value === undefined ? undefined : readDer(value, FULCIO + number, utf8String);
  };
  const [older, newer] = [plain(1), encoded(8)];
  const issuer = newer ?? older;
  if (issuer === undefined) throw malformed("an issuer", "none");
  if (older !== undefined && older !== issuer)
    throw malformed("one issuer", `${quote(older)} and ${quote(issuer)}`);
  const claims: Partial<Record<ClaimName, string>> = {};
  for (const [numbers, read] of [
    [PLAIN_CLAIMS, plain],
    [DER_CLAIMS, encoded],
  ] as const) {
    for (const [number, name] of numbers) {
      const value = read(number);
      if (value !== undefined) claims[name] = value;
    }
  }
  return { name: readName(certificate), issuer, claims };
}

/** Gives the OID of an extension that is critical and not known, which RFC 5280 §4.2 has refused; undefined for none. */
export function unknownCritical({ extensions }: Certificate): string | undefined {
  return [...extensions].find(([oid, { critical }]) => critical && !KNOWN_CRITICAL.has(oid))?.[0];
}

/** Says whether a certificate has an extended key usage that none may pass over. */
export function isPurposeCritical({ extensions }: Certificate): boolean {
  return extensions.get(OID.extendedKeyUsage)?.critical === true;
}

/** Gives how many CAs may stand between a CA and an end entity, infinity for any; undefined for what is no CA. */
export function pathLimit(certificate: Certificate): number | undefined {
  const value = certificate.extensions.get(OID.basicConstraints)?.value;
  if (value === undefined) return undefined;
  return readDer(value, OID.basicConstraints, (reader) => {
    const body = reader.enter(TAG.sequence);
    const authority = body.nextTag === TAG.boolean && body.boolean();
    const limit = body.nextTag === TAG.integer ? body.smallInteger() : Number.POSITIVE_INFINITY;
    body.finish();
    return authority ? limit : undefined;
  });
}

/** Gives the first byte of the key usage, or undefined where it is not limited. */
export function usageBits(certificate: Certificate): number | undefined {
  const value = certificate.extensions.get(OID.keyUsage)?.value;
  if (value === undefined) return undefined;
  return readDer(value, OID.keyUsage, (reader) => reader.content(TAG.bitString)[1] ?? 0);
}

/** Gives the OIDs of the extended key usage; empty where there is none. */
export function purposesOf(certificate: Certificate): readonly string[] {
  const value = certificate.extensions.get(OID.extendedKeyUsage)?.value;
  if (value === undefined) return [];
  return readDer(value, OID.extendedKeyUsage, (reader) => {
    const list = reader.enter(TAG.sequence);
    const purposes: string[] = [];
    while (list.nextTag !== -1) purposes.push(list.oid());
    return purposes;
  });
}

/** RFC 5280 §4.2.1.6: an address [1], a URI [6], or Fulcio's own [0] for user names. */
function readName(certificate: Certificate): string {
  const value = certificate.extensions.get(OID.subjectAltName)?.value;
  if (value === undefined) throw malformed("a subject alternative name", "none");
  return readDer(value, OID.subjectAltName, (reader) => {
    const names = reader.enter(TAG.sequence);
    const tag = names.nextTag;
    const other = tag === contextTag(0, "constructed");
    if (!other && tag !== contextTag(1, "primitive") && tag !== contextTag(6, "primitive"))
      throw malformed("an address, a URI or a user name", "another kind of name");
    const name = other ? otherName(names.enter(tag)) : text(names.content(tag), OID.subjectAltName);
    // With two names the one that is compared need not be the one that is shown.
    if (names.nextTag !== -1) throw malformed("one name", "several");
    if (name === "") throw malformed("a name", "an empty one");
    return name;
  });
}

function otherName(reader: DerReader): string {
  const type = reader.oid();
  if (type !== OID.otherName) throw malformed(`a user name, ${OID.otherName}`, type);
  const value = reader.enter(contextTag(0, "constructed"));
  reader.finish();
  const name = utf8String(value);
  value.finish();
  return name;
}

function utf8String(reader: DerReader): string {
  return text(reader.content(TAG.utf8String), "string");
}

function text(bytes: Uint8Array, what: string): string {
  try {
    return decodeUtf8(bytes, { what, bom: "refuse" });
  } catch (cause) {
    throw malformed("UTF-8", `bytes that are none in ${what}`, cause);
  }
}

function readDer<Value>(bytes: Uint8Array, oid: string, read: (reader: DerReader) => Value): Value {
  const reader = new DerReader(bytes);
  try {
    const value = read(reader);
    reader.finish();
    return value;
  } catch (error) {
    if (!(error instanceof Refusal) || error.code !== "DER_MALFORMED") throw error;
    throw malformed(`DER in extension ${oid}`, error.message, error);
  }
}

function usage(expected: string, found: string): Refusal {
  return new Refusal(
    "CERTIFICATE_USAGE",
    `certificate: expected one for ${expected}, found ${found}`,
    { expected, found },
  );
}

function malformed(expected: string, found: string, cause?: unknown): Refusal {
  return new Refusal(
    "CERTIFICATE_MALFORMED",
    `certificate: expected ${expected}, found ${found}`,
    { found },
    { cause },
  );
}
