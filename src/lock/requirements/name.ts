/**
 * Normalises the name of a project or an extra: lower case, runs of `-`, `_` and `.` become one `-`.
 * Does not check that it is a name.
 * @see https://packaging.python.org/en/latest/specifications/name-normalization/
 */
export function normaliseName(name: string): string {
  return name.toLowerCase().replace(/[-_.]+/g, "-");
}
