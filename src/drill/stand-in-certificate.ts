import { contextTag, TAG } from "../bytes/der.ts";
import { derElement } from "../bytes/der-element.ts";
import { generateKeyPair, type PrivateKey } from "../key/private-key.ts";
import { signMessage } from "../key/signature.ts";
import {
  bits,
  ecdsaWithSha256,
  explicit,
  integer,
  nameOf,
  octets,
  oid,
  sequence,
  utcTime,
  utf8,
} from "./der.ts";

/** A certificate of the drill's own, with its key. */
export interface StandInCertificate {
  readonly der: Uint8Array;
  readonly key: PrivateKey;
  readonly name: string;
  readonly serial: number;
}

/** Whom a certificate of a signer names: what Fulcio would have found out. */
export interface CertifiedIdentity {
  readonly name: string;
  readonly issuer: string;
  /** By the last number of Fulcio's object identifiers. */
  readonly claims: Readonly<Record<number, string>>;
}

const FULCIO = "1.3.6.1.4.1.57264.1";
/** UTCTime ends with 2049 (RFC 5280 §4.1.2.5.1). */
const ALWAYS = [new Date("2015-01-01T00:00:00Z"), new Date("2049-01-01T00:00:00Z")] as const;

/** Makes the authority at the top. */
export function makeAuthority(name: string): StandInCertificate {
  const key = generateKeyPair("ecdsa-p256");
  return issue({ name, key, serial: 1, period: ALWAYS, extensions: authorityExtensions() });
}

/** Makes what signs timestamps. */
export function makeTimestamper(issuer: StandInCertificate): StandInCertificate {
  const extensions = [extension("2.5.29.37", sequence(oid("1.3.6.1.5.5.7.3.8")), true)];
  const key = generateKeyPair("ecdsa-p256");
  return issue({ name: "drill timestamps", key, serial: 2, period: ALWAYS, extensions, issuer });
}

/** Certifies a new key for ten minutes to whoever is named, without asking who they are: that is what an attack has got. */
export function certify(
  issuer: StandInCertificate,
  { name, issuer: vouching, claims }: CertifiedIdentity,
  at: Date,
): StandInCertificate {
  const isUri = name.includes("://");
  const subject = derElement(contextTag(isUri ? 6 : 1, "primitive"), Buffer.from(name));
  const period = [new Date(at.getTime() - 60_000), new Date(at.getTime() + 540_000)] as const;
  const extensions = [
    // keyUsage: digitalSignature
    extension("2.5.29.15", bits(Uint8Array.of(0x80), 7), true),
    extension("2.5.29.37", sequence(oid("1.3.6.1.5.5.7.3.3")), false),
    extension("2.5.29.17", sequence(subject), true),
    // The first six are bytes as they are, the later ones UTF8String.
    extension(`${FULCIO}.1`, Buffer.from(vouching), false),
    extension(`${FULCIO}.8`, utf8(vouching), false),
    ...Object.entries(claims).map(([number, text]) =>
      extension(`${FULCIO}.${number}`, Number(number) < 7 ? Buffer.from(text) : utf8(text), false),
    ),
  ];
  const key = generateKeyPair("ecdsa-p256");
  return issue({ name: "", key, serial: 3, period, extensions, issuer });
}

interface Issued {
  readonly name: string;
  readonly key: PrivateKey;
  readonly serial: number;
  readonly period: readonly [from: Date, until: Date];
  readonly extensions: readonly Uint8Array[];
  /** Itself where there is none. */
  readonly issuer?: StandInCertificate;
}

/** @see https://www.rfc-editor.org/rfc/rfc5280#section-4.1 */
function issue({ name, key, serial, period, extensions, issuer }: Issued): StandInCertificate {
  const by = issuer ?? { name, key };
  const signed = sequence(
    explicit(0, integer(2)),
    integer(serial),
    ecdsaWithSha256(),
    nameOf(by.name),
    sequence(utcTime(period[0]), utcTime(period[1])),
    nameOf(name),
    key.publicKey.spki,
    explicit(3, sequence(...extensions)),
  );
  const signature = signMessage(by.key, signed);
  return { der: sequence(signed, ecdsaWithSha256(), bits(signature)), key, name, serial };
}

function authorityExtensions(): readonly Uint8Array[] {
  const isAuthority = derElement(TAG.boolean, Uint8Array.of(0xff));
  return [
    // keyUsage: keyCertSign and cRLSign
    extension("2.5.29.15", bits(Uint8Array.of(0x06), 1), true),
    extension("2.5.29.19", sequence(isAuthority, integer(1)), true),
  ];
}

function extension(name: string, value: Uint8Array, isCritical: boolean): Uint8Array {
  const critical = isCritical ? [derElement(TAG.boolean, Uint8Array.of(0xff))] : [];
  return sequence(oid(name), ...critical, octets(value));
}
