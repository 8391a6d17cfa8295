import { Refusal } from "../errors.ts";
import { readOriginUrl } from "../io/git.ts";
import { locateFile, type RootedFile, readUnderRoot } from "../io/root.ts";
import { type ClosureReader, resolveInclude } from "../lock/closure.ts";
import type { SourceFile } from "../lock/model.ts";
import type { Pin } from "../lock/pins.ts";
import { readLikePip } from "../lock/requirements/pip.ts";
import { type LintedLock, lintClosure } from "../lock/rules.ts";
import { MAX_LOCK_BYTES } from "../lock/strict/characters.ts";
import { pinsOfView } from "../lock/view-pins.ts";
import { repositoryOfRemote } from "../statement/repository.ts";
import { isToolLockFile, lintToolLock, readToolPins } from "./open-tool-lock.ts";

/** Which lock is meant. */
export interface LockOptions {
  /** Absolute, or relative to `cwd`. */
  readonly file: string;
  /** What paths are relative to; a command's own folder. */
  readonly cwd: string;
  /** The folder that names are relative to and that includes may not leave; default: the git top level, else the lock's folder. */
  readonly root?: string | undefined;
}

/** A lock that was read once, with all that it includes, and judged. */
export interface OpenedLock extends LintedLock {
  readonly located: RootedFile;
}

/**
 * Reads a lock and every file it includes, each once, and judges it.
 * @throws Refusal `FILE_MISSING`, `FILE_UNREADABLE`, `INPUT_TOO_LARGE`, `PATH_OUTSIDE_ROOT` — for the lock itself; what it includes becomes a problem.
 */
export function openLock(options: LockOptions): OpenedLock {
  const located = locateFile(options.file, options.cwd, options.root);
  const read = (name: string): SourceFile => ({
    name,
    bytes: readUnderRoot(located.root, name, MAX_LOCK_BYTES),
  });
  const include: ClosureReader = (name) => {
    try {
      return read(name);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      return {
        why: error.code === "PATH_OUTSIDE_ROOT" ? "outside" : "unreadable",
        found: foundOf(error),
      };
    }
  };
  const root = read(located.name);
  const linted = isToolLockFile(root) ? lintToolLock(root) : lintClosure(root, include);
  return { ...linted, located };
}

/**
 * Opens a lock when it is first asked for, and never again: all that claims to be about it is judged by the same bytes,
 * and hundreds of bundles cost no more than one.
 * @throws Refusal from what is returned: see `openLock`; the same every time.
 */
export function openLockOnce(options: LockOptions): () => OpenedLock {
  let known: { readonly lock: OpenedLock } | { readonly error: unknown } | undefined;
  return () => {
    known ??= attempt(options);
    if ("error" in known) throw known.error;
    return known.lock;
  };
}

function attempt(
  options: LockOptions,
): { readonly lock: OpenedLock } | { readonly error: unknown } {
  try {
    return { lock: openLock(options) };
  } catch (error) {
    return { error };
  }
}

/** A requirements file as pip sees it, unjudged. */
export interface ReadLock {
  readonly pins: readonly Pin[];
  /** Where pip would stop, or what it would refuse: `file:line: reason`. */
  readonly unread: readonly string[];
}

/**
 * Reads a requirements file and what it includes as pip sees it. Judges nothing.
 * @throws Refusal `FILE_MISSING`, `FILE_UNREADABLE`, `INPUT_TOO_LARGE`, `PATH_OUTSIDE_ROOT` — for the file itself.
 */
export function openForReading(options: LockOptions): ReadLock {
  const { root, name } = locateFile(options.file, options.cwd, options.root);
  const read = (file: string): SourceFile => ({
    name: file,
    bytes: readUnderRoot(root, file, MAX_LOCK_BYTES),
  });
  const lock = read(name);
  if (isToolLockFile(lock)) return readToolPins(lock);
  const view = readLikePip(
    lock,
    (reference, from) => {
      const included = resolveInclude(reference, from);
      if (included === undefined) return `not a file under the root: ${reference}`;
      try {
        return read(included);
      } catch (error) {
        if (error instanceof Refusal) return error.message;
        throw error;
      }
    },
    {},
  );
  const invalid = view.requirements.flatMap(({ file, line, parsed }) =>
    "invalid" in parsed ? [`${file}:${line}: ${parsed.invalid}`] : [],
  );
  return {
    pins: pinsOfView(view),
    unread: [
      ...view.errors.map(({ file, line, message }) => `${file}:${line}: ${message}`),
      ...invalid,
    ],
  };
}

/** The repository a lock lies in, as its statement names it; null outside git or without a remote that others could name. */
export function repositoryOf({ root: { gitTop } }: RootedFile): string | null {
  return gitTop === null ? null : repositoryAt(gitTop);
}

/** The repository that a checkout is of, by the remote that it was fetched from. */
export function repositoryAt(gitTop: string): string | null {
  const url = readOriginUrl(gitTop);
  return url === null ? null : repositoryOfRemote(url);
}

function foundOf(error: Refusal): string {
  return error.message.split(", found ").at(-1) ?? error.message;
}
