/**
 * Says why something that was listed cannot be read, from the system's error, as what was found instead. Imports nothing,
 * for the threads that digest load it, too.
 */
export function wordsOf(error: unknown): string {
  const code = error instanceof Error && "code" in error ? String(error.code) : String(error);
  if (code === "ENOENT" || code === "ENOTDIR") return "nothing: it is gone since it was listed";
  if (code === "ELOOP") return "a link: it was replaced since it was listed";
  if (code === "ENAMETOOLONG") return "a path that is too long to open";
  return code === "EACCES" || code === "EPERM" ? "one that may not be read" : code;
}
