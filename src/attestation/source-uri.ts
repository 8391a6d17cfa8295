/** A repository, and what of it. */
export interface SourceUri {
  /** Such as `https://github.com/acme/app`: without `git+`, user, `.git` and slash at the end. */
  readonly repository: string;
  /** Such as `refs/heads/main`; null where none is said. */
  readonly ref: string | null;
}

/**
 * Takes the URI of a source apart, of any of the spellings that builders and users write: `git+https://host/path@ref`,
 * `https://host/path`, `host/path`. Compares nothing; case is kept, for some hosts tell names by it.
 */
export function parseSourceUri(uri: string): SourceUri {
  const bare = uri.replace(/^git\+/, "");
  const full = /^[a-z][a-z0-9+.-]*:/i.test(bare) ? bare : `https://${bare}`;
  // Before the path an @ belongs to a user's name.
  const path = full.indexOf("/", full.indexOf("://") + 3);
  const at = full.lastIndexOf("@");
  const [base, ref] =
    path !== -1 && at > path ? [full.slice(0, at), full.slice(at + 1)] : [full, null];
  return { repository: base.replace(/\/+$/, "").replace(/\.git$/, ""), ref };
}
