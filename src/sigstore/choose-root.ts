import { Refusal } from "../errors.ts";
import type { TrustRoot } from "../trust/trust-root.ts";
import { type Certificate, parseCertificate } from "../trust/x509.ts";
import type { Bundle } from "./bundle.ts";
import { issuerOf } from "./chain.ts";
import { isNamed } from "./timestamp.ts";
import { parseTimestampResponse } from "./timestamp-response.ts";

/**
 * Chooses the trust root that a bundle is of, by what is in the bundle: who issued its certificate, which logs its entries
 * are of, and which authority stamped it. Verifies nothing of that but the issuer's signature on the certificate; the
 * bundle is then to be verified by the chosen root, and by no other.
 *
 * @returns the index of the root that issued the certificate, and of several such one that has logs, so that a bundle that
 * leaves its entries out is not judged by a root that demands none; then the one that knows most logs and authorities of
 * the bundle, and then the first; undefined where none issued it.
 */
export function chooseRoot(bundle: Bundle, roots: readonly TrustRoot[]): number | undefined {
  const certificate = certificateOf(bundle);
  if (certificate === undefined) return undefined;
  const issuing = roots.filter((root) => hasIssued(root, certificate));
  const demanding = preferring(
    preferring(issuing, ({ logs }) => logs.length > 0),
    ({ certificateLogs }) => certificateLogs.length > 0,
  );
  const fits = roots.map((root) => (demanding.includes(root) ? countKnown(root, bundle) : -1));
  const best = Math.max(-1, ...fits);
  return best === -1 ? undefined : fits.indexOf(best);
}

/** Gives those that have something, or all where none has it. */
function preferring<One>(all: readonly One[], has: (one: One) => boolean): readonly One[] {
  const some = all.filter(has);
  return some.length > 0 ? some : all;
}

function certificateOf({ signer }: Bundle): Certificate | undefined {
  if (signer.kind !== "certificate") return undefined;
  return orNothing(() => parseCertificate(signer.chain[0], "certificate"));
}

function hasIssued({ certificateAuthorities }: TrustRoot, certificate: Certificate): boolean {
  return certificateAuthorities.some((one) => issuerOf(certificate, one) !== undefined);
}

function countKnown(root: TrustRoot, { entries, timestamps }: Bundle): number {
  const logs = entries.filter(({ logId }) =>
    root.logs.some(({ id, checkpointId }) => id === logId || checkpointId === logId),
  );
  const stamps = timestamps.filter((der) => {
    const response = orNothing(() => parseTimestampResponse(der));
    return (
      response !== undefined &&
      root.timestampAuthorities.some(({ chain: [leaf] }) => isNamed(leaf, response))
    );
  });
  return logs.length + stamps.length;
}

/** What cannot be read fits no root; verifying says what is wrong with it. */
function orNothing<Value>(read: () => Value): Value | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof Refusal) return undefined;
    throw error;
  }
}
