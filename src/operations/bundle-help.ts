import type { Refusal, RefusalCode } from "../errors.ts";
import { type Finding, findingOfRefusal } from "../finding.ts";
import { quoteWord } from "../shell-word.ts";

const DAMAGED =
  "get the bundle again from where the file was published: it is damaged, or no program for signing made it";
const FORGED =
  "do not use the file: parts of the bundle do not belong together; get file and bundle again from their publisher";
const OTHER_FILE =
  "do not use the file: it is not the one that was signed; get file and bundle again, of the same release";
const INCOMPLETE =
  "let the signer sign again with a current program: the bundle lacks what the trust root demands";
const OUT_OF_TIME =
  "let the signer sign again, or take the newest trust root of the instance: --trusted-root FILE";
const NOT_A_SIGNER = "let the signer sign again with a certificate that is made for signing";

/** What to do next where the refusal itself does not say. */
const HELP: Partial<Record<RefusalCode, string>> = {
  ATTESTATION_MALFORMED: DAMAGED,
  BASE64_MALFORMED: DAMAGED,
  BUNDLE_DIGEST_MISMATCH: OTHER_FILE,
  BUNDLE_MALFORMED: DAMAGED,
  CERTIFICATE_MALFORMED: DAMAGED,
  CERTIFICATE_NOT_VALID: OUT_OF_TIME,
  CERTIFICATE_ROOT_IN_BUNDLE:
    "verify with the trust root that has this root: --trusted-root FILE; or let the signer leave it out of the bundle",
  CERTIFICATE_UNSUPPORTED: NOT_A_SIGNER,
  CERTIFICATE_USAGE: NOT_A_SIGNER,
  DIGEST_MALFORMED: DAMAGED,
  DSSE_MALFORMED: DAMAGED,
  DSSE_PAYLOAD_TYPE:
    "name the bundle of an in-toto statement or of the file's bytes: --bundle FILE",
  JSON_MALFORMED: DAMAGED,
  SCT_INVALID: FORGED,
  SCT_LOG_UNKNOWN: OUT_OF_TIME,
  SCT_MALFORMED: DAMAGED,
  SCT_MISSING: INCOMPLETE,
  SIGNATURE_INVALID: FORGED,
  STATEMENT_DIGEST_CONFLICT: OTHER_FILE,
  STATEMENT_DIGEST_WEAK: "let the signer sign again with a program that states SHA-256 digests",
  STATEMENT_MALFORMED: DAMAGED,
  STATEMENT_SUBJECT_MISMATCH: OTHER_FILE,
  STATEMENT_TYPE_UNSUPPORTED: "let the signer sign an in-toto statement of version 1",
  TIMESTAMP_AUTHORITY_NOT_VALID: OUT_OF_TIME,
  TIMESTAMP_IMPRINT_MISMATCH: FORGED,
  TIMESTAMP_INVALID: FORGED,
  TIMESTAMP_MALFORMED: DAMAGED,
  TIMESTAMP_NOT_GRANTED: INCOMPLETE,
  TLOG_CHECKPOINT_INVALID: FORGED,
  TLOG_CHECKPOINT_MALFORMED: DAMAGED,
  TLOG_CHECKPOINT_MISMATCH: FORGED,
  TLOG_CHECKPOINT_MISSING: INCOMPLETE,
  TLOG_ENTRY_DUPLICATE: DAMAGED,
  TLOG_ENTRY_MALFORMED: DAMAGED,
  TLOG_ENTRY_MISMATCH: FORGED,
  TLOG_ENTRY_MISSING: INCOMPLETE,
  TLOG_ENTRY_UNSUPPORTED: "check whether a later lockseal reads it",
  TLOG_LOG_NOT_VALID: OUT_OF_TIME,
  TLOG_PROMISE_INVALID: FORGED,
  TLOG_PROMISE_MISSING: INCOMPLETE,
  TLOG_PROOF_INVALID: FORGED,
  TLOG_PROOF_MISSING: INCOMPLETE,
  UTF8_MALFORMED: DAMAGED,
  VERIFIED_TIME_MISSING: INCOMPLETE,
};

/** Which option expects which claim of a certificate. */
const OPTIONS: Readonly<Record<string, string>> = {
  buildTrigger: "--trigger",
  githubWorkflowRef: "--ref",
  githubWorkflowRepository: "--repository",
  githubWorkflowTrigger: "--trigger",
  runnerEnvironment: "--runner",
  sourceRepositoryIdentifier: "--repository-id",
  sourceRepositoryRef: "--ref",
  sourceRepositoryUri: "--repository",
};

/** What names the file that it is about by itself, or is about what was asked. */
const SELF_NAMED = /^(?:FILE|PATH|REPOSITORY)_/;

/**
 * Makes the finding of a bundle that was refused: says which file it is of, and what to do next.
 * @param bundle as its user would name it.
 */
export function findingOfBundle(refusal: Refusal, subject: string, bundle: string): Finding {
  const finding = findingOfRefusal(refusal, subject);
  if (SELF_NAMED.test(refusal.code)) return finding;
  const help = refusal.hint ?? helpOf(refusal);
  const message = refusal.message.startsWith(`${bundle}: `)
    ? refusal.message
    : `${bundle}: ${refusal.message.replace(/^bundle: /, "")}`;
  return { ...finding, message, ...(help === undefined ? {} : { help }) };
}

function helpOf(refusal: Refusal): string | undefined {
  const { code } = refusal;
  const { claim, expected, found } = refusal.details as Readonly<Record<string, unknown>>;
  if (code === "IDENTITY_MISMATCH") return unless("signer", "--certificate-identity", found);
  if (code === "IDENTITY_ISSUER_MISMATCH")
    return unless("issuer", "--certificate-oidc-issuer", found);
  if (code === "IDENTITY_CLAIM_MISMATCH") {
    const option = OPTIONS[String(claim)] ?? "";
    return found === undefined
      ? `leave ${option} out: the certificate does not say it; or let the signer sign again with a current program`
      : unless("run", option, found);
  }
  if (code === "PREDICATE_TYPE_UNSUPPORTED")
    return `name the bundle of that statement: --bundle FILE; or ask for another type than ${quoteWord(String(expected))} with --predicate-type`;
  return HELP[code];
}

/** What is found is shown to be compared, never as what should be typed without a look. */
function unless(what: string, option: string, found: unknown): string {
  const text = String(found);
  const value = /^[ -~]{1,512}$/.test(text) ? quoteWord(text) : "NAME";
  return `do not use the file, unless its publisher names this very ${what}: ${option} ${value}`;
}
