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
  /** Input is larger than its reader accepts. */
  INPUT_TOO_LARGE: { bytes: number; limit: number };
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
