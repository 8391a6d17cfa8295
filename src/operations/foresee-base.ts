import { Refusal } from "../errors.ts";
import type { CommitFiles } from "../io/commit-files.ts";
import { isThere, readFile } from "../io/files.ts";
import type { Root } from "../io/root.ts";
import { MAX_LOCK_BYTES } from "../lock/strict/characters.ts";
import { MAX_POLICY_BYTES, parsePolicy } from "../policy/policy.ts";
import { listNamedFiles } from "../policy/policy-closure.ts";
import { matchesPath } from "../trust/glob.ts";
import { POLICY_NAME } from "./policy-files.ts";

/** More than this is not the usual repository, and one start of git more does not matter. */
const MAX_NAMES = 64;

/**
 * Reads in one run of git what a gate at the top of a checkout is about to ask its base for: the policy, what it names, and the
 * locks, as the policy that lies here has them, which seldom differs. Each start of git takes a tenth of what Node takes to start.
 * Judges nothing: what was not foreseen is read when it is asked for, and a policy that cannot be read here says so elsewhere.
 * @throws Refusal see `CommitFiles.list`.
 */
export function foreseeBase(base: CommitFiles, root: Root): void {
  const known = base.list("");
  try {
    const path = `${root.path}/${POLICY_NAME}`;
    if (!isThere(path)) return;
    const policy = parsePolicy(readFile(path, MAX_POLICY_BYTES), POLICY_NAME);
    const isLock = (name: string): boolean =>
      policy.locks.some((section) => matchesPath(section.path, name));
    const names = [POLICY_NAME, ...listNamedFiles(policy), ...[...known.keys()].filter(isLock)];
    if (names.length <= MAX_NAMES) base.load(names, MAX_LOCK_BYTES);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
  }
}
