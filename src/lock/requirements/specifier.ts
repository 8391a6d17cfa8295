import { Refusal } from "../../errors.ts";
import { pythonRepr } from "./repr.ts";
import {
  compareVersions,
  formatVersion,
  parseVersion,
  readVersion,
  type Version,
} from "./version.ts";
import { PYTHON_SPACE, stripSpace } from "./whitespace.ts";

/** One clause of a version specifier, such as `==1.0`. */
export interface Specifier {
  readonly operator: "===" | "==" | "~=" | "!=" | "<=" | ">=" | "<" | ">";
  /** As written, without white space around; may end in `.*` for `==` and `!=`. */
  readonly version: string;
}

const RELEASE = `[${PYTHON_SPACE}]*v?(?:[0-9]+!)?[0-9]+`;
const SUFFIX =
  "(?:[-_.]?(?:alpha|beta|preview|pre|a|b|c|rc)[-_.]?[0-9]*)?" +
  "(?:-[0-9]+|[-_.]?(?:post|rev|r)[-_.]?[0-9]*)?" +
  "(?:[-_.]?dev[-_.]?[0-9]*)?";
// Behind ~= packaging forgets to keep case folding to ASCII, where dotless i and long s are i and s.
const FOLDED_SUFFIX = SUFFIX.replace("preview", "prev[i\u0130\u0131]ew").replace(
  "post",
  "po[s\u017f]t",
);
const LOCAL = "(?:\\+[a-z0-9]+(?:[-_.][a-z0-9]+)*)?";

/** Matches one clause, as the inside of a regular expression with the flag `i`; the order of the branches counts. */
export const SPECIFIER_PATTERN: string = [
  `===[${PYTHON_SPACE}]*[^${PYTHON_SPACE};)]*`,
  `(?:==|!=)${RELEASE}(?:\\.[0-9]+)*(?:\\.\\*|${SUFFIX}${LOCAL})`,
  `~=${RELEASE}(?:\\.[0-9]+)+${FOLDED_SUFFIX}`,
  `(?:<=|>=|<|>)${RELEASE}(?:\\.[0-9]+)*${SUFFIX}`,
].join("|");

const CLAUSE = new RegExp(`^[${PYTHON_SPACE}]*(?:${SPECIFIER_PATTERN})[${PYTHON_SPACE}]*$`, "i");
const OPERATOR = /^(?:===|==|~=|!=|<=|>=|<|>)/;

/** Reads one clause, or gives undefined where the text is none. */
export function readSpecifier(text: string): Specifier | undefined {
  if (!CLAUSE.test(text)) return undefined;
  const bare = stripSpace(text);
  const operator = OPERATOR.exec(bare)?.[0] as Specifier["operator"];
  return { operator, version: stripSpace(bare.slice(operator.length)) };
}

/**
 * Parses clauses separated by commas, in the order written; an empty clause is skipped.
 * @throws Refusal `VERSION_MALFORMED` — a clause is none of PEP 440.
 * @see https://packaging.python.org/en/latest/specifications/version-specifiers/
 */
export function parseSpecifiers(text: string): Specifier[] {
  const clauses = text.split(",").map(stripSpace);
  return clauses.filter((clause) => clause !== "").map(parseSpecifier);
}

function parseSpecifier(text: string): Specifier {
  const specifier = readSpecifier(text);
  if (specifier !== undefined) return specifier;
  throw new Refusal(
    "VERSION_MALFORMED",
    `specifier: expected one as PEP 440 defines it, found ${pythonRepr(text)}`,
    { found: text },
  );
}

/**
 * Sorts clauses by their text and drops those that say the same (`==1.0` and `==1.0.0`), as `packaging` does
 * before it prints or counts them.
 * @throws Refusal `VERSION_MALFORMED` — one of several has the shape of a clause and its version is none.
 */
export function canonicalSpecifiers(specifiers: readonly Specifier[]): Specifier[] {
  if (specifiers.length < 2) return [...specifiers];
  const sorted = [...specifiers].sort((left, right) => {
    const [a, b] = [left.operator + left.version, right.operator + right.version];
    return a < b ? -1 : Number(a > b);
  });
  const seen = new Set<string>();
  return sorted.filter((specifier) => {
    const key = canonicalKey(specifier);
    return !seen.has(key) && seen.add(key);
  });
}

function canonicalKey({ operator, version }: Specifier): string {
  if (operator === "===" || version.endsWith(".*")) return operator + version;
  const parsed = parseVersion(version);
  const release = [...parsed.release];
  while (operator !== "~=" && release.length > 1 && release.at(-1) === 0n) release.pop();
  return operator + formatVersion({ ...parsed, release });
}

/** Writes clauses as `packaging` prints a set of them, such as `!=1.1,>=1.0`. */
export function formatSpecifiers(specifiers: readonly Specifier[]): string {
  return canonicalSpecifiers(specifiers)
    .map(({ operator, version }) => operator + version)
    .join(",");
}

/**
 * Tells whether a version satisfies every clause of a specifier, pre-releases let through.
 * A version that PEP 440 does not know satisfies `===` only. An empty specifier is satisfied by every version,
 * and by what is no version.
 * @throws Refusal `VERSION_MALFORMED` — the specifier is none.
 * @see https://packaging.python.org/en/latest/specifications/version-specifiers/#id5
 */
export function matchesSpecifier(specifier: string, version: string): boolean {
  return parseSpecifiers(specifier).every(
    (clause) => matchesClause(clause, version) ?? parseVersion(clause.version),
  );
}

/**
 * Tells whether a version satisfies one clause, pre-releases let through; undefined where the clause has the shape
 * of one and its version is none (a long s in `post`), at which `packaging` fails.
 */
export function matchesClause(
  { operator, version: wanted }: Specifier,
  version: string,
): boolean | undefined {
  if (operator === "===") return version.toLowerCase() === wanted.toLowerCase();
  const found = readVersion(version);
  if (found === undefined) return false;
  if (wanted.endsWith(".*")) {
    return hasPrefix(found, parseVersion(wanted.slice(0, -2))) === (operator === "==");
  }
  const bound = readVersion(wanted);
  return bound === undefined ? undefined : COMPARISONS[operator](found, bound);
}

type Comparison = (found: Version, bound: Version) => boolean;

const COMPARISONS: Readonly<Record<Exclude<Specifier["operator"], "===">, Comparison>> = {
  "==": isEqual,
  "!=": (found, bound) => !isEqual(found, bound),
  "<=": (found, bound) => compareVersions(publicPart(found), bound) <= 0,
  ">=": (found, bound) => compareVersions(publicPart(found), bound) >= 0,
  "<": isLess,
  ">": isGreater,
  "~=": (found, bound) =>
    compareVersions(publicPart(found), bound) >= 0 &&
    hasPrefix(found, { ...bound, release: bound.release.slice(0, -1) }),
};

function isEqual(found: Version, bound: Version): boolean {
  return compareVersions(bound.local === null ? publicPart(found) : found, bound) === 0;
}

function publicPart(version: Version): Version {
  return version.local === null ? version : { ...version, local: null };
}

/** Compares the epoch and as many numbers of the release as the prefix has, padded with zeros. */
function hasPrefix(version: Version, prefix: Version): boolean {
  return (
    version.epoch === prefix.epoch &&
    prefix.release.every((number, at) => number === (version.release[at] ?? 0n))
  );
}

const isPreRelease = (version: Version): boolean => version.pre !== null || version.dev !== null;

/** `<V` lets no pre-release of V through, unless V is one. */
function isLess(found: Version, bound: Version): boolean {
  if (compareVersions(found, bound) >= 0) return false;
  if (isPreRelease(bound) || !isPreRelease(found)) return true;
  return compareVersions(found, { ...bound, dev: 0n, local: null }) < 0;
}

/** `>V` lets no post-release of V through, unless V is one, and no local version of V. */
function isGreater(found: Version, bound: Version): boolean {
  if (compareVersions(found, bound) <= 0) return false;
  if (bound.post === null && found.post !== null) {
    const base = { ...found, post: null, dev: null, local: null };
    if (compareVersions(base, bound) === 0) return false;
  }
  return found.local === null || compareVersions(publicPart(found), bound) !== 0;
}
