import { Refusal } from "../errors.ts";
import { formatInstant, formatPeriod, isWithin } from "../trust/period.ts";
import type { Authority } from "../trust/trust-root.ts";
import { type Certificate, isCertificateSignedBy, isSelfIssued } from "../trust/x509.ts";
import { pathLimit, purposesOf, unknownCritical, usageBits } from "./certificate.ts";

/** What is wrong with a chain, or null; what depends on time is never remembered. */
const known: Readonly<Record<ChainUse, WeakMap<Authority, string | null>>> = {
  certificates: new WeakMap(),
  functionaries: new WeakMap(),
  timestamps: new WeakMap(),
};

/** What a chain is for: its first certificate signs those of signers, or of a layout's functionaries, or stamps by itself. */
export type ChainUse = "certificates" | "functionaries" | "timestamps";

const PURPOSES: Readonly<Record<ChainUse, readonly string[]>> = {
  // Each with "any purpose", RFC 5280 §4.2.1.12.
  certificates: ["1.3.6.1.5.5.7.3.3", "2.5.29.37.0"],
  // An organization's own authorities are made for its servers, clients and mail; to Go, servers' are the usual ones.
  functionaries: [
    "1.3.6.1.5.5.7.3.1",
    "1.3.6.1.5.5.7.3.2",
    "1.3.6.1.5.5.7.3.3",
    "1.3.6.1.5.5.7.3.4",
    "2.5.29.37.0",
  ],
  timestamps: ["1.3.6.1.5.5.7.3.8", "2.5.29.37.0"],
};

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
  use: Exclude<ChainUse, "timestamps"> = "certificates",
): Certificate {
  if (times.length === 0) throw new RangeError("times: expected at least one, found none");
  checkTimes("certificate", { start: leaf.notBefore, end: leaf.notAfter }, times);
  let late: Refusal | undefined;
  let flawed: Refusal | undefined;
  for (const authority of authorities) {
    if (namedBy(leaf, authority).length === 0) continue;
    const flaw = flawOf(authority, use);
    if (flaw !== undefined) {
      flawed ??= untrusted(`${authority.uri}, whose chain has to hold together`, flaw, authorities);
      continue;
    }
    const issuer = issuerOf(leaf, authority, use);
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
  const all = authorities.map(({ uri }) => uri).join(" or ") || "an authority of the trust root";
  throw flawed ?? untrusted(all, "one that none of them issued", authorities);
}

function untrusted(expected: string, found: string, authorities: readonly Authority[]): Refusal {
  return new Refusal(
    "CERTIFICATE_UNTRUSTED",
    `certificate: expected one issued by ${expected}, found ${found}`,
    { trusted: authorities.map(({ uri }) => uri) },
    { hint: "verify with the trust root of the instance that issued it: --trusted-root FILE" },
  );
}

/**
 * Says what is wrong with the chain of an authority: a certificate that the next did not sign, that is no CA, or that
 * asks for something unknown. Computed once for each authority; says nothing about any time.
 *
 * @returns undefined for a chain that holds together.
 * @see https://www.rfc-editor.org/rfc/rfc5280#section-6.1.4
 */
export function flawOf(authority: Authority, use: ChainUse): string | undefined {
  const remembered = known[use].get(authority);
  if (remembered !== undefined) return remembered ?? undefined;
  const flaw = findFlaw(authority, use);
  known[use].set(authority, flaw ?? null);
  return flaw;
}

function findFlaw({ chain }: Authority, use: ChainUse): string | undefined {
  // RFC 5280 §4.2.1.9: a path is as long as it has CAs that are not their own issuers; the end entity does not count.
  let below = 0;
  for (const [index, certificate] of chain.entries()) {
    const name = `its certificate ${index + 1} of ${chain.length}`;
    const above = chain[index + 1];
    if (above !== undefined && !isIssuedBy(certificate, above))
      return `${name}, which the next did not sign`;
    // §6.1.4(o)
    const unknown = unknownCritical(certificate);
    if (unknown !== undefined) return `${name} with the unknown critical extension ${unknown}`;
    if (use === "timestamps" && index === 0) continue;
    const flaw = flawOfAuthority(certificate, below, PURPOSES[use]);
    if (flaw !== undefined) return `${name}, ${flaw}`;
    if (!isSelfIssued(certificate)) below += 1;
  }
  return undefined;
}

function flawOfAuthority(
  certificate: Certificate,
  below: number,
  wanted: readonly string[],
): string | undefined {
  // §6.1.4(k)
  const limit = pathLimit(certificate);
  if (limit === undefined) return "which is no CA";
  // §6.1.4(n), §4.2.1.3: bit 5 is keyCertSign.
  const bits = usageBits(certificate);
  if (bits !== undefined && (bits & 0x04) === 0) return "which may not sign certificates";
  // §6.1.4(m)
  if (limit < below) return `which allows ${limit} CAs below it and has ${below}`;
  // No rule of that RFC, but what Go and OpenSSL do: a CA that is limited to purposes gives no others.
  const purposes = purposesOf(certificate);
  if (purposes.length > 0 && !purposes.some((one) => wanted.includes(one)))
    return `which is for other purposes, ${purposes.join(", ")}`;
  return undefined;
}

function checkAuthorityTimes(authority: Authority, times: readonly number[]): void {
  checkTimes(`authority ${authority.uri}`, authority.validFor, times);
  for (const { notBefore, notAfter } of authority.chain)
    checkTimes(`certificate of ${authority.uri}`, { start: notBefore, end: notAfter }, times);
}

/** Gives the certificate of an authority that signed another one, if its chain holds together; whatever the time. */
export function issuerOf(
  leaf: Certificate,
  authority: Authority,
  use: Exclude<ChainUse, "timestamps"> = "certificates",
): Certificate | undefined {
  const named = namedBy(leaf, authority);
  if (named.length === 0 || flawOf(authority, use) !== undefined) return undefined;
  return named.find((one) => isCertificateSignedBy(leaf, one.key));
}

/** Names first: a signature check takes a thousand times as long. */
function namedBy(leaf: Certificate, { chain }: Authority): readonly Certificate[] {
  return chain.filter((one) => Buffer.compare(one.subject, leaf.issuer) === 0);
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
