import { describe, expect, test } from "vitest";
import { digest } from "../../src/bytes/digest.ts";
import type { Artifact } from "../../src/sigstore/content.ts";
import type { Evidence } from "../../src/sigstore/verify.ts";
import { suiteCases, verifyCase } from "./bundles.ts";

/** Why each case that must fail does: another reason would be luck. */
const CODES: Readonly<Record<string, string>> = {
  "bundle-empty-certificate-chain_fail": "BUNDLE_MALFORMED",
  "bundle-from-wrong-instance_fail": "TLOG_LOG_UNKNOWN",
  "bundle-invalid-base64-signature_fail": "BUNDLE_MALFORMED",
  "bundle-malformed-json_fail": "JSON_MALFORMED",
  "bundle-negative-log-index_fail": "BUNDLE_MALFORMED",
  "bundle-unknown-version_fail": "BUNDLE_VERSION_UNSUPPORTED",
  "bundle-with-root-cert_fail": "CERTIFICATE_ROOT_IN_BUNDLE",
  "checkpoint-bad-keyhint_fail": "TLOG_CHECKPOINT_INVALID",
  "checkpoint-wrong-roothash_fail": "TLOG_CHECKPOINT_MISMATCH",
  "dsse-invalid-sig_fail": "SIGNATURE_INVALID",
  "dsse-mismatch-envelope_fail": "TLOG_ENTRY_MISMATCH",
  "dsse-mismatch-sig_fail": "TLOG_ENTRY_MISMATCH",
  "inclusion-proof-corrupted-hash_fail": "TLOG_PROOF_INVALID",
  "incorrect-public-key_fail": "TLOG_PROMISE_INVALID",
  "integrated-time-in-future_fail": "CERTIFICATE_NOT_VALID",
  "intoto-expired-certificate_fail": "CERTIFICATE_NOT_VALID",
  // Its entry has the signature in base64 once, where this kind has it twice.
  "intoto-log-entry-mismatch_fail": "TLOG_ENTRY_MALFORMED",
  "intoto-missing-inclusion-proof_fail": "TLOG_PROOF_MISSING",
  "intoto-set-outside-signing-cert-validity_fail": "CERTIFICATE_NOT_VALID",
  "intoto-tsa-timestamp-outside-cert-validity_fail": "CERTIFICATE_NOT_VALID",
  "invalid-checkpoint-signature_fail": "TLOG_CHECKPOINT_INVALID",
  "invalid-ct-key_fail": "SCT_LOG_UNKNOWN",
  // Its proof is of before checkpoints.
  "invalid-inclusion-proof_fail": "TLOG_CHECKPOINT_MISSING",
  "managed-key-no-key_fail": "SIGNER_KIND_MISMATCH",
  // Its key is none.
  "managed-key-wrong-key_fail": "KEY_MALFORMED",
  "message-digest-mismatch_fail": "BUNDLE_DIGEST_MISMATCH",
  "rekor2-checkpoint-missing-log-signature_fail": "TLOG_CHECKPOINT_MALFORMED",
  "rekor2-checkpoint-missing-origin_fail": "TLOG_CHECKPOINT_MALFORMED",
  "rekor2-checkpoint-missing-root-hash_fail": "TLOG_CHECKPOINT_MALFORMED",
  "rekor2-checkpoint-missing-size_fail": "TLOG_CHECKPOINT_MALFORMED",
  "rekor2-checkpoint-no-matching-signature_fail": "TLOG_CHECKPOINT_INVALID",
  "rekor2-dsse-invalid-sig_fail": "SIGNATURE_INVALID",
  "rekor2-dsse-mismatch-envelope_fail": "TLOG_ENTRY_MISMATCH",
  "rekor2-dsse-mismatch-sig_fail": "TLOG_ENTRY_MISMATCH",
  "rekor2-no-inclusion-proof_fail": "TLOG_PROOF_MISSING",
  "rekor2-no-timestamp_fail": "VERIFIED_TIME_MISSING",
  "rekor2-timestamp-outside-trust-root-tsa-validity_fail": "TIMESTAMP_AUTHORITY_NOT_VALID",
  "rekor2-timestamp-outside-tsa-cert-validity_fail": "TIMESTAMP_AUTHORITY_NOT_VALID",
  "rekor2-timestamp-payload-mismatch_fail": "TIMESTAMP_IMPRINT_MISMATCH",
  "rekor2-timestamp-untrusted-tsa-with-embedded-cert_fail": "TIMESTAMP_AUTHORITY_UNKNOWN",
  "rekor2-timestamp-untrusted-tsa-without-embedded-cert_fail": "TIMESTAMP_AUTHORITY_UNKNOWN",
  // Its timestamp has line ends in the base64; timestamp-time.test.ts takes them out.
  "rekor2-timestamp-with-incorrect-time_fail": "BUNDLE_MALFORMED",
  "set-invalid-signature_fail": "TLOG_PROMISE_INVALID",
  "signature-mismatch_fail": "SIGNATURE_INVALID",
  "trust-root-tlog-missing-validity-start_fail": "TRUST_ROOT_MALFORMED",
  "wrong-hashedrekord-artifact_fail": "TLOG_ENTRY_MISMATCH",
  "wrong-hashedrekord-cert-and-sig_fail": "TLOG_ENTRY_MISMATCH",
  "wrong-hashedrekord-entry_fail": "TLOG_ENTRY_MISMATCH",
  "wrong-material_fail": "BUNDLE_DIGEST_MISMATCH",
};

describe("sigstore", () => {
  const cases = suiteCases();
  for (const one of cases) {
    const { name } = one;
    const expected = name.endsWith("_fail") ? (CODES[name] ?? "a code in the table") : "verified";
    for (const form of ["path", "digest"] as const) {
      test(`${name} by ${form}: ${expected}`, async () => {
        const found = await verifyCase(one, { artifact: artifactOf(one.artifact, form) });
        expect(outcomeOf(found)).toBe(expected);
      });
    }
  }
});

function outcomeOf(found: Evidence | string): string {
  if (typeof found === "string") return found;
  return found.digests.length > 0 ? "verified" : "nothing verified";
}

/** The protocol's digests are SHA-256 always. */
function artifactOf(bytes: Uint8Array, form: "path" | "digest"): Artifact {
  if (form === "path") return { name: "artifact", bytes };
  const sha256 = digest("sha256", bytes);
  return { name: `sha256:${sha256.hex}`, digests: new Map([["sha256", sha256]]) };
}
