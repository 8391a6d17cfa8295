import type { Finding } from "./finding.ts";
import type { Rule } from "./rule.ts";

/**
 * What a command ends with. 0 everything asked for was verified · 1 refused · 2 usage or configuration ·
 * 3 nothing to verify · 4 no usable trust of our own · 5 could not decide: network or file system ·
 * 6 isolation was required and is unavailable · 70 a bug of ours.
 */
export type ExitCode = 0 | 1 | 2 | 3 | 4 | 5 | 6 | 70;

/** Codes that end a command otherwise than with 1. */
const OTHER_THAN_REFUSED: Readonly<Record<string, ExitCode>> = {
  ARCHIVE_PLACED_DIFFERS: 5,
  ARTIFACT_NONE: 3,
  ATTESTATION_NONE: 3,
  BUILD_EVENT_UNSUPPORTED: 2,
  BUILD_VARIABLE_MALFORMED: 2,
  AUDIT_LINK: 5,
  AUDIT_NO_PINS: 3,
  AUDIT_NONE_VERIFIED: 3,
  AUDIT_UNREADABLE: 5,
  CHECKSUM_MISSING: 3,
  ALLOWED_SIGNERS_MALFORMED: 4,
  EXPECTATION_NONE: 2,
  DOWNLOAD_SLOW: 5,
  DRILL_BASELINE: 3,
  DRILL_NOTHING: 3,
  FILE_EXISTS: 2,
  FILE_MISSING: 2,
  FILE_UNREADABLE: 2,
  FILE_UNWRITABLE: 5,
  APPROVAL_NOTHING: 3,
  APPROVAL_UNCONFIRMED: 2,
  EXPIRY_MALFORMED: 2,
  INDEX_ANSWER_MALFORMED: 5,
  INDEX_URL_REFUSED: 2,
  GATE_BASE_IS_HEAD: 2,
  GATE_NOTHING: 3,
  GIT_CHECKOUT_NONE: 2,
  GIT_COMMIT_UNKNOWN: 2,
  GIT_FAILED: 5,
  GIT_MISSING: 5,
  GIT_OWNER: 2,
  GIT_BASES_SEVERAL: 2,
  GIT_REF_AMBIGUOUS: 2,
  GIT_SHALLOW: 2,
  GIT_UNFINISHED: 2,
  IDENTITY_PATTERN_MALFORMED: 2,
  IDENTITY_TOKEN_AUDIENCE: 2,
  IDENTITY_TOKEN_MALFORMED: 2,
  IDENTITY_TOKEN_MISSING: 2,
  IDENTITY_TOKEN_NOT_VALID: 2,
  INDEX_MALFORMED: 2,
  INDEX_UNKNOWN: 2,
  INIT_KEY_UNCLEAR: 2,
  INIT_NOTHING: 3,
  ISOLATION_UNAVAILABLE: 6,
  KEY_EXPIRED: 4,
  KEY_FINGERPRINT_MISMATCH: 4,
  KEY_KDF_TOO_COSTLY: 4,
  KEY_MALFORMED: 4,
  KEY_PASSWORD_WRONG: 2,
  KEY_REVOKED: 4,
  KEY_UNREADABLE: 4,
  KEY_UNSUPPORTED: 4,
  KEY_WRONG_KIND: 2,
  LAYOUT_STEP_UNKNOWN: 2,
  LOG_IN_FAILED: 5,
  MIRROR_MALFORMED: 2,
  LOG_ENTRY_NOT_FOUND: 3,
  NETWORK_ANSWER_TOO_LARGE: 5,
  NETWORK_BUSY: 5,
  NETWORK_REDIRECTED: 5,
  NETWORK_TIMEOUT: 5,
  NETWORK_UNREACHABLE: 5,
  NPM_ATTESTATION_MISSING: 3,
  NPM_KEYS_MALFORMED: 4,
  OPENPGP_MISSING: 2,
  PASSWORD_MISSING: 2,
  PREDICATE_NAME_UNKNOWN: 2,
  PREDICATE_TYPE_OWN: 2,
  PROGRAM_FAILED: 5,
  PUBLISHER_MALFORMED: 2,
  REPOSITORY_MALFORMED: 2,
  RULE_MALFORMED: 2,
  SERVICE_ANSWER_MALFORMED: 5,
  SIGNATURE_NONE: 3,
  SIGNATURE_UNDATED: 3,
  SIGNER_EXISTS: 2,
  SIGNING_CONFIG_MALFORMED: 2,
  SIGNING_SERVICE_MISSING: 2,
  STEP_KEY_FOREIGN: 2,
  THRESHOLD_OUT_OF_REACH: 2,
  POLICY_BEHIND: 2,
  POLICY_EXPIRED: 2,
  POLICY_LOCK_AMBIGUOUS: 2,
  POLICY_MALFORMED: 2,
  POLICY_NONE: 2,
  POLICY_ROLE_NONE: 2,
  POLICY_ROOT_AGE: 2,
  POLICY_SIGNATURES_NONE: 3,
  TOML_MALFORMED: 2,
  TOOL_CACHE_NONE: 2,
  TOOL_EXISTS: 2,
  TOOL_MANIFEST_EDIT: 2,
  TOOL_NOT_FETCHED: 3,
  TOOL_PIN_AMBIGUOUS: 2,
  TOOL_PIN_NONE: 3,
  TOOL_PLATFORM_NONE: 3,
  TOOL_SIGNER_LOOSE: 2,
  TOOL_TEMPLATE_MALFORMED: 2,
  TOOL_UPDATE_NONE: 2,
  TOOL_URL_REFUSED: 2,
  TRUST_NAME_MALFORMED: 2,
  TRUST_ROOT_EXISTS: 2,
  TRUST_ROOT_MALFORMED: 4,
  TRUST_ROOT_STALE: 4,
  TRUST_ROOT_UNKNOWN: 2,
  TRUST_ROOT_UNREADABLE: 4,
  TRUST_STORE_DAMAGED: 4,
  TRUST_STORE_NOWHERE: 2,
  TUF_FILE_MISSING: 5,
  TUF_MALFORMED: 5,
  UPGRADE_NOTHING: 3,
} satisfies Partial<Record<Rule, ExitCode>>;

/** Of several outcomes the first of these that occurred decides. */
const ORDER: readonly ExitCode[] = [70, 2, 1, 4, 3, 6, 5];

/** Gives the exit code of one rule or refusal. */
export function exitCodeOfRule(rule: string): ExitCode {
  return Object.hasOwn(OTHER_THAN_REFUSED, rule) ? (OTHER_THAN_REFUSED[rule] ?? 1) : 1;
}

/** Gives the exit code of a run from its findings, and from nothing else. */
export function exitCodeOf(findings: readonly Finding[]): ExitCode {
  const codes = new Set(
    findings
      .filter((finding) => finding.verdict === "refused")
      .map((finding) => exitCodeOfRule(finding.rule)),
  );
  return ORDER.find((code) => codes.has(code)) ?? 0;
}
