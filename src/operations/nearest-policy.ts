import type { CommitFiles } from "../io/commit-files.ts";
import { MAX_POLICY_BYTES } from "../policy/policy.ts";
import { POLICY_NAME } from "./policy-files.ts";

/**
 * Finds the nearest policy that a commit has, from a folder up to the top. One that lies in the checkout alone does not count:
 * its author may have put it nearer, and must not judge by it.
 * @param folder relative to the top, empty for it.
 * @returns the folder of the policy, relative to the top; undefined where the commit has none.
 * @throws Refusal see `CommitFiles.load`.
 */
export function nearestPolicyAt(tree: CommitFiles, folder: string): string | undefined {
  const parts = folder.split("/").filter((part) => part !== "");
  const folders = [...parts.map((_, index) => parts.slice(0, parts.length - index).join("/")), ""];
  const names = folders.map((one) => `${prefixOfFolder(one)}${POLICY_NAME}`);
  tree.load(names, MAX_POLICY_BYTES);
  return folders[names.findIndex((name) => tree.read(name, MAX_POLICY_BYTES) !== undefined)];
}

/** Gives what stands before the names in a folder: nothing for the top. */
export function prefixOfFolder(folder: string): string {
  return folder === "" ? "" : `${folder}/`;
}
