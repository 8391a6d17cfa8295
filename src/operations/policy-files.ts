import { basename, dirname, join } from "node:path";
import { Refusal } from "../errors.ts";
import { isThere } from "../io/files.ts";
import { locateFile, type Root, readUnderRoot, resolvePath } from "../io/root.ts";
import type { PolicyFileReader } from "../policy/policy-closure.ts";

/** The name of the file that says what is trusted and what is wanted. */
export const POLICY_NAME = "lockseal.toml";

/** Says whether a file is a policy: by its name. */
export function isPolicyFile(file: string): boolean {
  return basename(file) === POLICY_NAME;
}

/** Larger than any key or trust root. */
const MAX_NAMED_BYTES = 1024 * 1024;

/** Where a policy is. */
export interface PolicyFile {
  /** As messages name it. */
  readonly name: string;
  /** Absolute. */
  readonly path: string;
  /** The folder that its paths are relative to. */
  readonly root: Root;
}

/**
 * Finds the policy: the one that is named, else the nearest `lockseal.toml` from a folder up to the top of its git checkout.
 * @returns undefined where none is named and none is there.
 */
export function locatePolicy(cwd: string, named: string | undefined): PolicyFile | undefined {
  if (named !== undefined) return policyAt(resolvePath(cwd, named), named, cwd);
  const { gitTop } = locateFile(join(cwd, POLICY_NAME), cwd, undefined).root;
  for (let at = cwd; ; at = dirname(at)) {
    const path = join(at, POLICY_NAME);
    if (isThere(path)) return policyAt(path, POLICY_NAME, cwd);
    if (gitTop === null || at === gitTop || dirname(at) === at) return undefined;
  }
}

function policyAt(path: string, name: string, cwd: string): PolicyFile {
  const folder = dirname(path);
  return { name, path, root: locateFile(path, cwd, folder).root };
}

/** Reads the files that a policy names from its folder; neither `..` nor a link leads out of it. */
export function readerOfFolder(root: Root): PolicyFileReader {
  return (path) => {
    try {
      return readUnderRoot(root, path, MAX_NAMED_BYTES);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      return error.message.split(", found ").at(-1) ?? error.message;
    }
  };
}
