import { Refusal, type RefusalCode } from "../errors.ts";
import type { Certificate } from "../trust/x509.ts";
import type { Bundle } from "./bundle.ts";

/** The log of Sigstore's staging instance, first version; later ones tell by their names. */
const STAGING_LOG = "d32f30a3c32d639c2b762205a21c7bb07788e68283a4ae6f42118723a1bea496";
const STAGING_NAME = "sigstage.dev";
/** The organisation in the certificates of GitHub's own instance, as it stands in DER. */
const GITHUB_NAME = Buffer.from("GitHub, Inc.");

/** Refusals that a trust root of another instance would explain. */
const FOREIGN: ReadonlySet<RefusalCode> = new Set<RefusalCode>([
  "CERTIFICATE_UNTRUSTED",
  "SCT_LOG_UNKNOWN",
  "TIMESTAMP_AUTHORITY_UNKNOWN",
  "TLOG_LOG_UNKNOWN",
]);

/**
 * Adds to a refusal which instance of Sigstore a bundle seems to be from, where one that is not trusted explains it.
 * Goes by names that anybody can write: good for advice, and for nothing else.
 */
export function adviseInstance(
  error: unknown,
  bundle: Bundle,
  certificate: Certificate | undefined,
): unknown {
  if (!isOfAnotherRoot(error)) return error;
  const hint = isOfStaging(bundle)
    ? "the bundle is from Sigstore's staging instance, made for tests: sign with the production one, or verify with the staging trust root: --trusted-root FILE"
    : certificate !== undefined && Buffer.from(certificate.issuer).includes(GITHUB_NAME)
      ? "the bundle is from GitHub's own instance, for private repositories: verify with its trust root, a line of its own in what gh attestation trusted-root prints: --trusted-root FILE, or once and for all: lockseal trust add FILE --name github"
      : error.hint;
  return new Refusal(error.code, error.message, error.details, { hint, cause: error.cause });
}

/** Tells whether a trust root of another instance would explain a refusal. */
export function isOfAnotherRoot(error: unknown): error is Refusal {
  return error instanceof Refusal && FOREIGN.has(error.code);
}

function isOfStaging(bundle: Bundle): boolean {
  return bundle.entries.some(
    ({ logId, proof }) =>
      logId === STAGING_LOG || proof?.checkpoint?.split("\n")[0]?.includes(STAGING_NAME) === true,
  );
}
