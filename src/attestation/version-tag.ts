const VERSION =
  /^v(0|[1-9]\d*)(?:\.(0|[1-9]\d*)(?:\.(0|[1-9]\d*)(-[0-9A-Za-z.-]+)?(?:\+[0-9A-Za-z.-]+)?)?)?$/;

/** Says whether a text is a version tag, of which the last parts may be missing: `v1`, `v1.2`, `v1.2.3-rc.1`. */
export function isVersionTag(text: string): boolean {
  return VERSION.test(text);
}

/**
 * Says whether a tag is of the expected version, as far as that is said: `v1.2` is of `v1`, and `v1` is `v1.0.0`. Once a patch
 * is said, what stands behind `-` has to be equal as well; what stands behind `+` orders nothing, and is left out.
 * @see https://semver.org/spec/v2.0.0.html
 */
export function isOfVersion(tag: string, expected: string): boolean {
  const [found, wanted] = [VERSION.exec(tag), VERSION.exec(expected)];
  if (found === null || wanted === null) return false;
  const [, major, minor = "0", patch = "0", pre = ""] = found;
  if (wanted[1] !== major) return false;
  if (wanted[2] !== undefined && wanted[2] !== minor) return false;
  if (wanted[3] === undefined) return true;
  return wanted[3] === patch && (wanted[4] ?? "") === pre;
}
