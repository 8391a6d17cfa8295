import { Refusal } from "../errors.ts";
import { formatInstant, formatPeriod, isWithin } from "../trust/period.ts";
import type { Authority } from "../trust/trust-root.ts";
import { type Certificate, isCertificateSignedBy } from "../trust/x509.ts";
import { pathLimit, usageBits } from "./certificate.ts";

/** Whether signatures, names and constraints of a chain hold; what depends on time is never remembered. */
const soundAuthorities = new WeakMap<Authority, boolean>();
const soundWithLeaf = new WeakMap<Authority, boolean>();

/**
 * Finds the authority that issued a certificate and was in use at every one of the given times, and checks that the
 * certificate and all above it were valid then. The last certificate of a chain is trusted as it stands.
 * Does not check what the certificate may be used for, and looks at no revocation list: Fulcio's live for minutes.
 *
 * @param times in milliseconds since 1970, at least one, each verified before.
 * @returns the certificate that signed the given one.
 * @throws Refusal `CERTIFICATE_UNTRUSTED` — no authority of the trust root issued it.
 * @throws Refusal `CERTIFICATE_NOT_VALID` — one did, but it, its certificate or the given one was not valid at some time.
 * @throws RangeError when there is no time.
 * @see https://www.rfc-editor.org/rfc/rfc5280#section-6.1
 */
export function verifyChain(
  leaf: Certificate,
  authorities: readonly Authority[],
  times: readonly number[],
): Certificate {
  if (times.length === 0) throw new RangeError("times: expected at least one, found none");
  checkTimes("certificate", { start: leaf.notBefore, end: leaf.notAfter }, times);
  let late: Refusal | undefined;
  for (const authority of authorities) {
    const issuer = issuerOf(leaf, authority);
    if (issuer === undefined) continue;
    try {
      checkAuthorityTimes(authority, times);
      return issuer;
    } catch (error) {
      // Another authority of the same key may have been in use then.
      if (!(error instanceof Refusal)) throw error;
      late = error;
    }
  }
  if (late !== undefined) throw late;
  const trusted = authorities.map(({ uri }) => uri);
  throw new Refusal(
    "CERTIFICATE_UNTRUSTED",
    `certificate: expected one issued by ${trusted.join(" or ") || "an authority of the trust root"}, found one that none of them issued`,
    { trusted },
    { hint: "verify with the trust root of the instance that issued it: --trusted-root FILE" },
  );
}

/**
 * Tells whether the chain of an authority holds together: each certificate is a CA and signed by the next.
 * Computed once for each authority; says nothing about any time.
 */
export function isSoundChain(authority: Authority, firstIsLeaf: boolean): boolean {
  const sound = firstIsLeaf ? soundWithLeaf : soundAuthorities;
  const known = sound.get(authority);
  if (known !== undefined) return known;
  const result = authority.chain.every((certificate, index) => {
    const above = authority.chain[index + 1];
    if (above !== undefined && !isIssuedBy(certificate, above)) return false;
    if (firstIsLeaf && index === 0) return true;
    const limit = pathLimit(certificate);
    const bits = usageBits(certificate);
    // RFC 5280 §4.2.1.3: bit 5 is keyCertSign.
    if (limit === undefined || (bits !== undefined && (bits & 0x04) === 0)) return false;
    // RFC 5280 §4.2.1.9: CAs between this one and the end entity; the end entity is not counted.
    return limit >= (firstIsLeaf ? index - 1 : index);
  });
  sound.set(authority, result);
  return result;
}

function checkAuthorityTimes(authority: Authority, times: readonly number[]): void {
  checkTimes(`authority ${authority.uri}`, authority.validFor, times);
  for (const { notBefore, notAfter } of authority.chain)
    checkTimes(`certificate of ${authority.uri}`, { start: notBefore, end: notAfter }, times);
}

/** Gives the certificate of an authority that signed another one, if its chain holds together; whatever the time. */
export function issuerOf(leaf: Certificate, authority: Authority): Certificate | undefined {
  // Names first: a signature check takes a thousand times as long.
  const named = authority.chain.filter((one) => Buffer.compare(one.subject, leaf.issuer) === 0);
  if (named.length === 0 || !isSoundChain(authority, false)) return undefined;
  return named.find((one) => isCertificateSignedBy(leaf, one.key));
}

function isIssuedBy(certificate: Certificate, issuer: Certificate): boolean {
  return (
    Buffer.compare(certificate.issuer, issuer.subject) === 0 &&
    isCertificateSignedBy(certificate, issuer.key)
  );
}

function checkTimes(
  what: string,
  period: { readonly start: number; readonly end: number },
  times: readonly number[],
): void {
  for (const time of times) {
    if (isWithin(period, time)) continue;
    const found = formatInstant(time);
    throw new Refusal(
      "CERTIFICATE_NOT_VALID",
      `${what}: expected a verified time from ${formatPeriod(period)}, found ${found}`,
      { from: period.start, until: period.end, time },
    );
  }
}
