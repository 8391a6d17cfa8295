import type { Finding } from "../finding.ts";
import { liesUnder, type Root } from "../io/root.ts";
import type { ArtifactEvidence } from "./judge-bundle.ts";
import { nameTrust, type TrustSource } from "./trust-root-file.ts";
import { PRODUCTION_NAME } from "./trust-store.ts";

/**
 * Warns where evidence stands on a trust root that whoever changes the subject's checkout may change with it. Not of the
 * folder of a file outside any checkout: that may be the user's home, where the roots lie, too.
 */
export function rootsInTree(
  subject: string,
  tree: Root,
  sources: readonly TrustSource[],
  evidence: readonly ArtifactEvidence[],
): Finding[] {
  if (tree.gitTop === null) return [];
  return (
    sources
      .filter(({ sha256 }) => evidence.some(({ trustRoot }) => trustRoot?.sha256 === sha256))
      .filter(({ path }) => path !== null && liesUnder(tree, path))
      // What begins with the embedded root is verified from there: nobody can change it in a tree.
      .filter(({ kind, name }) => kind !== "updated" || name !== PRODUCTION_NAME)
      .map((source) => ({
        rule: "TRUST_ROOT_IN_TREE",
        verdict: "warned",
        subject,
        message: `${nameTrust(source)} lies in the tree that it judges: whoever changes the tree can change whom it trusts`,
        help: "keep it elsewhere: --trusted-root FILE, or XDG_DATA_HOME outside the checkout",
      }))
  );
}
