import { contextTag, DerReader, TAG } from "../bytes/der.ts";
import { decodeUtf8 } from "../bytes/utf8.ts";
import { Refusal } from "../errors.ts";
import type { Certificate } from "../trust/x509.ts";

/** The names of a certificate that constraints are about. */
export interface CertificateNames {
  readonly commonNames: readonly string[];
  readonly organizations: readonly string[];
  readonly dnsNames: readonly string[];
  readonly emails: readonly string[];
  readonly uris: readonly string[];
}

const COMMON_NAME = "2.5.4.3";
const ORGANIZATION = "2.5.4.10";
const SUBJECT_ALT_NAME = "2.5.29.17";
const PRINTABLE_STRING = 0x13;
const IA5_STRING = 0x16;

/**
 * Reads the names of a certificate. Whether it was issued by anybody is decided elsewhere.
 *
 * @throws Refusal `CERTIFICATE_MALFORMED` — names that are not in DER, or text of a kind that is not used any more.
 * @see https://www.rfc-editor.org/rfc/rfc5280#section-4.1.2.6
 */
export function readNames(certificate: Certificate): CertificateNames {
  try {
    const subject = readSubject(certificate.subject);
    const alternatives = readAlternatives(certificate.extensions.get(SUBJECT_ALT_NAME)?.value);
    const of = (tag: number): readonly string[] =>
      alternatives.filter(([found]) => found === tag).map(([, text]) => text);
    return {
      commonNames: subject.filter(([oid]) => oid === COMMON_NAME).map(([, text]) => text),
      organizations: subject.filter(([oid]) => oid === ORGANIZATION).map(([, text]) => text),
      emails: of(1),
      dnsNames: of(2),
      uris: of(6),
    };
  } catch (error) {
    if (!(error instanceof Refusal) || error.code === "CERTIFICATE_MALFORMED") throw error;
    throw malformed(error.message, error);
  }
}

function readSubject(der: Uint8Array): readonly (readonly [oid: string, text: string])[] {
  const names = new DerReader(der).enter(TAG.sequence);
  const found: (readonly [string, string])[] = [];
  while (names.nextTag !== -1) {
    const set = names.enter(TAG.set);
    while (set.nextTag !== -1) {
      const pair = set.enter(TAG.sequence);
      const oid = pair.oid();
      const tag = pair.nextTag;
      const value = pair.content(tag);
      pair.finish();
      if (oid !== COMMON_NAME && oid !== ORGANIZATION) continue;
      if (tag !== TAG.utf8String && tag !== PRINTABLE_STRING && tag !== IA5_STRING)
        throw malformed("a name that is no UTF8String", undefined);
      found.push([oid, decodeUtf8(value, { what: "name", bom: "refuse" })]);
    }
  }
  return found;
}

function readAlternatives(
  value: Uint8Array | undefined,
): readonly (readonly [kind: number, text: string])[] {
  if (value === undefined) return [];
  const file = new DerReader(value);
  const names = file.enter(TAG.sequence);
  file.finish();
  const found: (readonly [number, string])[] = [];
  while (names.nextTag !== -1) {
    const tag = names.nextTag;
    const kind = [1, 2, 6].find((number) => contextTag(number, "primitive") === tag);
    const content = names.content(tag);
    if (kind !== undefined)
      found.push([kind, decodeUtf8(content, { what: "name", bom: "refuse" })]);
  }
  return found;
}

function malformed(found: string, cause: unknown): Refusal {
  return new Refusal(
    "CERTIFICATE_MALFORMED",
    `certificate: expected names in DER, found ${found}`,
    { found },
    { cause },
  );
}
