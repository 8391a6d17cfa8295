import { compareViews } from "./agreement.ts";
import { type Closure, type ClosureReader, readClosure, resolveInclude } from "./closure.ts";
import type { IncludeReader, PipView, SourceFile } from "./model.ts";
import type { Pin } from "./pins.ts";
import { readLikePip } from "./requirements/pip.ts";
import { MAX_LOCK_BYTES } from "./strict/characters.ts";
import type { LockProblem } from "./strict/source.ts";
import { judgeTogether } from "./together.ts";

/** What a lock is a lock of: what pip installs, or downloaded tools. */
export type LockFormat = "pip-requirements" | "lockseal-tools";

/** A judged lock. */
export interface LintedLock {
  readonly format: LockFormat;
  /** The root first, each file once, as read. */
  readonly files: readonly SourceFile[];
  /** What may be installed; all of it exactly when no problem refuses. */
  readonly pins: readonly Pin[];
  /** What pip sees; undefined where nobody looked: the strict reading refused, or it is nothing for pip. */
  readonly view?: PipView;
  /** By file and line. */
  readonly problems: readonly LockProblem[];
}

/**
 * Judges whether a lock and all that it includes is hash-locked and in the dialect that no tool misreads.
 * Judges bytes: never what an index holds, whether a hash is a wheel's, or who wrote the file.
 */
export function lintClosure(root: SourceFile, read: ClosureReader): LintedLock {
  const closure = readClosure(root, read);
  const problems: LockProblem[] = [
    ...closure.problems,
    ...judgeTogether(closure.requirements),
    ...problemsOfWhole(root, closure),
  ];
  let pins: readonly Pin[] = [];
  let view: PipView | undefined;
  // What pip sees is compared only where the strict reading is sound: otherwise the lines that are wrong already say why.
  if (!problems.some((problem) => problem.verdict === "refused")) {
    view = readLikePip(root, withinClosure(closure), {});
    const agreement = compareViews(closure.requirements, view);
    pins = agreement.pins;
    for (const problem of [...agreement.problems, ...problemsOfPip(view)]) problems.push(problem);
  }
  return {
    format: "pip-requirements",
    files: closure.files,
    pins,
    ...(view === undefined ? {} : { view }),
    problems: problems.sort(byPlace),
  };
}

function problemsOfWhole(root: SourceFile, closure: Closure): LockProblem[] {
  const bytes = closure.files.reduce((sum, file) => sum + file.bytes.length, 0);
  const about = { verdict: "refused", subject: root.name, where: { file: root.name } } as const;
  if (bytes > MAX_LOCK_BYTES) {
    const found = `${bytes} bytes in ${closure.files.length} files`;
    return [
      {
        ...about,
        rule: "LOCK_TOO_LARGE",
        message: `expected at most ${MAX_LOCK_BYTES} bytes in all, found ${found}`,
        found,
        help: "split the lock",
      },
    ];
  }
  if (
    closure.complete &&
    closure.problems.length === 0 &&
    !closure.requirements.some((requirement) => !requirement.constraint)
  ) {
    return [
      {
        ...about,
        rule: "LOCK_EMPTY",
        message: "expected at least one pinned requirement, found none",
        expected: "name==version --hash=sha256:…",
        found: "nothing to install",
        help: "check that this is the lock and not its input",
      },
    ];
  }
  return [];
}

/** Where pip stops although the strict reading is sound; with `--no-require-hashes` the lock is no lock. */
function problemsOfPip(view: PipView): LockProblem[] {
  const problems: LockProblem[] = view.errors.map((error) => ({
    rule: "LOCK_PIP_REFUSES",
    verdict: "refused",
    subject: error.file,
    message: `expected a line that pip reads, found that it stops with ${error.kind}: ${error.message}`,
    found: error.kind,
    where: { file: error.file, ...(error.line > 0 ? { line: error.line } : {}) },
    help: "mend the line as pip says",
  }));
  if (view.noRequireHashes) {
    const file = view.files[0]?.name ?? "";
    problems.push({
      rule: "LOCK_VIEWS_DIFFER",
      verdict: "refused",
      subject: file,
      message: "expected hash mode, found that pip is told to switch it off",
      where: { file },
    });
  }
  return problems;
}

/** pip's reading gets no file but those that the strict reading judged. */
function withinClosure(closure: Closure): IncludeReader {
  const files = new Map(closure.files.map((file) => [file.name, file]));
  return (reference, from) =>
    files.get(resolveInclude(reference, from) ?? "") ?? `not part of the closure: ${reference}`;
}

function byPlace(one: LockProblem, two: LockProblem): number {
  const [a, b] = [one.where, two.where];
  if (a?.file !== b?.file) return (a?.file ?? "") < (b?.file ?? "") ? -1 : 1;
  return (a?.line ?? 0) - (b?.line ?? 0) || (a?.column ?? 0) - (b?.column ?? 0);
}
