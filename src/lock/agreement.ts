import type { ClosureRequirement } from "./closure.ts";
import type { PipRequirement, PipView } from "./model.ts";
import type { Pin } from "./pins.ts";
import { normaliseName } from "./requirements/name.ts";
import { type LockProblem, problemAt } from "./strict/source.ts";

/** The pins that both readings see, and every place where they see something else. */
export interface Agreement {
  readonly pins: readonly Pin[];
  readonly problems: readonly LockProblem[];
}

/**
 * Holds the strict reading against what pip sees, requirement by requirement.
 * Both were made from the same bytes by code that shares nothing but the version and marker grammar;
 * where they differ, one of them is wrong, and nobody can say what would be installed.
 */
export function compareViews(strict: readonly ClosureRequirement[], pip: PipView): Agreement {
  const pins: Pin[] = [];
  const problems: LockProblem[] = [];
  const count = Math.max(strict.length, pip.requirements.length);
  for (let index = 0; index < count; index += 1) {
    const ours = strict[index];
    const theirs = pip.requirements[index];
    if (ours === undefined || theirs === undefined)
      return { pins, problems: [...problems, unmatched(ours, theirs)] };
    const difference = differenceOf(ours, theirs);
    if (difference === undefined) {
      if (!ours.constraint) pins.push(pinOf(ours, theirs));
    } else
      problems.push(problemAt(ours.source, ours.offset, "LOCK_VIEWS_DIFFER", views(...difference)));
  }
  return { pins, problems };
}

function differenceOf(
  ours: ClosureRequirement,
  theirs: PipRequirement,
): [what: string, ours: string, theirs: string] | undefined {
  const { parsed } = theirs;
  if ("invalid" in parsed) return ["a requirement", ours.name, parsed.invalid];
  if (theirs.file !== ours.file) return ["the file", ours.file, theirs.file];
  if (theirs.editable) return ["a requirement", ours.name, `the editable ${theirs.text}`];
  if (theirs.constraint !== ours.constraint)
    return ["the role", roleOf(ours.constraint), roleOf(theirs.constraint)];
  if (
    parsed.name !== ours.name &&
    (parsed.name === null || normaliseName(parsed.name) !== normaliseName(ours.name))
  )
    return ["the name", ours.name, String(parsed.name)];
  if (ours.url === null) {
    const version = parsed.specifier?.replace(/^={2,3}/, "");
    if (!parsed.pinned || parsed.url !== null || version !== ours.version)
      return ["the version", ours.version, parsed.url ?? String(parsed.specifier)];
  } else if (!sameReference(ours.url, parsed.url))
    return ["the reference", ours.url, String(parsed.url)];
  if (!sameExtras(ours.extras, parsed.extras))
    return ["the extras", ours.extras.join(","), parsed.extras.join(",")];
  if ((ours.marker === null) !== (parsed.marker === null))
    return ["the marker", String(ours.marker), String(parsed.marker)];
  if (!sameHashes(ours.hashes, theirs.hashes))
    return ["the hashes", ours.hashes.join(" "), formatHashes(theirs.hashes)];
  return undefined;
}

/** pip makes a URL of a path, from where it stands; the one character it escapes of those a path may have is the plus. */
function sameReference(ours: string, theirs: string | null): boolean {
  if (theirs === null) return false;
  if (ours.includes(":")) return theirs === ours;
  const path = ours.replace(/^(\.\/)+/, "").replaceAll("+", "%2B");
  return theirs.startsWith("file:") && theirs.endsWith(ours.startsWith("/") ? path : `/${path}`);
}

function sameExtras(ours: readonly string[], theirs: readonly string[]): boolean {
  if (ours.length === 0 && theirs.length === 0) return true;
  const normal = [...new Set(theirs.map(normaliseName))].sort();
  return normal.length === ours.length && normal.every((extra, index) => extra === ours[index]);
}

function sameHashes(
  ours: readonly string[],
  theirs: ReadonlyMap<string, readonly string[]>,
): boolean {
  // Nearly every pin has one algorithm; walking both lists once is then all there is to do.
  if (theirs.size === 1) {
    for (const [algorithm, values] of theirs) return sameList(ours, `${algorithm}:`, values);
  }
  let count = 0;
  for (const [algorithm, values] of theirs) {
    const prefix = `${algorithm}:`;
    // pip groups by algorithm and keeps the order within.
    const own = ours.filter((hash) => hash.startsWith(prefix));
    if (!sameList(own, prefix, values)) return false;
    count += values.length;
  }
  return count === ours.length;
}

function sameList(ours: readonly string[], prefix: string, theirs: readonly string[]): boolean {
  if (ours.length !== theirs.length) return false;
  for (let index = 0; index < ours.length; index += 1) {
    const [hash, value] = [ours[index] ?? "", theirs[index] ?? ""];
    // Slices are compared by the engine at once; startsWith and endsWith take five times as long here.
    if (hash.slice(0, prefix.length) !== prefix || hash.slice(prefix.length) !== value)
      return false;
  }
  return true;
}

function formatHashes(hashes: ReadonlyMap<string, readonly string[]>): string {
  return [...hashes]
    .flatMap(([algorithm, values]) => values.map((value) => `${algorithm}:${value}`))
    .join(" ");
}

function pinOf(ours: ClosureRequirement, theirs: PipRequirement): Pin {
  return {
    name: normaliseName(ours.name),
    version: ours.version,
    extras: ours.extras,
    marker: "invalid" in theirs.parsed ? null : theirs.parsed.marker,
    hashes: ours.urlHash === null ? ours.hashes : [...ours.hashes, ours.urlHash],
    url: ours.url,
    file: ours.file,
    line: theirs.line,
  };
}

function unmatched(
  ours: ClosureRequirement | undefined,
  theirs: PipRequirement | undefined,
): LockProblem {
  if (ours !== undefined)
    return problemAt(
      ours.source,
      ours.offset,
      "LOCK_VIEWS_DIFFER",
      views("a requirement", ours.name, "none"),
    );
  const file = theirs?.file ?? "";
  return {
    rule: "LOCK_VIEWS_DIFFER",
    verdict: "refused",
    subject: file,
    ...views("a requirement", "none", theirs?.text ?? ""),
    where: { file, line: theirs?.line ?? 1 },
  };
}

function views(
  what: string,
  ours: string,
  theirs: string,
): { message: string; expected: string; found: string; help: string } {
  return {
    message: `expected two readings that agree on ${what}, found that pip sees another`,
    expected: ours,
    found: theirs,
    help: "write the line plainly: name==version --hash=sha256:…",
  };
}

function roleOf(constraint: boolean): string {
  return constraint ? "a constraint" : "a requirement";
}
