import { comparisonsOf } from "./marker-rules.ts";
import { evaluateMarker, type Marker, type MarkerComparison } from "./requirements/marker.ts";
import { readVersion } from "./requirements/version.ts";

/** Beyond so many environments to try, two markers count as able to be true together. */
const MAX_ENVIRONMENTS = 20_000;
/** A value that no marker names. */
const OTHER = "other";

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
  const axes = axesOf(comparisons);
  if (axes.reduce((product, axis) => product * axis.length, 1) > MAX_ENVIRONMENTS) return true;
  return someEnvironment(
    axes,
    0,
    {},
    (environment) => holds(one, environment) && holds(other, environment),
  );
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
  for (const { left, operator, right } of comparisons) {
    const [variable, literal] =
      left.kind === "variable" ? [left.value, right.value] : [right.value, left.value];
    const known = literals.get(variable) ?? new Set();
    literals.set(variable, known.add(literal));
    if (operator.endsWith("in")) for (const word of literal.split(/[ ,|]+/)) known.add(word);
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
    const versions =
      variable === "implementation_version" ? neighbours([...values]) : [...values, OTHER];
    axes.push(versions.map((value) => ({ [variable]: value })));
  }
  return axes;
}

function pythonEnvironment(version: string): Environment {
  return { python_full_version: version, python_version: version.split(".").slice(0, 2).join(".") };
}

/** Every version named, and the ones just before and after it at each place: comparisons change nowhere else. */
function neighbours(versions: readonly string[]): string[] {
  const all = new Set<string>();
  for (const text of versions) {
    const release = readVersion(text.replace(/\.\*$/, ""))?.release ?? [3n];
    const [major = 3n, minor = 0n, patch = 0n] = release;
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
