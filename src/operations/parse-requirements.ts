import type { Finding } from "../finding.ts";
import { resolveInclude } from "../lock/closure.ts";
import type { PipView, SourceFile } from "../lock/model.ts";
import type { Pin } from "../lock/pins.ts";
import { readLikePip } from "../lock/requirements/pip.ts";
import { lintClosure } from "../lock/rules.ts";
import { findingsOf } from "../lock/strict/source.ts";

/** What to parse. */
export interface ParseOptions {
  /** Relative to the root that includes are resolved in, with `/`. */
  readonly name: string;
  readonly bytes: Uint8Array;
  /** Gives the bytes of an included file by its name relative to the root; default: there is none. */
  readonly include?: (name: string) => Uint8Array | undefined;
}

/** One requirements file in both readings. */
export interface ParsedRequirements {
  /** Exactly what pip 26.2 sees, with an empty environment; judged by nobody. */
  readonly pip: PipView;
  /** What only a file has that pip and uv read alike. */
  readonly strict: StrictReading;
}

export interface StrictReading {
  /** Nothing is refused: the file is hash-locked, and no tool misreads it. */
  readonly accepted: boolean;
  /** All that may be installed where `accepted`; else not all, or none. */
  readonly pins: readonly Pin[];
  /** What is refused or warned of, by file and line. */
  readonly problems: readonly Finding[];
}

/**
 * Parses a requirements file twice: as pip sees it, and in the strict dialect of which a lock has to be.
 * Reaches neither disk nor network, runs nothing, and takes any bytes.
 */
export function parseRequirements(options: ParseOptions): ParsedRequirements {
  const root: SourceFile = { name: options.name, bytes: options.bytes };
  const find = (name: string | undefined): SourceFile | undefined => {
    const bytes = name === undefined ? undefined : options.include?.(name);
    return name === undefined || bytes === undefined ? undefined : { name, bytes };
  };
  const pip = readLikePip(
    root,
    (reference, from) => find(resolveInclude(reference, from)) ?? `no such file: ${reference}`,
    {},
  );
  const lock = lintClosure(root, (name) => find(name) ?? { why: "unreadable", found: "nothing" });
  const problems = findingsOf(lock.problems);
  return {
    pip,
    strict: {
      accepted: problems.every(({ verdict }) => verdict !== "refused"),
      pins: lock.pins,
      problems,
    },
  };
}
