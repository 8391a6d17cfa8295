/** Why a path cannot name an artifact. */
export interface PathFlaw {
  readonly expected: string;
  readonly found: string;
}

/** Longer paths are those of no file system. */
const MAX_PATH_LENGTH = 4096;

/**
 * Gives the path of an artifact its one spelling: `a/../b`, `./b`, `a//../b` and `a\..\b` are all `b`, so that no rule about
 * `b` is passed by. A path may lead above its folder, with `..` at its beginning; it is compared, never opened.
 * @param uris whether what begins as a URI is one, such as a dependency of a build, and stays as it is; else it is a path as others are.
 */
export function normalisePath(path: string, uris: "keep" | "none"): string | PathFlaw {
  if (path === "") return { expected: "a path", found: "an empty one" };
  if (path.length > MAX_PATH_LENGTH)
    return { expected: `at most ${MAX_PATH_LENGTH} characters`, found: `${path.length}` };
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is refused
  if (/[\u0000-\u001f\u007f]/.test(path))
    return { expected: "a path", found: "one with a control character" };
  if (uris === "keep" && isUri(path)) {
    if (!/(?:^|[\\/])\.{1,2}(?:[\\/]|$)/.test(path)) return path;
    return { expected: "a URI without . and ..", found: "one with them" };
  }
  // Names are plain more often than not.
  if (!/\\|\/\/|\/$|(?:^|\/)\.{1,2}(?:\/|$)/.test(path)) return path;
  const parts: string[] = [];
  const slashed = path.replaceAll("\\", "/");
  const isAbsolute = slashed.startsWith("/");
  for (const part of slashed.split("/")) {
    if (part === "" || part === ".") continue;
    if (part !== "..") parts.push(part);
    else if (parts.length > 0 && parts.at(-1) !== "..") parts.pop();
    else if (!isAbsolute) parts.push(part);
  }
  const joined = parts.join("/");
  if (joined === "") return { expected: "the path of a file", found: "that of a folder" };
  return isAbsolute ? `/${joined}` : joined;
}

/** Tells whether a name is a URI with an authority, and no path; `c://a` begins with a drive. */
export function isUri(name: string): boolean {
  return /^[a-z][a-z0-9+.-]+:\/\//i.test(name);
}

/** Gives all spellings of a path that some disk takes for one file the same key. */
export function foldPath(path: string): string {
  if (/^[ -~]*$/.test(path)) return path.toUpperCase();
  return path.normalize("NFD").toLowerCase().toUpperCase().normalize("NFD");
}
