/**
 * What each refusal means, and the fields that come with it.
 * The key is what scripts and tests match on: once released, it keeps its meaning.
 */
export interface RefusalDetails {
  /** Text that should be base64 is not, or not in its one canonical spelling. */
  BASE64_MALFORMED: { at: number };
  /** Text that should be lower-case hex of a known length is not. */
  DIGEST_MALFORMED: { found: string };
  /** Bytes that should be UTF-8 are not; `at` is the offset of the first bad byte. */
  UTF8_MALFORMED: { at: number };
  /** Text is not JSON, or JSON that two readers could take differently (duplicate keys, depth, lone surrogates). */
  JSON_MALFORMED: { at: number };
  /** A key file is of the right kind, but damaged or not in its one spelling. */
  KEY_MALFORMED: { found: string };
  /** A key file is intact but another kind than is needed: a private key, a certificate, another tool's key, another algorithm. */
  KEY_WRONG_KIND: { found: string };
  /** A key of an algorithm, curve or size that is not accepted. */
  KEY_UNSUPPORTED: { found: string };
  /** A private key does not open: the password is wrong, or the file is damaged. */
  KEY_PASSWORD_WRONG: { cipher: string };
  /** A private key file asks for more memory or work to derive its key than is allowed. */
  KEY_KDF_TOO_COSTLY: { bytes: number; limit: number };
  /** No signature was made by one of the given keys over exactly these bytes. */
  SIGNATURE_INVALID: { keys: readonly string[] };
  /** Bytes that are signed as they are could be taken for an envelope, and their signature for that of a statement. */
  SIGNATURE_AMBIGUOUS: { what: string };
  /** A signature file is not what its format says, or not in its one spelling. */
  SIGNATURE_MALFORMED: { at: string };
  /** What should be a signature file is of no format that is known. */
  SIGNATURE_FORMAT_UNKNOWN: { found: string };
  /** A signature is of another format than the key makes, or of another sort than is asked for. */
  SIGNATURE_FORMAT_MISMATCH: { expected: string; found: string };
  /** A signature file names another key than the given one. */
  SIGNATURE_KEY_MISMATCH: { expected: string; found: string };
  /** A signature is of a form that its tool has given up, because it can be taken for a signature over something else. */
  SIGNATURE_LEGACY: { format: string };
  /** A signature is made by an algorithm that is broken: RSA with SHA-1, MD5, DSA. */
  SIGNATURE_ALGORITHM_WEAK: { found: string };
  /** A signature is by a key of a kind or size that is not accepted, such as a certificate. */
  SIGNATURE_KEY_UNSUPPORTED: { found: string };
  /** A signature says itself that it no longer holds (both times in milliseconds since 1970). */
  SIGNATURE_EXPIRED: { expires: number; now: number };
  /** A signature is by a key that its holder has revoked. */
  KEY_REVOKED: { fingerprint: string };
  /** A signature is by a key that has expired (both times in milliseconds since 1970). */
  KEY_EXPIRED: { fingerprint: string; expires: number; now: number };
  /** A signature is by a key that is not for signing, or that its primary key does not vouch for. */
  KEY_UNFIT: { fingerprint: string };
  /** No key in a file has the fingerprint that is asked for. */
  KEY_FINGERPRINT_MISMATCH: { expected: string; found: readonly string[] };
  /** The library for OpenPGP, which is the user's to install, is not there. */
  OPENPGP_MISSING: { found: string };
  /** A signature is for another purpose than the one asked for. */
  SIGNATURE_NAMESPACE_MISMATCH: { expected: string; found: string };
  /** A line of an allowed signers file is not what ssh-keygen reads there. */
  ALLOWED_SIGNERS_MALFORMED: { place: string };
  /** No allowed signer of that name has the key that signed. */
  SIGNER_NOT_ALLOWED: { principal: string; allowed: readonly string[]; found: string };
  /** The signer may sign, but not for this purpose. */
  SIGNER_NAMESPACE: { expected: string; found: string };
  /** The signer may sign, but not at this time (in milliseconds since 1970; the others as they are written). */
  SIGNER_NOT_VALID: { from: string | undefined; until: string | undefined; time: number };
  /** The key signed the bytes, but not the trusted comment that comes with the signature. */
  SIGNATURE_COMMENT_INVALID: { comment: string };
  /** A signature from before bundles, with nothing beside it that says when it was made: a certificate of minutes is worth nothing then. */
  SIGNATURE_UNDATED: { form: string };
  /** A bundle names a key that is not among the given ones. */
  SIGNATURE_KEY_UNKNOWN: { hint: string; keys: readonly string[] };
  /** A DSSE envelope lacks a field, has a field of another type, or has no signature. */
  DSSE_MALFORMED: { at: string };
  /** The payload type of an envelope is not that of an in-toto statement. */
  DSSE_PAYLOAD_TYPE: { found: string };
  /** A Sigstore bundle lacks a field, has an unknown one, or one of another type. */
  BUNDLE_MALFORMED: { at: string };
  /** A bundle that may be good, but of a sort that is not verified with a key alone. */
  BUNDLE_UNSUPPORTED: { kind: string };
  /** A bundle says what it should in another spelling than the only one; `at` is the offset of the first byte that differs. */
  BUNDLE_NOT_CANONICAL: { at: number };
  /** The digest that a bundle states is not the digest of the bytes it came with. */
  BUNDLE_DIGEST_MISMATCH: { expected: string; found: string };
  /** An in-toto statement lacks a field, or has one of another type. */
  STATEMENT_MALFORMED: { at: string };
  /** A subject has no SHA-256, SHA-384 or SHA-512 digest. */
  STATEMENT_DIGEST_WEAK: { algorithms: readonly string[] };
  /** Provenance lacks a field, or has one of another type than its version has. */
  PROVENANCE_MALFORMED: { at: string };
  /** A statement is of another version than those asked for. */
  STATEMENT_TYPE_UNSUPPORTED: { found: string };
  /** No subject of a statement has the digest of what is verified. */
  STATEMENT_SUBJECT_MISMATCH: { expected: readonly string[]; found: readonly string[] };
  /** A subject agrees with what is verified in one digest and contradicts it in another. */
  STATEMENT_DIGEST_CONFLICT: { expected: string; found: string };
  /** Nothing differs that could be approved. */
  APPROVAL_NOTHING: { base: string };
  /** The base has another policy by now than where the change began. */
  POLICY_BEHIND: { ref: string };
  /** A policy does not say who decides about a change of it. */
  POLICY_UNGUARDED: { file: string };
  /** A key or an identity is that of no person of the policy, or of another than is said. */
  APPROVER_UNKNOWN: { found: string };
  /** Nobody said that they looked at what is to be signed. */
  APPROVAL_UNCONFIRMED: { digest: string };
  /** What an index answers is no page of a package. */
  INDEX_ANSWER_MALFORMED: { at: string };
  /** The address of an index is none that nobody can tamper with on the way. */
  INDEX_URL_REFUSED: { found: string };
  /** When something ends is no span and no time to come. */
  EXPIRY_MALFORMED: { found: string };
  /** In a request to merge, the base is the head: nothing would differ. */
  GATE_BASE_IS_HEAD: { name: string };
  /** What lies on the disk is not what HEAD has, so that something else would be merged than was judged. */
  GATE_HEAD_DIFFERS: { name: string };
  /** Git is not there. */
  GIT_MISSING: { found: string };
  /** Git ended with an error, or took too long. */
  GIT_FAILED: { command: string };
  /** A folder is in no checkout of git. */
  GIT_CHECKOUT_NONE: { path: string };
  /** Git refuses a checkout that belongs to somebody else. */
  GIT_OWNER: { path: string };
  /** Git knows no commit of that name. */
  GIT_COMMIT_UNKNOWN: { ref: string };
  /** A name stands for several branches or tags of git, and nobody could say which is meant. */
  GIT_REF_AMBIGUOUS: { ref: string; found: readonly string[] };
  /** A branch and its base began to differ at several commits, so that nobody could say what has changed since. */
  GIT_BASES_SEVERAL: { found: readonly string[] };
  /** A merge, rebase or the like is under way, so that a checkout is between two states. */
  GIT_UNFINISHED: { what: string };
  /** A clone does not reach back far enough. */
  GIT_SHALLOW: { path: string };
  /** More objects of git than anybody would review. */
  GIT_TOO_MUCH: { found: number; limit: number };
  /** An approval lacks a field, has an unknown one, or one of another type. */
  APPROVAL_MALFORMED: { at: string };
  /** A record of when files were first seen lacks a field, has an unknown one, or one of another type. */
  FIRST_SEEN_MALFORMED: { at: string };
  /** A statement makes another kind of claim than the one asked for. */
  PREDICATE_TYPE_UNSUPPORTED: { expected: string; found: string };
  /** A predicate is not as its type says. */
  PREDICATE_MALFORMED: { at: string };
  /** Text is neither a predicate type's URI nor a short name of one. */
  PREDICATE_NAME_UNKNOWN: { found: string };
  /** A predicate type of our own, which its own command makes and no other. */
  PREDICATE_TYPE_OWN: { found: string };
  /** A variable of a build service is missing, or not as the service sets it. */
  BUILD_VARIABLE_MALFORMED: { name: string; found: string };
  /** A build was started by something that its build type does not describe. */
  BUILD_EVENT_UNSUPPORTED: { event: string };
  /** A statement is about something that was not named, or not about something that was. */
  STATEMENT_SUBJECTS_DIFFER: { expected: readonly string[]; found: readonly string[] };
  /** Bytes are not DER: a length is not the shortest, an element is cut short or of another type. */
  DER_MALFORMED: { at: number };
  /** A certificate is not X.509 in DER, or says two things where it may say one. */
  CERTIFICATE_MALFORMED: { found: string };
  /** A certificate that may be good, but is signed by an algorithm that is not accepted, or too large. */
  CERTIFICATE_UNSUPPORTED: { found: string };
  /** No authority of the trust root issued a certificate. */
  CERTIFICATE_UNTRUSTED: { trusted: readonly string[] };
  /** A certificate, or one above it, was not valid at a verified time (all times in milliseconds since 1970). */
  CERTIFICATE_NOT_VALID: { from: number; until: number; time: number };
  /** A certificate is not for what it was used for. */
  CERTIFICATE_USAGE: { expected: string; found: string };
  /** A bundle brings a root certificate, which only the trust root may. */
  CERTIFICATE_ROOT_IN_BUNDLE: { length: number };
  /** A certificate holds no promise of a certificate log. */
  SCT_MISSING: { logs: readonly string[] };
  /** What should be a certificate log's promise is none. */
  SCT_MALFORMED: { found: string };
  /** A certificate log's promise is by a log that is not in the trust root, or was not in use then. */
  SCT_LOG_UNKNOWN: { log: string; time: number };
  /** A certificate log did not sign the promise for this certificate. */
  SCT_INVALID: { log: string };
  /** A trust root lacks a field, has one of another type, or an entry that does not say since when it holds. */
  TRUST_ROOT_MALFORMED: { at: string };
  /** A trust root is older than a policy or its user takes one, or nobody knows its age. */
  TRUST_ROOT_STALE: { expected: string; found: string };
  /** TUF metadata is not what its role says: no JSON in one spelling, a field missing or of another type. */
  TUF_MALFORMED: { at: string };
  /** Too few keys of a role signed its TUF metadata. */
  TUF_SIGNATURES_TOO_FEW: { role: string; expected: number; found: number };
  /** A TUF repository shows an older version than one that it showed before. */
  TUF_ROLLBACK: { role: string; least: number; found: number };
  /** TUF metadata is of another version than the one that was asked for. */
  TUF_VERSION_MISMATCH: { role: string; expected: number; found: number };
  /** TUF metadata is no longer in force (all times in milliseconds since 1970). */
  TUF_EXPIRED: { role: string; expires: number; now: number };
  /** A file of a TUF repository has another length than is listed. */
  TUF_LENGTH_MISMATCH: { expected: number; found: number };
  /** A file of a TUF repository has another digest than is listed. */
  TUF_DIGEST_MISMATCH: { expected: string; found: string };
  /** A TUF repository does not have a file that it should have. */
  TUF_FILE_MISSING: { url: string };
  /** A TUF repository lists no trust root. */
  TUF_TARGET_MISSING: { target: string };
  /** A trust root that was fetched or added is not as it was written. */
  TRUST_STORE_DAMAGED: { path: string };
  /** Nothing says where this user's trust roots are kept. */
  TRUST_STORE_NOWHERE: { variables: readonly string[] };
  /** Text cannot name a trust root. */
  TRUST_NAME_MALFORMED: { found: string };
  /** A trust root has that name, or is that very one. */
  TRUST_ROOT_EXISTS: { name: string };
  /** No trust root has that name. */
  TRUST_ROOT_UNKNOWN: { name: string; known: readonly string[] };
  /** The address of a TUF repository is none that nobody can tamper with on the way. */
  MIRROR_MALFORMED: { found: string };
  /** Another issuer than the expected one vouched for the signer's name. */
  IDENTITY_ISSUER_MISMATCH: { expected: string; found: string };
  /** The signer's name is not the expected one. */
  IDENTITY_MISMATCH: { expected: string; found: string };
  /** The certificate says another thing about the run that signed than the expected one, or nothing. */
  IDENTITY_CLAIM_MISMATCH: { claim: string; expected: string; found: string | undefined };
  /** A pattern of identities would match anybody, or is none. */
  IDENTITY_PATTERN_MALFORMED: { found: string };
  /** A key signed where an identity was expected, or the other way round. */
  SIGNER_KIND_MISMATCH: { expected: string; found: string };
  /** A signature that only the bytes themselves suffice for, and only a digest was given. */
  SIGNATURE_NEEDS_BYTES: { algorithm: string };
  /** An artifact is given by its digests, and none is by the algorithm that is needed. */
  ARTIFACT_DIGEST_MISSING: { algorithms: readonly string[]; given: readonly string[] };
  /** The media type of a bundle is none of the known ones. */
  BUNDLE_VERSION_UNSUPPORTED: { found: string };
  /** A PEP 740 attestation lacks a field, has an unknown one, or one of another type. */
  ATTESTATION_MALFORMED: { at: string };
  /** A file that should hold attestations holds none. */
  ATTESTATION_NONE: { what: string };
  /** An attestation of an index is about several files, or names another one than it lies beside. */
  ATTESTATION_FILE_NAME: { expected: string; found: string };
  /** A bundle with a certificate has no entry of a transparency log. */
  TLOG_ENTRY_MISSING: { entries: number };
  /** A bundle has one log entry twice, as if two logs had seen it. */
  TLOG_ENTRY_DUPLICATE: { entries: number };
  /** A log entry is of a log that is not in the trust root. */
  TLOG_LOG_UNKNOWN: { log: string };
  /** A log's key was not in use at a verified time (in milliseconds since 1970). */
  TLOG_LOG_NOT_VALID: { log: string; time: number };
  /** A log entry lacks the log's promise that bundles of its version have. */
  TLOG_PROMISE_MISSING: { index: number };
  /** A log did not sign the promise for this entry and time. */
  TLOG_PROMISE_INVALID: { log: string };
  /** A log entry lacks the inclusion proof that bundles of its version have. */
  TLOG_PROOF_MISSING: { index: number };
  /** An inclusion proof does not lead from the entry to the root. */
  TLOG_PROOF_INVALID: { log: string };
  /** An inclusion proof comes without a checkpoint, so that nobody vouches for its root. */
  TLOG_CHECKPOINT_MISSING: { index: number };
  /** A checkpoint is not a signed note with a log's origin, size and root. */
  TLOG_CHECKPOINT_MALFORMED: { found: string };
  /** The log did not sign the checkpoint. */
  TLOG_CHECKPOINT_INVALID: { log: string };
  /** A checkpoint is of another tree than the inclusion proof. */
  TLOG_CHECKPOINT_MISMATCH: { log: string };
  /** A log entry is of a kind or version that is not accepted. */
  TLOG_ENTRY_UNSUPPORTED: { found: string };
  /** A log entry is not what its kind says. */
  TLOG_ENTRY_MALFORMED: { at: string };
  /** A log entry is about another signature than the bundle's. */
  TLOG_ENTRY_MISMATCH: { field: string };
  /** A timestamp is not a response of RFC 3161 in DER, or has a critical extension, of which none is known. */
  TIMESTAMP_MALFORMED: { found: string };
  /** A timestamp authority answered that it does not stamp. */
  TIMESTAMP_NOT_GRANTED: { status: number };
  /** A timestamp is over other bytes than the signature. */
  TIMESTAMP_IMPRINT_MISMATCH: { expected: string; found: string };
  /** A timestamp is by an authority that is not in the trust root. */
  TIMESTAMP_AUTHORITY_UNKNOWN: { known: readonly string[] };
  /** A timestamp authority, or a certificate of it, was not valid when it stamped (in milliseconds since 1970). */
  TIMESTAMP_AUTHORITY_NOT_VALID: { authority: string; time: number };
  /** A timestamp authority's certificates are not made for timestamps, or not signed by one another. */
  TIMESTAMP_AUTHORITY_UNFIT: { authority: string };
  /** A timestamp authority did not sign the timestamp. */
  TIMESTAMP_INVALID: { authority: string };
  /** Nobody of the trust root says when a certificate was used. */
  VERIFIED_TIME_MISSING: { times: number };
  /** Evidence is from later than this machine's clock (in milliseconds since 1970). */
  CLOCK_BEHIND: { now: number; time: number };
  /** A list of checksums has a line that is none, or text that its signature does not cover; `line` counts from 1. */
  CHECKSUMS_MALFORMED: { line: number };
  /** Nothing says by which algorithm the digests of a list are, or several of that length could be meant. */
  CHECKSUMS_ALGORITHM: { line: number; digits: number };
  /** A list of checksums has two digests of one file. */
  CHECKSUMS_CONFLICT: { lines: readonly number[] };
  /** A list of checksums has no line for a file. */
  CHECKSUM_MISSING: { name: string };
  /** Several files of a list could be the one that is meant. */
  CHECKSUM_AMBIGUOUS: { names: readonly string[] };
  /** A log has no entry of a signature; `others` is how many it has about the same bytes. */
  LOG_ENTRY_NOT_FOUND: { log: string; others: number };
  /** Nothing here is a signature from before bundles. */
  UPGRADE_NOTHING: { sources: number };
  /** A signing configuration lacks a field, has an unknown one, or one of another type. */
  SIGNING_CONFIG_MALFORMED: { at: string };
  /** A signing configuration has too few services of a kind that can be used now. */
  SIGNING_SERVICE_MISSING: { kind: string; services: readonly string[] };
  /** An identity token is no JSON Web Token, or lacks a claim that every one has. */
  IDENTITY_TOKEN_MALFORMED: { expected: string };
  /** An identity token is made out to somebody else than the certificate authority. */
  IDENTITY_TOKEN_AUDIENCE: { expected: string; found: readonly string[] };
  /** An identity token is expired, or not in force yet (all times in milliseconds since 1970). */
  IDENTITY_TOKEN_NOT_VALID: { now: number; expires: number };
  /** Nothing here says who signs: no token, and no build service that gives one. */
  IDENTITY_TOKEN_MISSING: { provider: string };
  /** Nobody logged in, or not for this question. */
  LOG_IN_FAILED: { issuer: string };
  /** A service does not do what it is asked for, and says so. */
  SERVICE_REFUSED: { url: string; status: number };
  /** A service answers with something else than it should. */
  SERVICE_ANSWER_MALFORMED: { expected: string };
  /** A service cannot be reached, or breaks off in the middle, time and again. */
  NETWORK_UNREACHABLE: { url: string; attempts: number };
  /** A service does not answer in time, time and again. */
  NETWORK_TIMEOUT: { url: string; attempts: number; timeoutMs: number };
  /** A service says time and again that it is busy or broken. */
  NETWORK_BUSY: { url: string; attempts: number; status: number };
  /** A service answers with more than is read. */
  NETWORK_ANSWER_TOO_LARGE: { url: string; limit: number };
  /** A service sends us to another host, or round in circles. */
  NETWORK_REDIRECTED: { url: string; location: string };
  /** A program that was to say something is not there, or ends in error. */
  PROGRAM_FAILED: { program: string };
  /** A lock statement lacks a field, has an unknown one, or a value out of range. */
  LOCK_STATEMENT_MALFORMED: { at: string };
  /** A layout lacks a field, has one of another type, or says what no owner can mean. */
  LAYOUT_MALFORMED: { at: string };
  /** A layout is no longer in force (both times in milliseconds since 1970). */
  LAYOUT_EXPIRED: { expires: number; now: number };
  /** A word in braces of a layout has no parameter, or a parameter a value that a pattern would not take for itself. */
  LAYOUT_PARAMETER: { name: string };
  /** A link lacks a field, has one of another type, or names a file twice or without a strong digest. */
  LINK_MALFORMED: { at: string };
  /** A command may only run in isolation, and here there is none. */
  ISOLATION_UNAVAILABLE: { found: string };
  /** A step is not in a layout, or not for the key that is to carry it out. */
  STEP_KEY_FOREIGN: { step: string; key: string };
  /** A pattern of an artifact rule is none, so that it would match nothing. */
  GLOB_MALFORMED: { pattern: string };
  /** A tool lock is not in its one spelling: a line is malformed, unknown, or out of order. */
  TOOL_LOCK_MALFORMED: { line: number };
  /** Text is not TOML; line and column count from 1. */
  TOML_MALFORMED: { line: number; column: number };
  /** A policy lacks a field, has an unknown one, or one that cannot be meant; line and column count from 1. */
  POLICY_MALFORMED: { at: string; line: number; column: number };
  /** A policy has several sections about one lock, and nobody can say which counts. */
  POLICY_LOCK_AMBIGUOUS: { path: string; patterns: readonly string[] };
  /** There is no policy where one is needed. */
  POLICY_NONE: { name: string };
  /** A policy is no longer in force (both times in milliseconds since 1970). */
  POLICY_EXPIRED: { expires: number; now: number };
  /** A template has a word in braces that nothing replaces. */
  TOOL_TEMPLATE_MALFORMED: { found: string };
  /** An address is not one that tools are fetched from. */
  TOOL_URL_REFUSED: { url: string };
  /** A server sends other than as many bytes as are pinned. */
  DOWNLOAD_SIZE: { url: string; size: number };
  /** A server sends so little at a time that a download would not end. */
  DOWNLOAD_SLOW: { url: string; bytes: number; ms: number };
  /** A server sends a file in an encoding that was not asked for. */
  DOWNLOAD_ENCODED: { url: string; encoding: string };
  /** An address serves other bytes than are pinned. */
  TOOL_BYTES_DIFFER: { url: string; expected: string; found: string };
  /** There is no folder to keep downloads in. */
  TOOL_CACHE_NONE: { variables: readonly string[] };
  /** A tool is not pinned for a platform. */
  TOOL_PLATFORM_NONE: { platform: string; platforms: readonly string[] };
  /** Who may sign a tool is said so that several would do. */
  TOOL_SIGNER_LOOSE: { found: string };
  /** A line of a manifest that is to be changed is not where it usually is. */
  TOOL_MANIFEST_EDIT: { tool: string };
  /** A tool that is to be added is there already. */
  TOOL_EXISTS: { name: string };
  /** A signer that is to be added has the name of another one. */
  SIGNER_EXISTS: { name: string };
  /** A signer of the policy signed outside of the time in which they count. */
  SIGNER_OUT_OF_TIME: { name: string };
  /** A tool is pinned already in the version that is wanted. */
  TOOL_UPDATE_NONE: { name: string; version: string };
  /** A tool is not in place. */
  TOOL_NOT_FETCHED: { name: string };
  /** What a tool is said to run is not one of its pinned files. */
  TOOL_PROGRAM_NONE: { name: string; path: string };
  /** A file of a tool that is in place is not as pinned. */
  TOOL_ALTERED: { name: string; differences: readonly string[] };
  /** A version is denied by `lockseal.toml`. */
  TOOL_DENIED: { name: string; version: string };
  /** A version is known to be bad. */
  TOOL_KNOWN_BAD: { name: string; version: string };
  /** A tool, or a file of one, is not pinned. */
  TOOL_PIN_NONE: { name: string };
  /** A name or a word fits several pins. */
  TOOL_PIN_AMBIGUOUS: { pins: readonly string[] };
  /** A pin has neither a signature nor a signed list of checksums, or the one that it names is not there. */
  TOOL_EVIDENCE_MISSING: { name: string };
  /** What lies where a pin's evidence belongs is something else. */
  TOOL_EVIDENCE_ALTERED: { expected: string; found: string };
  /** A file is not the one that a list of checksums has. */
  CHECKSUM_MISMATCH: { expected: string; found: string };
  /** A list of checksums has no strong digest of a file. */
  CHECKSUM_WEAK: { algorithms: readonly string[] };
  /** Text is no PEP 508 requirement or marker; `reason` is what pip says about it. */
  REQUIREMENT_MALFORMED: { reason: string };
  /** Options of a requirement file are not what pip knows; `kind` is the class of error that pip ends with. */
  PIP_OPTION_MALFORMED: { kind: string; reason: string };
  /** Text is no version or version specifier of PEP 440. */
  VERSION_MALFORMED: { found: string };
  /** A name in an archive is empty, leads out of the folder, or means another file to another reader or disk. */
  ARCHIVE_NAME: { entry: string; at: number };
  /** Two entries of an archive have one path, or two that some disk takes for one. */
  ARCHIVE_COLLISION: { entry: string; at: number };
  /** A link in an archive leads out of the folder, to nothing planned, or in circles. */
  ARCHIVE_LINK: { entry: string; at: number };
  /** An archive has more headers, bytes or levels, or takes more time, than is allowed. */
  ARCHIVE_LIMIT: { limit: string; allowed: number; at: number };
  /** An archive has other entries, or others' bytes or modes, than those that are pinned. */
  ARCHIVE_DIFFERS: {
    differences: readonly { path: string; what: string; expected: string; found: string }[];
  };
  /** A file is not of the format that its name says. */
  ARCHIVE_FORMAT: { expected: string; found: string };
  /** A header of an archive is damaged, or two readers could take it differently. */
  ARCHIVE_HEADER: { entry: string; at: number };
  /** An entry of an archive is neither a file nor a folder nor a link. */
  ARCHIVE_TYPE: { entry: string; at: number };
  /** Compressed data is damaged, or not of the one form that all programs read. */
  ARCHIVE_COMPRESSION: { at: number };
  /** An archive ends too early. */
  ARCHIVE_TRUNCATED: { entry: string; at: number };
  /** Something follows the end of an archive, or of its compressed data. */
  ARCHIVE_TRAILING: { entry: string; at: number };
  /** An archive has no entry. */
  ARCHIVE_EMPTY: { archive: string };
  /** Two readers of an archive do not see the same in it, so that other programs would not either. */
  ARCHIVE_READERS_DISAGREE: { expected: string; found: string };
  /** A file is larger or smaller than the one that is pinned. */
  ARCHIVE_SIZE_MISMATCH: { expected: number; found: number };
  /** A file has other bytes than the one that is pinned. */
  ARCHIVE_DIGEST_MISMATCH: { expected: string; found: string };
  /** A format, or a form of one, that may be good, but that nothing here unpacks. */
  ARCHIVE_UNSUPPORTED: { format: string };
  /** The disk has something else than what was just written to it. */
  ARCHIVE_PLACED_DIFFERS: { path: string; expected: string; found: string };
  /** Input is larger than its reader accepts. */
  INPUT_TOO_LARGE: { bytes: number; limit: number };
  /** No file, or no folder, has that path. */
  FILE_MISSING: { path: string };
  /** What has that path is not a regular file, or may not be read. */
  FILE_UNREADABLE: { path: string };
  /** A file is in the way, and this one is never overwritten. */
  FILE_EXISTS: { path: string };
  /** A file could not be written. */
  FILE_UNWRITABLE: { path: string };
  /** A trusted or signing key cannot be read: the file or variable is missing or unreadable. */
  KEY_UNREADABLE: { reference: string };
  /** A file that should be npm's set of keys is none. */
  NPM_KEYS_MALFORMED: { at: string };
  /** A key of npm's registry was not in use when it signed (milliseconds since 1970). */
  NPM_KEY_NOT_VALID: { id: string; time: number };
  /** npm's publish attestation lacks a field, or has several subjects. */
  NPM_PUBLISH_MALFORMED: { at: string };
  /** npm's set of attestations lacks the provenance or the publish attestation. */
  NPM_ATTESTATION_MISSING: { kind: string; found: string };
  /** npm's set of attestations has two of one kind. */
  NPM_ATTESTATION_DUPLICATE: { kind: string; count: number };
  /** An attestation is about another package than the expected one. */
  PACKAGE_NAME_MISMATCH: { expected: string; found: string };
  /** An attestation is about another version of the package. */
  PACKAGE_VERSION_MISMATCH: { expected: string; found: string };
  /** An index is named by no URL that could have a host of its own for documentation. */
  INDEX_MALFORMED: { found: string };
  /** No index is named, of several nobody said which, or the policy has none of that name. */
  INDEX_UNKNOWN: { name: string; known: readonly string[] };
  /** Text names no publisher of a package index. */
  PUBLISHER_MALFORMED: { found: string };
  /** A trust root is missing or cannot be read. */
  TRUST_ROOT_UNREADABLE: { path: string };
  /** A private key needs a password, and none was given. */
  PASSWORD_MISSING: { name: string };
  /** More signatures are required than there are different keys, or fewer than one. */
  THRESHOLD_OUT_OF_REACH: { threshold: number; keys: number };
  /** Nothing says which key is the user's own: there is none, or several could be. */
  INIT_KEY_UNCLEAR: { found: number };
  /** Text names no repository. */
  REPOSITORY_MALFORMED: { found: string };
  /** The bundle that a new signature would continue cannot be continued by this key. */
  SIGN_CHAIN_BROKEN: { bundle: string };
  /** A file lies outside the root, or a symbolic link leads out of it. */
  PATH_OUTSIDE_ROOT: { path: string };
}

export type RefusalCode = keyof RefusalDetails;

/**
 * Something we were given cannot be accepted. Never a bug of ours, never a caller's mistake
 * (those are `TypeError` and `RangeError`).
 */
export class Refusal<Code extends RefusalCode = RefusalCode> extends Error {
  override readonly name = "Refusal";
  readonly code: Code;
  readonly details: RefusalDetails[Code];
  /** What to do next, as an imperative; a command where there is one. */
  readonly hint: string | undefined;

  constructor(
    code: Code,
    message: string,
    details: RefusalDetails[Code],
    options: { hint?: string | undefined; cause?: unknown } = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.details = details;
    this.hint = options.hint;
  }
}
