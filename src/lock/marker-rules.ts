import {
  isMarkerList,
  type Marker,
  type MarkerComparison,
  parseMarker,
} from "./requirements/marker.ts";
import { readSpecifier } from "./requirements/specifier.ts";

const VERSIONS = new Set(["python_version", "python_full_version", "implementation_version"]);
const STRINGS = new Set([
  "os_name",
  "sys_platform",
  "platform_machine",
  "platform_python_implementation",
  "platform_release",
  "platform_system",
  "platform_version",
  "implementation_name",
]);
const ORDERED = new Set(["==", "!=", "<", "<=", ">", ">=", "~="]);
const EQUAL = new Set(["==", "!=", "in", "not in"]);

/**
 * Reads a marker that pip and uv evaluate alike; a string says why it is not one.
 * Where they differ it was measured: uv takes `sys_platform < "x"` for false and ignores a comparison of two literals;
 * pip takes `python_version in "3.1 3.11"` for a search in text, uv for a list of versions.
 */
export function parseStrictMarker(text: string): Marker | string {
  if (/["'][^"']*\\/.test(text)) return "a backslash, which pip reads as the start of an escape";
  let marker: Marker;
  try {
    marker = parseMarker(text);
  } catch {
    return "something that is no marker";
  }
  for (const comparison of comparisonsOf(marker)) {
    const reason = problemOf(comparison);
    if (reason !== undefined) return reason;
  }
  return marker;
}

/** Lists every comparison of a marker, from left to right. */
export function comparisonsOf(marker: Marker): readonly MarkerComparison[] {
  return marker.flatMap((node) => {
    if (node === "and" || node === "or") return [];
    return isMarkerList(node) ? comparisonsOf(node) : [node];
  });
}

function problemOf({ left, operator, right }: MarkerComparison): string | undefined {
  if (left.kind === right.kind) return `a comparison of two ${left.kind}s`;
  const [variable, literal] =
    left.kind === "variable" ? [left.value, right.value] : [right.value, left.value];
  if (VERSIONS.has(variable)) {
    if (left.kind === "literal" && (operator === "~=" || literal.endsWith(".*")))
      return `${variable} ${operator} behind its literal, which pip and uv read differently`;
    if (!ORDERED.has(operator)) return `${variable} ${operator}, which pip and uv read differently`;
    if (readSpecifier(operator + literal) === undefined)
      return `${JSON.stringify(literal)}, which is no version`;
    // To pip python_version is 3.11 and not a pre-release; uv takes the comparison for one with the full version.
    return variable === "python_version" && !/^[0-9]+(?:\.[0-9]+)*(?:\.\*)?$/.test(literal)
      ? `${variable} ${operator} ${JSON.stringify(literal)}, which pip and uv read differently`
      : undefined;
  }
  if (!STRINGS.has(variable)) return `${variable}, which means nothing in a lock`;
  if (!EQUAL.has(operator)) return `${variable} ${operator}, which pip and uv read differently`;
  if (/["\\]/.test(literal)) return "a quote inside a value";
  // Compared as versions by pip and as text by uv.
  return readSpecifier(`==${literal}`) === undefined || operator.endsWith("in")
    ? undefined
    : `${variable} compared with a version`;
}
