import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { digest, parseDigest } from "../../src/bytes/digest.ts";
import { Refusal } from "../../src/errors.ts";
import { parsePublicKey } from "../../src/key/public-key.ts";
import { parseBundle } from "../../src/sigstore/bundle.ts";
import type { Artifact } from "../../src/sigstore/content.ts";
import { type ExpectedSigner, verifyBundle } from "../../src/sigstore/verify.ts";
import { productionRoot } from "../../src/trust/production-root.ts";
import { parseTrustRoot } from "../../src/trust/trust-root.ts";

const CASES = join(import.meta.dirname, "../../../shared/conformance/sigstore");

/** What the suite's protocol says where a case has no file of its own for it. */
const IDENTITY =
  "https://github.com/sigstore-conformance/extremely-dangerous-public-oidc-beacon/.github/workflows/extremely-dangerous-oidc-beacon.yml@refs/heads/main";
const ISSUER = "https://token.actions.githubusercontent.com";

/** Later than the evidence of every case. */
const NOW = new Date("2026-11-24T00:00:00Z");

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
  // Its timestamp has line ends in the base64; what it is about without them, test/sigstore/verify.test.ts says.
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
  if (!existsSync(CASES)) {
    test.skip("the conformance cases are not beside the project", () => {});
    return;
  }
  for (const name of readdirSync(CASES, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)) {
    const expected = name.endsWith("_fail") ? (CODES[name] ?? "a code in the table") : "verified";
    for (const form of ["path", "digest"] as const) {
      test(`${name} by ${form}: ${expected}`, async () => {
        expect(await outcome(name, form)).toBe(expected);
      });
    }
  }
});

async function outcome(name: string, form: "path" | "digest"): Promise<string> {
  const folder = join(CASES, name);
  const own = (file: string): Uint8Array | undefined => {
    const path = join(folder, file);
    return existsSync(path) ? readFileSync(path) : undefined;
  };
  const line = (file: string, otherwise: string): string =>
    own(file) === undefined ? otherwise : readFileSync(join(folder, file), "utf8").trim();
  try {
    const bundle = parseBundle(own("bundle.sigstore.json") ?? new Uint8Array(), "bundle");
    const root = own("trusted_root.json");
    const key = own("key.pub");
    const signer: ExpectedSigner =
      key === undefined
        ? {
            kind: "identity",
            identity: {
              kind: "exact",
              name: line("identity", IDENTITY),
              issuer: line("issuer", ISSUER),
            },
          }
        : { kind: "key", key: parsePublicKey(key, "key.pub") };
    const evidence = await verifyBundle(
      artifactOf(own("artifact") ?? readFileSync(join(CASES, "a.txt")), form),
      bundle,
      { signer, predicateType: null },
      root === undefined ? productionRoot() : parseTrustRoot(root, "trusted_root.json"),
      NOW,
    );
    return evidence.digests.length > 0 ? "verified" : "nothing verified";
  } catch (error) {
    if (error instanceof Refusal) return error.code;
    throw error;
  }
}

/** The protocol's digests are SHA-256 always. */
function artifactOf(bytes: Uint8Array, form: "path" | "digest"): Artifact {
  if (form === "path") return { name: "artifact", bytes };
  const { hex } = digest("sha256", bytes);
  return { name: `sha256:${hex}`, digests: new Map([["sha256", parseDigest("sha256", hex)]]) };
}
