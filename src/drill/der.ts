import { contextTag, TAG } from "../bytes/der.ts";
import { derElement } from "../bytes/der-element.ts";

/** ecdsa-with-SHA256 (RFC 5758 §3.2). */
const ECDSA_SHA256 = "1.2.840.10045.4.3.2";

export function sequence(...parts: readonly Uint8Array[]): Uint8Array {
  return derElement(TAG.sequence, ...parts);
}

export function set(...parts: readonly Uint8Array[]): Uint8Array {
  return derElement(TAG.set, ...parts);
}

export function octets(bytes: Uint8Array): Uint8Array {
  return derElement(TAG.octetString, bytes);
}

export function bits(bytes: Uint8Array, unused = 0): Uint8Array {
  return derElement(TAG.bitString, Uint8Array.of(unused), bytes);
}

/** A small number, of 0 to 127. */
export function integer(value: number): Uint8Array {
  return derElement(TAG.integer, Uint8Array.of(value));
}

export function explicit(number: number, ...parts: readonly Uint8Array[]): Uint8Array {
  return derElement(contextTag(number, "constructed"), ...parts);
}

export function utf8(text: string): Uint8Array {
  return derElement(TAG.utf8String, Buffer.from(text));
}

/** An object identifier, as X.690 §8.19 packs it. */
export function oid(dotted: string): Uint8Array {
  const [first = 0, second = 0, ...rest] = dotted.split(".").map(Number);
  const bytes = [first * 40 + second, ...rest].flatMap((arc) => {
    const groups = [arc & 0x7f];
    for (let high = arc >>> 7; high > 0; high >>>= 7) groups.unshift((high & 0x7f) | 0x80);
    return groups;
  });
  return derElement(TAG.oid, Uint8Array.from(bytes));
}

export function utcTime(time: Date): Uint8Array {
  return derElement(TAG.utcTime, Buffer.from(`${digitsOf(time).slice(2)}Z`));
}

export function generalizedTime(time: Date): Uint8Array {
  return derElement(TAG.generalizedTime, Buffer.from(`${digitsOf(time)}Z`));
}

/** Says how an ECDSA signature of P-256 is named. */
export function ecdsaWithSha256(): Uint8Array {
  return sequence(oid(ECDSA_SHA256));
}

/** A distinguished name of a common name alone; of nothing where that is empty. */
export function nameOf(commonName: string): Uint8Array {
  if (commonName === "") return sequence();
  return sequence(set(sequence(oid("2.5.4.3"), utf8(commonName))));
}

function digitsOf(time: Date): string {
  return time.toISOString().replace(/[-:T]/g, "").slice(0, 14);
}
