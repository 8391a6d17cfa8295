import { Refusal } from "../errors.ts";
import { type Root, readUnderRoot } from "../io/root.ts";
import { resolveInclude } from "../lock/closure.ts";
import type { SourceFile } from "../lock/model.ts";
import { readLikePip } from "../lock/requirements/pip.ts";
import { MAX_LOCK_BYTES } from "../lock/strict/characters.ts";
import { isToolLockFile } from "./open-tool-lock.ts";

/** A lock of a checkout with all that it includes. */
export interface ClosureOnDisk {
  /** The root first, each file once. */
  readonly files: readonly SourceFile[];
  /** What it includes and nobody here can say the bytes of, in words; whoever changes such a file changes the lock unseen. */
  readonly unfollowed: readonly string[];
}

/** What another server has is no part of the checkout: no change of the checkout changes it. */
const REMOTE = /^https?:/i;
/** Where such an address of a file leads depends on the folder pip runs in, and a variable on who runs it. */
const OPEN = /^[A-Za-z][A-Za-z0-9+.-]*:|\$\{[A-Z0-9_]+\}/;
const VARIABLE = /\$\{/;

/**
 * Reads a lock with all that it includes as pip does. A file that is just not there is followed: once it is there, it is part
 * of the lock. Judges nothing.
 */
export function closureOnDisk(file: SourceFile, root: Root): ClosureOnDisk {
  if (isToolLockFile(file)) return { files: [file], unfollowed: [] };
  const unfollowed: string[] = [];
  const view = readLikePip(
    file,
    (reference, from) => {
      if (REMOTE.test(reference) && !VARIABLE.test(reference)) return "on another server";
      const name = OPEN.test(reference) ? undefined : resolveInclude(reference, from);
      if (name !== undefined)
        try {
          return { name, bytes: readUnderRoot(root, name, MAX_LOCK_BYTES) };
        } catch (error) {
          if (!(error instanceof Refusal)) throw error;
          if (error.code === "FILE_MISSING") return "not there";
        }
      unfollowed.push(`${reference} in ${from}`);
      return "not followed";
    },
    {},
  );
  // Where the reading ended, more may be included.
  for (const { file: name, line, kind } of view.errors)
    if (kind !== "CannotOpen" && kind !== "RecursiveRequirements")
      unfollowed.push(line === 0 ? `what ${name} says` : `what line ${line} of ${name} says`);
  return { files: view.files, unfollowed };
}
