import { Refusal } from "../errors.ts";
import { bundlePath } from "../io/beside.ts";
import type { CommitFiles } from "../io/commit-files.ts";
import { parseBundle } from "../sigstore/bundle.ts";
import { MAX_SIGSTORE_BUNDLE_BYTES } from "../sigstore/bundle-limit.ts";
import { type LockStatement, parseLockStatement } from "../statement/lock-statement.ts";
import { parseStatement, STATEMENT_V1 } from "../statement/statement.ts";

/**
 * Reads what the bundle beside a lock says in a commit. **Nothing in it is verified.** Gives none where there is no bundle,
 * or one that says nothing of a lock.
 */
export function bundleEntriesAt(tree: CommitFiles, path: string): readonly LockStatement[] {
  const bytes = tree.read(bundlePath(path), MAX_SIGSTORE_BUNDLE_BYTES);
  return bytes === undefined ? [] : readLockEntries(bytes, path);
}

/** Reads what a bundle says of a lock. **Nothing in it is verified.** */
export function readLockEntries(bytes: Uint8Array, path: string): readonly LockStatement[] {
  try {
    const { content } = parseBundle(bytes, path);
    if (content.kind !== "dsse") return [];
    const types = [STATEMENT_V1] as const;
    return [parseLockStatement(parseStatement(content.envelope.payload, { what: path, types }))];
  } catch (error) {
    if (error instanceof Refusal) return [];
    throw error;
  }
}
