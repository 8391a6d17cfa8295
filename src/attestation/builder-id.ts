/** A builder, and the ref that it ran from. */
export interface BuilderId {
  readonly name: string;
  /** Such as `refs/tags/v1.2.3`; null where none is said. */
  readonly ref: string | null;
}

/** Takes a builder's id apart: its ref stands after the last `@`. */
export function parseBuilderId(id: string): BuilderId {
  const at = id.lastIndexOf("@");
  const path = id.indexOf("/", id.indexOf("://") + 3);
  // Before the path an @ belongs to a user's name.
  if (path === -1 || at < path) return { name: id, ref: null };
  return { name: id.slice(0, at), ref: id.slice(at + 1) };
}

/**
 * Says whether a builder is the expected one. A ref counts where one is expected, `v1.2.3` for its tag; without one, every
 * ref does.
 */
export function isBuilder(found: BuilderId, expected: BuilderId): boolean {
  if (found.name !== expected.name) return false;
  return (
    expected.ref === null || found.ref === expected.ref || found.ref === `refs/tags/${expected.ref}`
  );
}

const RELEASE = /^refs\/tags\/v(?:0|[1-9]\d*)\.(?:0|[1-9]\d*)\.(?:0|[1-9]\d*)$/;

/**
 * Says whether a ref is the tag of a release: `vX.Y.Z` and nothing after it. A branch moves, and so may a tag such as `v1`.
 * @param suffix what has to stand after it, for builders that release under such tags alone.
 */
export function isReleaseTag(ref: string | null, suffix: string): boolean {
  return ref?.endsWith(suffix) === true && RELEASE.test(ref.slice(0, ref.length - suffix.length));
}
