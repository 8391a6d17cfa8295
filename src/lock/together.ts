import type { ClosureRequirement } from "./closure.ts";
import { commandWithHashes } from "./header.ts";
import { parseStrictMarker } from "./marker-rules.ts";
import { canOverlap } from "./overlap.ts";
import type { Marker } from "./requirements/marker.ts";
import { normaliseName } from "./requirements/name.ts";
import { compareVersions, parseVersion } from "./requirements/version.ts";
import { type LockProblem, placeAt, problemAt } from "./strict/source.ts";

/** More lines for one package than any lock needs; each is held against each other. */
const MAX_LINES_OF_PACKAGE = 64;

interface Entry {
  readonly requirement: ClosureRequirement;
  readonly marker: Marker | null;
}

/**
 * Finds what is wrong with requirements that are sound one by one: markers, packages locked twice, constraints.
 * pip takes the hashes of the first line of a package only, so two lines that may both apply must be the same.
 */
export function judgeTogether(requirements: readonly ClosureRequirement[]): LockProblem[] {
  const problems: LockProblem[] = [];
  const packages = new Map<string, Entry[]>();
  const markers = new Map<string, Marker | string>();
  for (const requirement of requirements) {
    let marker: Marker | string | null = null;
    if (requirement.marker !== null) {
      marker = markers.get(requirement.marker) ?? parseStrictMarker(requirement.marker);
      markers.set(requirement.marker, marker);
    }
    if (typeof marker === "string") {
      problems.push(markerProblem(requirement, marker));
      continue;
    }
    const own = requirement.constraint
      ? problemOfConstraint(requirement)
      : problemOfHashes(requirement);
    if (own !== undefined) problems.push(own);
    const name = normaliseName(requirement.name);
    const entries = packages.get(name);
    if (entries === undefined) packages.set(name, [{ requirement, marker }]);
    else entries.push({ requirement, marker });
  }
  for (const entries of packages.values())
    if (entries.length > 1) problems.push(...judgePackage(entries));
  return problems;
}

function judgePackage(entries: readonly Entry[]): LockProblem[] {
  const problems: LockProblem[] = [];
  const last = entries.at(-1);
  if (entries.length > MAX_LINES_OF_PACKAGE && last !== undefined)
    return [tooMany(last.requirement, entries.length)];
  for (const [index, later] of entries.entries()) {
    for (const earlier of entries.slice(0, index)) {
      const problem = judgePair(earlier, later);
      if (problem === undefined) continue;
      problems.push(problem);
      break;
    }
  }
  return problems;
}

function judgePair(earlier: Entry, later: Entry): LockProblem | undefined {
  const [one, two] = [earlier.requirement, later.requirement];
  const difference = differenceOf(one, two);
  if (difference === undefined) {
    const plain = !one.constraint && !two.constraint && where(one) !== where(two);
    return plain && one.extras.join() === two.extras.join() && one.marker === two.marker
      ? sameTwice(one, two)
      : undefined;
  }
  return canOverlap(earlier.marker, later.marker) ? conflict(one, two, difference) : undefined;
}

function differenceOf(
  one: ClosureRequirement,
  two: ClosureRequirement,
): readonly [string, string] | undefined {
  if (!sameVersion(one.version, two.version)) return [one.version, two.version];
  const [ours, theirs] = [hashSet(one), hashSet(two)];
  // A constraint without a hash adds nothing that pip would check by.
  if ((one.constraint && ours === "") || (two.constraint && theirs === "")) return undefined;
  if (ours !== theirs) return [`${one.version} with ${ours}`, `${two.version} with ${theirs}`];
  if (!one.constraint && !two.constraint && one.url !== two.url)
    return [String(one.url), String(two.url)];
  return undefined;
}

function sameVersion(one: string, two: string): boolean {
  return one === two || compareVersions(parseVersion(one), parseVersion(two)) === 0;
}

function hashSet(requirement: ClosureRequirement): string {
  const hashes =
    requirement.urlHash === null
      ? requirement.hashes
      : [...requirement.hashes, requirement.urlHash];
  return [...new Set(hashes)].sort().join(" ");
}

function problemOfConstraint(requirement: ClosureRequirement): LockProblem | undefined {
  if (requirement.extras.length === 0 && requirement.url === null) return undefined;
  return problemAt(requirement.source, requirement.offset, "LOCK_CONSTRAINT", {
    message: `expected a constraint name==version, found ${requirement.url === null ? "extras" : "a direct reference"}, which pip or uv refuses`,
    expected: "name==version",
    found: requirement.url ?? `[${requirement.extras.join(",")}]`,
    help: "move the line into a file that is included with -r",
  });
}

function problemOfHashes(requirement: ClosureRequirement): LockProblem | undefined {
  if (requirement.hashes.length > 0 || requirement.urlHash !== null) return undefined;
  return problemAt(requirement.source, requirement.offset, "LOCK_HASH_MISSING", {
    message: `expected at least one --hash for ${requirement.name} ${requirement.version}, found none`,
    expected: "--hash=sha256:…",
    found: "no hash",
    help: `make the lock anew with hashes: ${commandWithHashes(requirement.source)}`,
  });
}

function markerProblem(requirement: ClosureRequirement, reason: string): LockProblem {
  return problemAt(requirement.source, requirement.offset, "LOCK_MARKER", {
    message: `expected a marker that pip and uv evaluate alike, found ${reason}`,
    expected: 'variable == "text" or python_version >= "3.9"',
    found: requirement.marker ?? "",
    help: "write the marker with one variable and one literal a comparison",
  });
}

function conflict(
  one: ClosureRequirement,
  two: ClosureRequirement,
  [earlier, later]: readonly [string, string],
): LockProblem {
  const constraint = one.constraint || two.constraint;
  return problemAt(two.source, two.offset, constraint ? "LOCK_CONSTRAINT" : "LOCK_DUPLICATE", {
    message: `expected ${two.name} as in ${where(one)}, found it again and different, where both lines may apply`,
    expected: earlier,
    found: later,
    help: constraint
      ? "make the constraint equal to the lock, or take it out"
      : "keep one of the lines, or give them markers that exclude each other",
  });
}

function sameTwice(one: ClosureRequirement, two: ClosureRequirement): LockProblem {
  return problemAt(two.source, two.offset, "LOCK_DUPLICATE_LINE", {
    verdict: "warned",
    message: `expected ${two.name} once, found it as in ${where(one)}`,
    help: "take one of the lines out",
  });
}

function tooMany(requirement: ClosureRequirement, count: number): LockProblem {
  return problemAt(requirement.source, requirement.offset, "LOCK_TOO_LARGE", {
    message: `expected at most ${MAX_LINES_OF_PACKAGE} lines for ${requirement.name}, found ${count}`,
    expected: String(MAX_LINES_OF_PACKAGE),
    found: String(count),
    help: "make the lock anew",
  });
}

function where(requirement: ClosureRequirement): string {
  return `${requirement.file}:${placeAt(requirement.source, requirement.offset).line}`;
}
