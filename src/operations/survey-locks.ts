import { posix } from "node:path";
import { sha256Hex } from "../bytes/digest.ts";
import { Refusal } from "../errors.ts";
import { isLink } from "../io/files.ts";
import { isIgnored } from "../io/git.ts";
import { listFiles } from "../io/git-history.ts";
import { listNames } from "../io/list-names.ts";
import { type Root, readUnderRoot } from "../io/root.ts";
import { MAX_LOCK_BYTES } from "../lock/strict/characters.ts";
import { matchesGlob } from "../trust/glob.ts";
import { describePins } from "./lint-lock.ts";
import { openLock } from "./open-lock.ts";

/** A requirements file, and whether it is a lock. */
export interface SurveyedLock {
  /** Relative to the top, with `/`. */
  readonly path: string;
  /** Of its bytes, in hex; null where it cannot be read. */
  readonly sha256: string | null;
  /** What it pins, in words; null where it is not hash-locked. */
  readonly pins: string | null;
  /** The first thing that keeps it from being a lock; null for one. */
  readonly problem: string | null;
  /** The file that it could be made from, where that lies beside it. */
  readonly source: string | null;
}

/** What there is to lock in a checkout. */
export interface LockSurvey {
  readonly locks: readonly SurveyedLock[];
  /** Names that no policy can say, or that were left out because there are too many. */
  readonly left: readonly string[];
  /** Symbolic links, whatever they lead to. */
  readonly links: readonly string[];
  /** Patterns of a policy that match each of `locks` once, and no other file. */
  readonly patterns: readonly string[];
  /** Locks of other formats, which are exported first. */
  readonly others: readonly string[];
}

/** More requirement files than a policy has sections and exemptions for. */
export const MAX_LOCKS = 200;
/** Files that are read to see whether they hold hashes, beyond those that are called like locks. */
const MAX_SNIFFED = 500;
const MAX_SNIFFED_BYTES = 1024 * 1024;

/** Of every name that a requirements file usually has. */
const NAMED =
  /(?:^|[-_.])(?:requirements|constraints)(?:[-_.][^/]*)?\.txt$|(?:^|\/)requirements\/[^/]+\.txt$/i;
/** Matches what is usual, and whatever of that is added later. */
const USUAL = "**requirements*.txt";
/** What a policy can name, and a shell and a page show as it is. */
const PLAIN =
  /^(?!\.{1,2}(?:\/|$))[\p{L}\p{N}_.@+-][\p{L}\p{N}_.@+ -]*(?:\/(?!\.{1,2}(?:\/|$))[\p{L}\p{N}_.@+-][\p{L}\p{N}_.@+ -]*)*$/u;
const OTHERS =
  /(?:^|\/)(?:uv\.lock|poetry\.lock|pdm\.lock|Pipfile\.lock|pylock(?:\.[^/]+)?\.toml)$/;

/**
 * Finds the requirements files of a checkout, by their names and by the hashes in them, and says of each whether it is
 * hash-locked. Leaves out what git ignores and what was installed. Follows no link out of the checkout.
 * @param commit whose files are looked at as well, for hidden folders are listed by git alone; undefined for none.
 */
export function surveyLocks(root: Root, gitTop: string, commit: string | undefined): LockSurvey {
  const listed = listNames(root.path).names;
  const committed = commit === undefined ? [] : listFiles(gitTop, [commit], "");
  const names = [...new Set([...listed, ...committed.map(({ path }) => path)])].sort();
  const environments = names
    .filter((name) => posix.basename(name) === "pyvenv.cfg")
    .map((name) => posix.dirname(name));
  const isInstalled = (name: string): boolean =>
    name.includes("site-packages/") || environments.some((one) => name.startsWith(`${one}/`));
  const found = findNames(root, names).filter(
    (name) => !isInstalled(name) && isIgnored(gitTop, `${root.path}/${name}`) !== true,
  );
  const links = found.filter((name) => isLink(`${root.path}/${name}`));
  const plain = found.filter((name) => PLAIN.test(name) && !links.includes(name));
  const locks = plain.slice(0, MAX_LOCKS).map((name) => surveyOne(root, name, names));
  return {
    locks,
    left: [...found.filter((name) => !PLAIN.test(name)), ...plain.slice(MAX_LOCKS)],
    links: links.filter((name) => PLAIN.test(name)),
    patterns: patternsOf(
      locks.map(({ path }) => path),
      names,
    ),
    others: names.filter((name) => OTHERS.test(name) && !isInstalled(name)),
  };
}

function findNames(root: Root, names: readonly string[]): readonly string[] {
  let sniffed = 0;
  return names.filter((name) => {
    if (NAMED.test(posix.basename(name)) || NAMED.test(name)) return true;
    if (!name.endsWith(".txt") || sniffed >= MAX_SNIFFED) return false;
    sniffed += 1;
    const bytes = readOrNothing(root, name, MAX_SNIFFED_BYTES);
    return bytes !== undefined && Buffer.from(bytes).includes("--hash=sha");
  });
}

function surveyOne(root: Root, path: string, names: readonly string[]): SurveyedLock {
  const source = path.replace(/\.txt$/i, ".in");
  const base = { path, source: names.includes(source) ? source : null };
  const bytes = readOrNothing(root, path, MAX_LOCK_BYTES);
  if (bytes === undefined)
    return {
      ...base,
      sha256: null,
      pins: null,
      problem: "one that cannot be read, or that leads out of the checkout",
    };
  const sha256 = sha256Hex(bytes);
  try {
    const { problems, pins } = openLock({ file: path, cwd: root.path, root: root.path });
    const problem = problems.find(({ verdict }) => verdict === "refused");
    if (problem === undefined) return { ...base, sha256, pins: describePins(pins), problem: null };
    const line = problem.where?.line === undefined ? "" : `line ${problem.where.line}: `;
    return { ...base, sha256, pins: null, problem: `${line}${problem.message}` };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { ...base, sha256, pins: null, problem: error.message };
  }
}

/** A pattern sees what is added later; but only where it is about nothing else that lies here. */
function patternsOf(paths: readonly string[], names: readonly string[]): readonly string[] {
  const isUsual = (name: string): boolean => matchesGlob(USUAL, name);
  const isClean = names.filter(isUsual).every((name) => paths.includes(name));
  if (!isClean) return paths;
  return [USUAL, ...paths.filter((path) => !isUsual(path))];
}

function readOrNothing(root: Root, name: string, maxBytes: number): Uint8Array | undefined {
  try {
    return readUnderRoot(root, name, maxBytes);
  } catch (error) {
    if (error instanceof Refusal) return undefined;
    throw error;
  }
}
