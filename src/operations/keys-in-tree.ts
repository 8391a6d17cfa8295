import type { Finding } from "../finding.ts";
import { liesUnder, type Root } from "../io/root.ts";
import type { TrustedKey } from "./key-source.ts";

/** Warns of each key that whoever changes the subject may change with it, in the tree of the subject. */
export function keysInTree(
  subject: string,
  tree: Root,
  keys: readonly Pick<TrustedKey, "path" | "reference">[],
): Finding[] {
  return keys
    .filter(({ path }, at) => path !== null && keys.findIndex((key) => key.path === path) === at)
    .filter(({ path }) => path !== null && liesUnder(tree, path))
    .map(({ reference }) => ({
      rule: "KEY_IN_TREE",
      verdict: "warned",
      subject,
      message: `the key ${reference} lies in the tree that it judges: whoever changes the tree can change the key`,
      help: "keep the key elsewhere, or hand it over in a variable: --key env://NAME",
    }));
}
