import { hash, verify } from "node:crypto";
import { Refusal } from "../errors.ts";
import { formatInstant, formatPeriod, isWithin } from "../trust/period.ts";
import type { Authority } from "../trust/trust-root.ts";
import type { Certificate } from "../trust/x509.ts";
import { isPurposeCritical, purposesOf, usageBits } from "./certificate.ts";
import { flawOf } from "./chain.ts";
import {
  type HashedBytes,
  parseTimestampResponse,
  type TimestampResponse,
} from "./timestamp-response.ts";

/** When an authority of the trust root saw a signature. */
export interface VerifiedTimestamp {
  readonly authority: Authority;
  /** In milliseconds since 1970. */
  readonly time: number;
}

const TIME_STAMPING = "1.3.6.1.5.5.7.3.8";

/**
 * Verifies that an authority of the trust root stamped a signature, and when. Certificates within the answer decide
 * nothing, and neither does how exact the authority says its clock is.
 *
 * @param der a TimeStampResp.
 * @param stamped the bytes of the signature.
 * @throws Refusal `TIMESTAMP_IMPRINT_MISMATCH` — it is over other bytes.
 * @throws Refusal `TIMESTAMP_AUTHORITY_UNKNOWN` — by an authority that is not in the trust root.
 * @throws Refusal `TIMESTAMP_AUTHORITY_NOT_VALID` — the authority or its certificates were not valid then.
 * @throws Refusal `TIMESTAMP_AUTHORITY_UNFIT` — its certificate is not for timestamps alone, or its chain does not hold together.
 * @throws Refusal `TIMESTAMP_INVALID` — the authority did not sign it.
 * @throws Refusal `TIMESTAMP_MALFORMED`, `TIMESTAMP_NOT_GRANTED` — see `parseTimestampResponse`.
 * @see https://www.rfc-editor.org/rfc/rfc3161#section-2.2
 */
export function verifyTimestamp(
  der: Uint8Array,
  stamped: Uint8Array,
  authorities: readonly Authority[],
): VerifiedTimestamp {
  const response = parseTimestampResponse(der);
  if (!isHashOf(response.imprint, stamped)) {
    const found = Buffer.from(response.imprint.hash).toString("hex");
    const expected = hash(response.imprint.algorithm, stamped, "hex");
    throw new Refusal(
      "TIMESTAMP_IMPRINT_MISMATCH",
      `timestamp: expected one over this signature, ${response.imprint.algorithm}:${expected}, found one over ${found}`,
      { expected, found },
    );
  }
  const named = authorities.filter(({ chain: [leaf] }) => isNamed(leaf, response));
  if (named.length === 0) throw unknownAuthority(authorities);
  let refusal: unknown;
  for (const authority of named) {
    try {
      checkStamp(response, authority);
      return { authority, time: response.time };
    } catch (error) {
      // One certificate can stand in a root twice, with two periods of use, and two of one name with two keys.
      if (!(error instanceof Refusal)) throw error;
      refusal ??= error;
    }
  }
  throw refusal;
}

function checkStamp(response: TimestampResponse, authority: Authority): void {
  checkValid(authority, response.time);
  checkFit(authority);
  if (isSigned(response, authority.chain[0])) return;
  throw new Refusal(
    "TIMESTAMP_INVALID",
    `timestamp: expected one that ${authority.uri} signed, found one that is not by its key`,
    { authority: authority.uri },
  );
}

/** Tells whether a timestamp names a certificate as its signer. */
export function isNamed(leaf: Certificate, { signer }: TimestampResponse): boolean {
  return (
    Buffer.compare(leaf.serial, signer.serial) === 0 &&
    Buffer.compare(leaf.issuer, signer.issuer) === 0
  );
}

function isSigned({ info, signer }: TimestampResponse, leaf: Certificate): boolean {
  const { messageDigest, certificateDigest, signatureKind, attributes, signature } = signer;
  if (!leaf.key.type.startsWith(signatureKind)) return false;
  // RFC 5035: the name of a signer is not signed, the hash of its certificate is.
  if (certificateDigest !== undefined && !isHashOf(certificateDigest, leaf.der)) return false;
  if (!isHashOf(messageDigest, info)) return false;
  const algorithm = signatureKind === "ed25519" ? null : messageDigest.algorithm;
  return verify(algorithm, attributes, leaf.key.key, signature);
}

function checkValid(authority: Authority, time: number): void {
  const periods = [
    authority.validFor,
    ...authority.chain.map(({ notBefore, notAfter }) => ({ start: notBefore, end: notAfter })),
  ];
  const missed = periods.find((period) => !isWithin(period, time));
  if (missed === undefined) return;
  throw new Refusal(
    "TIMESTAMP_AUTHORITY_NOT_VALID",
    `timestamp: expected one by ${authority.uri} from ${formatPeriod(missed)}, found one of ${formatInstant(time)}`,
    { authority: authority.uri, time },
  );
}

function checkFit(authority: Authority): void {
  const found = unfitness(authority);
  if (found === undefined) return;
  throw new Refusal(
    "TIMESTAMP_AUTHORITY_UNFIT",
    `authority ${authority.uri}: expected a certificate for timestamps alone, found ${found}`,
    { authority: authority.uri },
    { hint: "get the trust root of the instance anew" },
  );
}

function unfitness(authority: Authority): string | undefined {
  const [leaf] = authority.chain;
  const purposes = purposesOf(leaf);
  // RFC 3161 §2.3: this purpose and no other, and none may pass over it. Sigstore's own library asks for the same.
  if (purposes.length !== 1 || purposes[0] !== TIME_STAMPING)
    return purposes.join(", ") || "no purpose";
  if (!isPurposeCritical(leaf)) return "a purpose that is not marked as critical";
  // RFC 5280 §4.2.1.3: bit 0 is digitalSignature and bit 1 nonRepudiation; a timestamp is either.
  const bits = usageBits(leaf);
  if (bits !== undefined && (bits & 0xc0) === 0) return "another key usage than signatures";
  return flawOf(authority, "timestamps");
}

function isHashOf({ algorithm, hash: expected }: HashedBytes, bytes: Uint8Array): boolean {
  return Buffer.compare(hash(algorithm, bytes, "buffer"), expected) === 0;
}

function unknownAuthority(authorities: readonly Authority[]): Refusal {
  const known = authorities.map(({ uri }) => uri);
  return new Refusal(
    "TIMESTAMP_AUTHORITY_UNKNOWN",
    `timestamp: expected one by ${known.join(" or ") || "an authority of the trust root"}, found one by another`,
    { known },
    {
      hint: "verify with the trust root of the instance that has this authority: --trusted-root FILE",
    },
  );
}
