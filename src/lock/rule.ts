/**
 * What lint may find in a lock, and why it matters. Each rule is also the code of its finding:
 * once released, it keeps its meaning.
 */
export const LOCK_RULES = {
  LOCK_NOT_UTF8: "the bytes are not UTF-8, so each tool decodes them in its own way",
  LOCK_CODING_COMMENT: "a comment makes pip decode the file in another encoding; uv ignores it",
  LOCK_HIDDEN_LINE: "a character ends a line for pip, and for no editor or other tool",
  LOCK_CONTROL_CHARACTER: "a control or bidirectional character hides what a reader would see",
  LOCK_NOT_ASCII: "outside comments a character that is not ASCII looks like another",
  LOCK_CONTINUATION: "a backslash joins lines in a way that pip and uv read differently",
  LOCK_COMMENT_SWALLOWS: "a comment that ends in a backslash swallows the next line",
  LOCK_WHITESPACE: "white space other than a space stands before an option",
  LOCK_ENVIRONMENT: "the meaning depends on an environment variable",
  LOCK_OPTION_ABBREVIATED: "only pip completes an abbreviated option",
  LOCK_OPTION_UNKNOWN: "no tool knows the option, or only one of them",
  LOCK_OPTION_FORBIDDEN: "the option lets something be installed that the lock does not fix",
  LOCK_OPTION_SPELLING: "pip and uv read the option's value differently",
  LOCK_TRAILING_TEXT: "text after the first option is dropped by pip without a word",
  LOCK_REQUIREMENT_MALFORMED: "the requirement is not PEP 508",
  LOCK_NOT_PINNED: "the requirement is not exactly one version by ==",
  LOCK_MARKER: "pip and uv evaluate the marker differently, or one of them refuses it",
  LOCK_HASH_MISSING: "the requirement has no hash",
  LOCK_HASH_MALFORMED: "the digest is not lower-case hex of the algorithm's length",
  LOCK_HASH_ALGORITHM: "the hash algorithm is not sha256, sha384 or sha512",
  LOCK_HASH_ORPHAN: "a hash stands where it belongs to no requirement, so nothing checks it",
  LOCK_HASH_CONFLICT: "two hashes of one reference disagree, and pip accepts either",
  LOCK_DIRECT_REFERENCE: "the reference is not to one wheel with a hash",
  LOCK_EDITABLE: "an editable install has no single file to hash",
  LOCK_DUPLICATE: "the same package is locked twice, differently, where both lines may apply",
  LOCK_DUPLICATE_LINE: "the same package is locked twice in the same way",
  LOCK_CONSTRAINT: "a constraint disagrees with the lock or is not an exact version",
  LOCK_INCLUDE_REMOTE: "an included file comes from the network, and nothing signs it",
  LOCK_INCLUDE_LOOP: "a file includes itself",
  LOCK_INCLUDE_OUTSIDE: "an included file lies outside the root",
  LOCK_INCLUDE_UNREADABLE: "an included file cannot be read",
  LOCK_INCLUDE_IN_CONSTRAINT: "a constraint file that includes requirements installs them",
  LOCK_EMPTY: "the closure locks nothing",
  LOCK_TOO_LARGE: "the closure is larger than any lock needs to be",
  LOCK_DIALECT: "the line is not in the dialect that pip and uv both read alike",
  LOCK_PIP_REFUSES: "pip itself stops at this line",
  LOCK_VIEWS_DIFFER: "what pip sees differs from what the strict reading sees",
} as const;

/** What lint may find in a lock of tools. */
export const TOOL_LOCK_RULES = {
  TOOL_LOCK_MALFORMED: "the tool lock is not in its one spelling",
  TOOL_BIN_MISSING: "the program of a tool is not among the files of its archive",
  TOOL_UNSIGNED: "a tool is pinned without anybody's signature",
} as const;

export type LockRule = keyof typeof LOCK_RULES | keyof typeof TOOL_LOCK_RULES;
