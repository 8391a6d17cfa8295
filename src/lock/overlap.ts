import { comparisonsOf } from "./marker-rules.ts";
import { evaluateMarker, type Marker, type MarkerComparison } from "./requirements/marker.ts";
import { readVersion } from "./requirements/version.ts";

/** Beyond so many environments to try, two markers count as able to be true together. */
const MAX_ENVIRONMENTS = 20_000;
/** A value that no marker names or holds a part of: what is not printable ASCII is refused in a marker. */
const OTHER = "\0";
/** `variable in "text"` is true for each part of the text; longer texts have too many to try. */
const MAX_CONTAINING = 64;

type Environment = Readonly<Record<string, string>>;

/** Variables that go together on every interpreter there is; each row is one of them. */
const PLATFORMS: readonly Environment[] = [
  ["posix", "linux", "Linux"],
  ["posix", "darwin", "Darwin"],
  ["nt", "win32", "Windows"],
  ["posix", "cygwin", "CYGWIN_NT"],
  ["posix", "emscripten", "Emscripten"],
  ["posix", "android", "Android"],
  ["posix", "ios", "iOS"],
  ["posix", "freebsd", "FreeBSD"],
  ["posix", "openbsd", "OpenBSD"],
  ["posix", "netbsd", "NetBSD"],
  ["posix", "sunos5", "SunOS"],
  ["posix", "aix", "AIX"],
  ["java", "java", "Java"],
  [OTHER, OTHER, OTHER],
].map(([os_name = "", sys_platform = "", platform_system = ""]) => ({
  os_name,
  sys_platform,
  platform_system,
}));

const IMPLEMENTATIONS: readonly Environment[] = [
  ["cpython", "CPython"],
  ["pypy", "PyPy"],
  ["graalpy", "GraalVM"],
  ["ironpython", "IronPython"],
  ["jython", "Jython"],
  [OTHER, OTHER],
].map(([implementation_name = "", platform_python_implementation = ""]) => ({
  implementation_name,
  platform_python_implementation,
}));

/**
 * Says whether there may be an environment in which both markers hold. Null is a marker that always holds.
 * Errs towards yes: only values that the markers name, their neighbours and one other are tried, which is exhaustive
 * for comparisons, and where there are too many the answer is yes.
 */
export function canOverlap(one: Marker | null, other: Marker | null): boolean {
  if (one === null || other === null) return true;
  const comparisons = [...comparisonsOf(one), ...comparisonsOf(other)];
  if (!isSampled(comparisons)) return true;
  const axes = axesOf(comparisons);
  if (axes.reduce((product, axis) => product * axis.length, 1) > MAX_ENVIRONMENTS) return true;
  return someEnvironment(
    axes,
    0,
    {},
    (environment) => holds(one, environment) && holds(other, environment),
  );
}

/**
 * Says whether the values that are tried are all that make a difference. Not so where a variable is to contain a text
 * and has something else to do too: `"win" in sys_platform` and `"dar" in sys_platform` both hold on darwin.
 */
function isSampled(comparisons: readonly MarkerComparison[]): boolean {
  const literals = new Map<string, Set<string>>();
  const containers = new Set<string>();
  for (const { left, operator, right } of comparisons) {
    const reversed = left.kind === "literal";
    const [variable, literal] = reversed ? [right.value, left.value] : [left.value, right.value];
    literals.set(variable, (literals.get(variable) ?? new Set()).add(literal));
    if (operator.endsWith("in") && literal.length > MAX_CONTAINING) return false;
    if (operator.endsWith("in") && reversed) containers.add(variable);
  }
  return [...containers].every((variable) => literals.get(variable)?.size === 1);
}

function holds(marker: Marker, environment: Environment): boolean {
  return evaluateMarker(marker, environment) ?? true;
}

function someEnvironment(
  axes: readonly (readonly Environment[])[],
  index: number,
  chosen: Environment,
  test: (environment: Environment) => boolean,
): boolean {
  const axis = axes[index];
  if (axis === undefined) return test(chosen);
  return axis.some((values) => someEnvironment(axes, index + 1, { ...chosen, ...values }, test));
}

/** One list of values a variable, or a group of variables that go together. */
function axesOf(comparisons: readonly MarkerComparison[]): readonly (readonly Environment[])[] {
  const literals = new Map<string, Set<string>>();
  const parts = new Map<string, Set<string>>();
  for (const { left, operator, right } of comparisons) {
    const [variable, literal] =
      left.kind === "variable" ? [left.value, right.value] : [right.value, left.value];
    const known = literals.get(variable) ?? new Set();
    literals.set(variable, known);
    if (!operator.endsWith("in")) known.add(literal);
    else {
      for (const word of literal.split(/[ ,|]+/)) known.add(word);
      const all = parts.get(variable) ?? new Set();
      parts.set(variable, all);
      for (const part of partsOf(literal)) all.add(part);
    }
  }
  const axes: (readonly Environment[])[] = [];
  const python = [
    ...(literals.get("python_version") ?? []),
    ...(literals.get("python_full_version") ?? []),
  ];
  if (python.length > 0) axes.push(neighbours(python).map(pythonEnvironment));
  literals.delete("python_version");
  literals.delete("python_full_version");
  for (const table of [PLATFORMS, IMPLEMENTATIONS]) {
    const columns = Object.keys(table[0] ?? {});
    const known = columns.every((column) =>
      [...(literals.get(column) ?? [])].every((literal) =>
        table.some((row) => row[column] === literal),
      ),
    );
    // A value that the table lacks may go together with anything: then each variable is an axis of its own.
    if (!known || !columns.some((column) => literals.has(column))) continue;
    axes.push(table);
    for (const column of columns) literals.delete(column);
  }
  for (const [variable, values] of literals) {
    const tried =
      variable === "implementation_version"
        ? neighbours([...values])
        : new Set([...values, ...(parts.get(variable) ?? []), OTHER]);
    axes.push([...tried].map((value) => ({ [variable]: value })));
  }
  return axes;
}

/** Every text that is `in` the literal, and one in which the literal is. */
function partsOf(literal: string): readonly string[] {
  const parts = ["", `${literal}${OTHER}`];
  for (let start = 0; start < literal.length; start += 1)
    for (let end = start + 1; end <= literal.length; end += 1)
      parts.push(literal.slice(start, end));
  return parts;
}

function pythonEnvironment(version: string): Environment {
  return { python_full_version: version, python_version: version.split(".").slice(0, 2).join(".") };
}

/**
 * Every version named, and the ones just before and after it at each place: comparisons change nowhere else.
 * A name that is not of a final release brings those around it that are not either.
 */
function neighbours(versions: readonly string[]): string[] {
  const all = new Set<string>();
  for (const text of versions) {
    const version = readVersion(text.replace(/\.\*$/, ""));
    const [major = 3n, minor = 0n, patch = 0n] = version?.release ?? [3n];
    if (version !== undefined && (version.pre ?? version.post ?? version.dev) !== null) {
      const number = version.pre?.number ?? version.post ?? version.dev ?? 0n;
      for (const phase of ["a", "b", "rc", ".dev", ".post"])
        for (const near of [0n, number - 1n, number, number + 1n])
          if (near >= 0n) all.add(`${major}.${minor}.${patch}${phase}${near}`);
    }
    for (const [x, y, z] of [
      [major, minor, patch],
      [major, minor, patch + 1n],
      [major, minor, patch - 1n],
      [major, minor, 99n],
      [major, minor + 1n, 0n],
      [major, minor - 1n, 0n],
      [major, minor - 1n, 99n],
      [major + 1n, 0n, 0n],
      [major - 1n, 99n, 0n],
    ] as const) {
      if (x >= 0n && y >= 0n && z >= 0n) all.add(`${x}.${y}.${z}`);
    }
  }
  return [...all];
}
