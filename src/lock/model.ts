/** A file of the closure: its name relative to the root with `/`, and the bytes that were read, once. */
export interface SourceFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/**
 * Resolves what a `-r` or `-c` line names. `reference` is the path as pip would open it before it is joined
 * (environment variables already replaced); `from` is the name of the file the line stands in.
 * A string instead of a file says, in words, why there is none.
 */
export type IncludeReader = (reference: string, from: string) => SourceFile | string;

/** What pip sees of one lock and all that it includes. Says nothing about whether that is safe. */
export interface PipView {
  /** In the order in which pip yields them. */
  readonly requirements: readonly PipRequirement[];
  readonly optionLines: readonly PipOptionLine[];
  /** Every file that was read, the root first, each once. */
  readonly files: readonly SourceFile[];
  /** A line of the closure says `--require-hashes`. */
  readonly requireHashes: boolean;
  /** A line of the closure says `--no-require-hashes` (pip >= 26.2 lets it switch the mode off). */
  readonly noRequireHashes: boolean;
  /** Where pip stops with an error; it then installs nothing. In order; pip itself reports the first only. */
  readonly errors: readonly PipError[];
}

export interface PipError {
  readonly file: string;
  /** 1-based, as pip counts lines; 0 where the file as a whole is meant. */
  readonly line: number;
  /** What class of failure pip ends with, such as `RequirementsFileParseError`, `RecursiveRequirements`, `CannotOpen`, `UnicodeDecodeError`, `LookupError`. */
  readonly kind: string;
  readonly message: string;
}

/** One requirement or constraint. */
export interface PipRequirement {
  readonly file: string;
  /** The first physical line of the logical one, 1-based, counted as Python's `str.splitlines` does. */
  readonly line: number;
  /** What pip takes for the requirement: for an editable its path or URL. */
  readonly text: string;
  readonly editable: boolean;
  /** It comes from a `-c` file: it limits what is installed, and installs nothing. */
  readonly constraint: boolean;
  /** Values of `--hash` by algorithm, in the order written; neither length nor alphabet is checked. */
  readonly hashes: ReadonlyMap<string, readonly string[]>;
  /** What PEP 508 makes of the text, or the message with which pip refuses it. */
  readonly parsed: ParsedRequirement | { readonly invalid: string };
}

export interface ParsedRequirement {
  /** As written; null for an editable or a bare URL whose name pip cannot tell. */
  readonly name: string | null;
  /** As `packaging` prints it, such as `==1.0`; `""` where there is none; null for an editable. */
  readonly specifier: string | null;
  /** Sorted, each once. */
  readonly extras: readonly string[];
  /** As `packaging` prints it; null where there is none. */
  readonly marker: string | null;
  readonly url: string | null;
  /** Exactly one specifier, whose operator is `==` or `===` (so `==1.*` counts, as it does for pip). */
  readonly pinned: boolean;
}

/** An option that stands on a line without a requirement. */
export interface PipOptionLine {
  readonly file: string;
  readonly line: number;
  /** Keyed by pip's destination names (`index_url`, `find_links`, `format_control`, …). */
  readonly options: Readonly<Record<string, unknown>>;
}
