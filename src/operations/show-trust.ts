import { formatInstant, type Period } from "../trust/period.ts";
import type { Authority, Log } from "../trust/trust-root.ts";
import { describeTrust, type TrustSource } from "./trust-root-file.ts";

/** A trust root in words. */
export interface ShownTrust {
  /** Which root, and how old. */
  readonly about: string;
  readonly name: string;
  /** `YYYY-MM-DD`; null where nothing says so. */
  readonly date: string | null;
  readonly kind: TrustSource["kind"];
  /** Of the trusted_root.json, in hex. */
  readonly sha256: string;
  /** Where it lies; null for the embedded one. */
  readonly path: string | null;
  readonly services: readonly ShownService[];
}

/** One service that is trusted, and with which key for how long. */
export interface ShownService {
  readonly kind:
    | "signature log"
    | "certificate log"
    | "certificate authority"
    | "timestamp authority";
  readonly url: string;
  /** Kind of the key that signs. */
  readonly key: string;
  /** SHA-256 of its SPKI, in hex. */
  readonly fingerprint: string;
  readonly from: string;
  /** Null for an open end. */
  readonly until: string | null;
}

/** Says what a trust root trusts: every log and authority, with its key and for how long. Verifies nothing. */
export function showTrust(source: TrustSource, now: Date): ShownTrust {
  const { root, name, date, kind, sha256, path } = source;
  return {
    about: describeTrust(source, now),
    name,
    date,
    kind,
    sha256,
    path,
    services: [
      ...root.logs.map((log) => showLog("signature log", log)),
      ...root.certificateLogs.map((log) => showLog("certificate log", log)),
      ...root.certificateAuthorities.map((one) => showAuthority("certificate authority", one)),
      ...root.timestampAuthorities.map((one) => showAuthority("timestamp authority", one)),
    ],
  };
}

function showLog(kind: ShownService["kind"], { url, key, validFor }: Log): ShownService {
  return { kind, url, key: key.type, fingerprint: key.fingerprint, ...showPeriod(validFor) };
}

function showAuthority(
  kind: ShownService["kind"],
  { uri, chain, validFor }: Authority,
): ShownService {
  const { key } = chain[0];
  return { kind, url: uri, key: key.type, fingerprint: key.fingerprint, ...showPeriod(validFor) };
}

function showPeriod({ start, end }: Period): { from: string; until: string | null } {
  return {
    from: formatInstant(start),
    until: end === Number.POSITIVE_INFINITY ? null : formatInstant(end),
  };
}
