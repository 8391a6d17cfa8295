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
  /** A key file is intact but another kind than asked for: a private key, a certificate, another tool's key. */
  KEY_WRONG_KIND: { found: string };
  /** A key of an algorithm, curve or size that is not accepted. */
  KEY_UNSUPPORTED: { found: string };
  /** A private key does not open: the password is wrong, or the file is damaged. */
  KEY_PASSWORD_WRONG: { cipher: string };
  /** A private key file asks for more memory or work to derive its key than is allowed. */
  KEY_KDF_TOO_COSTLY: { bytes: number; limit: number };
  /** No signature was made by one of the given keys over exactly these bytes. */
  SIGNATURE_INVALID: { keys: readonly string[] };
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
  /** A statement is of another version than those asked for. */
  STATEMENT_TYPE_UNSUPPORTED: { found: string };
  /** No subject of a statement has the digest of what is verified. */
  STATEMENT_SUBJECT_MISMATCH: { expected: readonly string[]; found: readonly string[] };
  /** A subject agrees with what is verified in one digest and contradicts it in another. */
  STATEMENT_DIGEST_CONFLICT: { expected: string; found: string };
  /** A statement makes another kind of claim than the one asked for. */
  PREDICATE_TYPE_UNSUPPORTED: { expected: string; found: string };
  /** A lock statement lacks a field, has an unknown one, or a value out of range. */
  LOCK_STATEMENT_MALFORMED: { at: string };
  /** Text is no PEP 508 requirement or marker; `reason` is what pip says about it. */
  REQUIREMENT_MALFORMED: { reason: string };
  /** Options of a requirement file are not what pip knows; `kind` is the class of error that pip ends with. */
  PIP_OPTION_MALFORMED: { kind: string; reason: string };
  /** Text is no version or version specifier of PEP 440. */
  VERSION_MALFORMED: { found: string };
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
  /** A private key needs a password, and none was given. */
  PASSWORD_MISSING: { name: string };
  /** More signatures are required than there are different keys, or fewer than one. */
  THRESHOLD_OUT_OF_REACH: { threshold: number; keys: number };
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
